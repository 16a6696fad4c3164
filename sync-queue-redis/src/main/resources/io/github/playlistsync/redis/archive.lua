-- Forgets jobs that ended. It needs nothing of the other scripts.
local call, K = redis.call, KEYS[1]

-- The oldest entries of some archives, at most so many of each.
local function oldest(archives, count)
  local found = {}
  for _, name in ipairs(archives) do
    local part = call('ZRANGE', K .. name, 0, count - 1, 'WITHSCORES')
    for i = 1, #part, 2 do
      local id, user = part[i]:match('^(%S+) (.*)$')
      found[#found + 1] = {archive = name, entry = part[i], score = tonumber(part[i + 1]), id = id or part[i],
        user = user}
    end
  end
  if #archives > 1 then
    table.sort(found, function(a, b) return a.score < b.score end)
  end
  return {unpack(found, 1, math.min(count, #found))}
end

-- Forgets jobs, and users who have none left.
local function forget(entries)
  if #entries == 0 then
    return
  end
  local keys, archived, owned, names, lists = {}, {}, {}, {}, {}
  local function put(map, key, value)
    map[key] = map[key] or {}
    map[key][#map[key] + 1] = value
  end
  for _, entry in ipairs(entries) do
    put(archived, entry.archive, entry.entry)
    keys[#keys + 1] = K .. 'j:' .. entry.id
    keys[#keys + 1] = K .. 'c:' .. entry.id
    if entry.user then
      put(owned, entry.user, entry.id)
    end
  end
  for archive, old in pairs(archived) do
    call('ZREM', K .. archive, unpack(old))
  end
  for user, ids in pairs(owned) do
    names[#names + 1] = user
    lists[#lists + 1] = K .. 'uj:' .. user
    call('ZREM', lists[#lists], unpack(ids))
  end
  call('UNLINK', unpack(keys))
  if #names > 0 and call('EXISTS', unpack(lists)) < #names then
    for i, name in ipairs(names) do
      if call('EXISTS', lists[i]) == 0 then
        call('ZREM', K .. 'names', name)
      end
    end
  end
end

-- Keeps so many of the jobs in the archives, which have this size. Above the limit, it forgets a twentieth
-- at once, which costs less than one by one, but never so many that it takes long.
local function shorten(archives, size, limit)
  if size > limit then
    forget(oldest(archives, math.min(size - limit + math.floor(limit / 20), 300)))
  end
end
