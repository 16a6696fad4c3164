-- What a script writes once at its end for all jobs that it changed.

-- The oldest entries of the archives.
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

-- Forgets users who have no jobs left.
local function forget_users(lessened)
  local names, keys = {}, {}
  for name in pairs(lessened) do
    append(names, name)
    append(keys, K .. 'uj:' .. name)
  end
  if #names > 0 and call('EXISTS', unpack(keys)) < #names then
    for i, name in ipairs(names) do
      if call('EXISTS', keys[i]) == 0 then
        call('ZREM', K .. 'names', name)
      end
    end
  end
end

-- Forgets jobs that have ended.
local function forget(entries)
  local keys, lessened = {}, {}
  for _, entry in ipairs(entries) do
    call('ZREM', K .. entry.archive, entry.entry)
    append(keys, K .. 'j:' .. entry.id, K .. 'c:' .. entry.id)
    if entry.user then
      call('ZREM', K .. 'uj:' .. entry.user, entry.id)
      lessened[entry.user] = true
    end
  end
  if #keys > 0 then
    call('UNLINK', unpack(keys))
    forget_users(lessened)
  end
end

-- Keeps so many of the jobs in the archives. Above the limit, it forgets a twentieth at once, which costs
-- less than one by one.
local function keep(archives, limit)
  local is_longer, size = false, 0
  for _, name in ipairs(archives) do
    is_longer = is_longer or #ended[name] > 0
  end
  if is_longer then
    for _, name in ipairs(archives) do
      in_parts('ZADD', K .. name, ended[name])
      size = size + call('ZCARD', K .. name)
    end
    if size > limit then
      forget(oldest(archives, math.min(size - limit + math.floor(limit / 20), 300)))
    end
  end
end

local function write_users()
  local set, gone = {}, {}
  for field, value in pairs(changed) do
    if value > 0 then
      append(set, field, text(value))
    else
      append(gone, field)
    end
  end
  in_parts('HSET', K .. 'users', set)
  in_parts('HDEL', K .. 'users', gone)
end

-- Adds the events as one entry. Its id is the number of the last of them, by which the oldest are
-- forgotten, and a reader sees which are missing.
local function publish()
  local function add_entry()
    event_number = event_number + #events
    local oldest_kept = math.max(0, event_number - tonumber(ARGV[9]))
    return redis.pcall('XADD', K .. 'events', 'MINID', '~', text(oldest_kept), text(event_number) .. '-0',
      't', NOW, 'e', table.concat(events, ' '))
  end
  if add_entry().err then
    -- The number is damaged, or was lost.
    local last = call('XREVRANGE', K .. 'events', '+', '-', 'COUNT', 1)[1]
    event_number = last and tonumber(last[1]:match('^%d+')) or 0
    add_entry()
  end
  append(notes, 'ev', text(event_number))
end

-- Leaves the marker that wakes a sleeping process, if jobs are ready and none were before. Who takes some
-- then and leaves others does the same.
local function wake()
  local size = filled > 0 and not paused and call('ZCARD', K .. 'ready') or 0
  if size > 0 and size <= filled then
    call('ZADD', K .. 'wake', 0, '1')
  end
end

local function flush()
  keep({'done', 'canceled'}, tonumber(ARGV[5]))
  keep({'dead'}, tonumber(ARGV[7]))
  write_users()
  if seq ~= first_seq then
    append(notes, 'seq', text(seq))
  end
  if soonest ~= first_soonest then
    append(notes, 'next', soonest < math.huge and text(soonest) or '')
  end
  if #events > 0 then
    publish()
  end
  in_parts('HSET', K .. 'meta', notes)
end
