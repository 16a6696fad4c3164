-- The usual exchange: plain successes, and jobs that their users may run. It stands before all else in
-- exchange.lua, which says what stands in the arguments, and does the same in fewer commands and without the
-- functions that a script makes anew in every run. It looks at everything before usual_write.lua writes
-- anything; if something is unusual, the rest of the script does the whole exchange.

-- Returns what to write; nil if something is unusual.
local function usual()
  local RANK, size = 1e15, 0
  local clock = call('TIME')
  local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[1])
  local exchange, nonce, settled = ARGV[11], ARGV[12], tonumber(ARGV[14])
  local m = call('HMGET', K .. 'meta', 'seq', 'paused', 'next', 'trimmed', 'swept', 'x:' .. ARGV[10], 'ev',
    'share', 'v0', 'v1', 'v2')
  local seq, trimmed, swept, event_number = tonumber(m[1]), tonumber(m[4]), tonumber(m[5]), tonumber(m[7])
  local soonest = m[3] == '' and math.huge or tonumber(m[3])
  if not seq or seq < 0 or seq >= RANK / 2 or m[2] or not soonest or soonest <= now or not trimmed
    or now < trimmed or now - trimmed >= 1000 or not swept or now < swept or now - swept >= 60000
    or (m[6] and m[6]:match('^%d+') == exchange) or not event_number or settled > 400 then
    return nil
  end

  local runs, waits, users = {}, {}, {} -- changes of users
  local function user(name)
    if not runs[name] then
      runs[name] = 0
      users[#users + 1] = name
    end
    return name
  end

  local done, parents, leases, works, owners, cleared, yielding = {}, {}, {}, {}, {}, {}, {}
  for i = 1, settled do
    local at = 9 + 6 * i
    local id, token = ARGV[at], ARGV[at + 1]
    local f = call('HMGET', K .. 'j:' .. id, 't', 'u', 'p', 'pr', 's', 'k', 'a', 'pa', 'e', 'du', 'nx')
    local attempts = tonumber(f[7] or 0)
    if ARGV[at + 3] ~= 'S' or f[5] ~= 'R' or f[6] ~= token or f[11] or not f[2] or done[id] or not attempts
      or not (f[1] == 'U' or f[1] == 'P' and f[3]) then
      return nil
    end
    done[id] = attempts + 1
    runs[user(f[2])] = runs[f[2]] - 1
    leases[i] = id .. ' ' .. token
    works[i], owners[i] = (f[1] == 'P' and 'P' .. f[3] or 'U') .. ' ' .. f[2], f[2]
    if f[8] then
      parents[f[8]] = (parents[f[8]] or 0) + 1
    end
    if f[9] or f[10] then
      cleared[#cleared + 1] = id
    end
    if f[4] == '2' then
      yielding[#yielding + 1] = id
    end
  end
  if settled > 0 then
    size = call('ZCARD', K .. 'done') + call('ZCARD', K .. 'canceled') + settled
    for parent, ends in pairs(parents) do
      local f = call('HMGET', K .. 'j:' .. parent, 's', 'ct', 'cs', 'cf', 'cc')
      local total, sum = tonumber(f[2]), ends
      for i = 3, 5 do
        local number = f[i] or '0'
        if not number:match('^%d%d?%d?%d?%d?%d?$') then
          return nil
        end
        sum = sum + number
      end
      -- The last child ends its parent.
      if f[1] ~= 'W' or not total or sum >= total then
        return nil
      end
    end
    if call('EXISTS', K .. 'parked') == 1 then
      for _, name in ipairs(users) do
        if call('ZLEXCOUNT', K .. 'parked', '[' .. name .. '\0', '(' .. name .. '\1') > 0 then
          return nil
        end
      end
    end
  end

  local want, first = 0, 15 + 6 * settled
  for at = first, #ARGV, 2 do
    want = want + tonumber(ARGV[at + 1])
  end
  local ready = want > 0 and call('ZRANGE', K .. 'ready', 0, want - 1, 'WITHSCORES') or {}
  local taken, share = #ready / 2, tonumber(m[8] or 0)
  if not share or #ready > 2000 then
    return nil
  end
  if math.floor((share + taken) / 16) > math.floor(share / 16) then
    -- It is the turn of a lower priority, if there is one.
    local last = call('ZRANGE', K .. 'ready', -1, -1, 'WITHSCORES')
    if math.floor(last[2] / RANK) > math.floor(ready[2] / RANK) then
      return nil
    end
  end
  local jobs, entries, PRIORITIES = {}, {}, {'0', '1', '2'}
  local tags = {tonumber(m[9] or 0), tonumber(m[10] or 0), tonumber(m[11] or 0)}
  for i = 1, taken do
    local entry, score = ready[2 * i - 1], tonumber(ready[2 * i])
    local number, id = entry:sub(1, 15), entry:sub(17)
    local band = math.floor(score / RANK)
    local priority = PRIORITIES[band + 1]
    local f = call('HMGET', K .. 'j:' .. id, 'v', 't', 'u', 'p', 'pr', 's', 'q', 'a', 'k')
    if f[1] ~= '1' or not f[3] or f[5] ~= priority or f[6] ~= 'Q' or tonumber(f[7]) ~= tonumber(number)
      or not (f[2] == 'U' or f[2] == 'P' and f[4]) or not tonumber(f[8] or 0) or not tags[band + 1] then
      return nil
    end
    local last = f[9] and #f[9] <= 19 and tonumber(f[9]:sub(1, -7)) or 0
    local token = string.format('%d', math.max(now, last < 9e12 and last + 1 or 0)) .. nonce
    tags[band + 1] = math.max(tags[band + 1], score - band * RANK)
    local name = user(f[3])
    runs[name] = runs[name] + 1
    waits[priority .. name] = (waits[priority .. name] or 0) + 1
    entries[i] = entry
    jobs[i] = {id, token, '', (f[8] or 0) + 1, f[2], name, f[4] or '', priority}
  end

  -- What users have, and what they will have.
  local set, gone = {}, {}
  local function change(field, old, by)
    local value = math.max(0, (tonumber(old or 0) or 0) + by)
    if value > 0 then
      set[#set + 1] = field
      set[#set + 1] = string.format('%d', value)
    elseif old then
      gone[#gone + 1] = field
    end
    return value
  end
  local fields = {}
  for i, name in ipairs(users) do
    fields[2 * i - 1], fields[2 * i] = 'r' .. name, 'p' .. name
  end
  local own = #fields
  for field in pairs(waits) do
    fields[#fields + 1] = field
  end
  if #fields > 2000 then
    return nil
  end
  local values = #fields > 0 and call('HMGET', K .. 'users', unpack(fields)) or {}
  for i = 1, own, 2 do
    local name = users[(i + 1) / 2]
    if change(fields[i], values[i], runs[name]) > tonumber(ARGV[3]) or values[i + 1] then
      return nil
    end
  end
  for i = own + 1, #fields do
    change(fields[i], values[i], -waits[fields[i]])
  end
  return {now = now, seq = seq, event_number = event_number, soonest = soonest, share = share, tags = tags,
    settled = settled, done = done, parents = parents, leases = leases, works = works, owners = owners,
    cleared = cleared, yielding = yielding, taken = taken, first = first, jobs = jobs, entries = entries,
    set = set, gone = gone, size = size}
end
