-- Counts anew what is counted beside the jobs, and looks at times. Part of repair.lua. What is too much for
-- one step is counted in several, which stand if nothing changed meanwhile.

local TRIES = 3

-- Whether a job of the user changed its state since an event, or may have. The counts alone do not tell, since
-- one that begins and one that ends leave them as they were.
local function has_changed(user, since)
  local missing = event_number - since
  local entries = missing > 0 and missing <= 20 * BATCH
    and call('XREVRANGE', K .. 'events', '+', '(' .. text(since) .. '-0') or {}
  for _, entry in ipairs(entries) do
    for id in entry[2][4]:gmatch('(%S+) %u') do
      missing = missing - 1
      if call('EXISTS', K .. 'j:' .. id) == 0 or call('ZSCORE', K .. 'uj:' .. user, id) then
        return true
      end
    end
  end
  return missing ~= 0
end

-- Compares the counts of a user with their jobs. The progress is: how often it began, the number of the
-- last job seen, the counts so far, the last event before it began, and what must not change.
local function sum_user(user, progress)
  local key, names = K .. 'uj:' .. user, {'r' .. user, '0' .. user, '1' .. user, '2' .. user}
  local told = call('HMGET', K .. 'users', unpack(names))
  local last = call('ZRANGE', key, -1, -1, 'WITHSCORES')
  local mark = table.concat({told[1] or '', told[2] or '', told[3] or '', told[4] or '', last[2] or ''}, ',')
  local tries, from, runs, high, normal, low, since, old =
    progress:match('^(%d+) (%S+) (%d+) (%d+) (%d+) (%d+) (%d+) (.*)$')
  tries, from, since, old = tonumber(tries or 1), from or '-inf', tonumber(since or event_number), old or mark
  local counts = {R = tonumber(runs or 0), ['0'] = tonumber(high or 0), ['1'] = tonumber(normal or 0),
    ['2'] = tonumber(low or 0)}
  local jobs = call('ZRANGEBYSCORE', key, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 5 * BATCH)
  for i = 1, #jobs, 2 do
    local f = call('HMGET', K .. 'j:' .. jobs[i], 's', 'pr', 'hb')
    local lane = f[1] == 'R' and 'R' or f[1] == 'Q' and not f[3] and (counts[f[2]] and f[2] or '1')
    if lane then
      counts[lane] = counts[lane] + 1
    end
  end
  if #jobs == 10 * BATCH then
    return table.concat({tries, '(' .. jobs[#jobs], counts.R, counts['0'], counts['1'], counts['2'],
      text(since), old}, ' ')
  end
  if #jobs == 0 and from == '-inf' then
    call('ZREM', K .. 'names', user)
    tell('STRAY', true, nil, user, 'they were among the users with jobs and have none')
  end
  local right, is_wrong = {counts.R, counts['0'], counts['1'], counts['2']}, false
  for i = 1, 4 do
    is_wrong = is_wrong or (told[i] or '') ~= (right[i] > 0 and text(right[i]) or '')
  end
  local is_stale = is_wrong and (mark ~= old or has_changed(user, since))
  if is_stale then
    if tries < TRIES then
      return table.concat({text(tries + 1), '-inf 0 0 0 0', text(event_number), mark}, ' ')
    end
    tell('BUSY', false, nil, user, 'their jobs change too fast to be counted')
  elseif is_wrong then
    for i = 1, 4 do
      changed[names[i]] = right[i]
    end
    users[user] = nil
    tell('COUNTS', true, nil, user, 'their jobs were counted wrong')
  end
  local waiting = counts['0'] + counts['1'] + counts['2']
  if mark == old and not is_stale and counts.R == 0 and waiting > 0
    and call('ZLEXCOUNT', K .. 'parked', '[' .. user .. '\0', '(' .. user .. '\1') >= waiting then
    users[user] = {name = user, r = 0, paused = call('HGET', K .. 'users', 'p' .. user), ['0'] = counts['0'],
      ['1'] = counts['1'], ['2'] = counts['2']}
    if may_run(users[user]) then
      refill(users[user])
      tell('MISPLACED', true, nil, user, 'their jobs were parked, and nothing would have brought them back')
    end
  end
  return ''
end

-- Compares the counts of a parent with its children. The progress is: how often it began, the number of
-- the last child seen, how many succeeded, failed, were canceled, live, are gone, and lived at the beginning
-- but not when seen; when it began, and what must not change.
local function sum_children(id, progress)
  local key = K .. 'j:' .. id
  local f = call('HMGET', key, 's', 'ct', 'cs', 'cf', 'cc', 'u', 'v')
  if f[1] ~= 'W' or is_newer(f[7]) then
    return ''
  end
  local mark = table.concat({f[2] or '', f[3] or '', f[4] or '', f[5] or ''}, ',')
  local open = number_in(f[2]) - number_in(f[3]) - number_in(f[4]) - number_in(f[5])
  local tries, from, s, fd, c, live, gone, late, begun, first, old =
    progress:match('^(%d+) (%S+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%S+) (.*)$')
  tries, from, begun = tonumber(tries or 1), from or '-inf', tonumber(begun or now)
  first, old = first or open, old or mark
  local n = {S = tonumber(s or 0), F = tonumber(fd or 0), C = tonumber(c or 0), live = tonumber(live or 0),
    gone = tonumber(gone or 0), late = tonumber(late or 0)}
  local children = call('ZRANGEBYSCORE', K .. 'c:' .. id, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 5 * BATCH)
  for i = 1, #children, 2 do
    local child = K .. 'j:' .. children[i]
    local g = call('HMGET', child, 's', 'pa', 'en')
    if g[1] and g[2] ~= id then
      call('HSET', child, 'pa', id)
      tell('CHILDREN', true, children[i], f[6], 'it did not know its parent ' .. id)
    end
    local kind = not g[1] and 'gone' or is_end(g[1]) and g[1] or 'live'
    n[kind] = n[kind] + 1
    if is_end(g[1]) and (tonumber(g[3]) or 0) > begun then
      n.late = n.late + 1
    end
  end
  if #children == 10 * BATCH then
    return table.concat({tries, '(' .. children[#children], n.S, n.F, n.C, n.live, n.gone, n.late, text(begun), first,
      old}, ' ')
  end
  local are_numbers = true
  for i = 2, 5 do
    are_numbers = are_numbers and (not f[i] or is_number(f[i]))
  end
  -- Children that ended meanwhile were open at the beginning, and are not now.
  local seen_open = n.live + (mark ~= old and n.late or 0)
  if are_numbers and open > 0 and tonumber(first) == seen_open then
    return ''
  elseif mark ~= old then
    if tries < TRIES then
      return text(tries + 1) .. ' -inf 0 0 0 0 0 0 ' .. NOW .. ' ' .. open .. ' ' .. mark
    end
    tell('BUSY', false, id, f[6], 'its children end too fast to be counted')
    return ''
  end
  local ends = {math.max(number_in(f[3]), n.S), math.max(number_in(f[4]), n.F), math.max(number_in(f[5]), n.C)}
  local total = math.max(number_in(f[2]), n.S + n.F + n.C + n.live + n.gone)
  if ends[1] + ends[2] + ends[3] + n.live > total then
    ends = {n.S, n.F, n.C}
  end
  local lost = total - ends[1] - ends[2] - ends[3] - n.live
  call('HSET', key, 'ct', total, 'cs', ends[1], 'cf', ends[2] + lost, 'cc', ends[3])
  tell('CHILDREN', true, id, f[6], lost > 0 and lost .. ' of its ' .. total .. ' children were lost; they count as'
    .. ' failed' or 'its children were counted wrong')
  local job = load(id)
  if lost > 0 and n.live == 0 then
    finish(job, job.x and 'C' or 'F', {'e', lost .. ' of ' .. total .. ' jobs were lost'})
  else
    end_if_complete(id)
  end
  return ''
end
