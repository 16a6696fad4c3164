-- Looks at schedules and at what stands once a partition. Part of repair.lua.

-- The user of a schedule.
local function scheduled_user(name)
  return name:match('^[^%z]*')
end

local function longest(plan)
  local every, jitter = plan:match('^(%d+) (%d+)')
  return every and #every < 15 and #jitter < 15 and every + jitter
end

local function sweep_plan(name, plan)
  local user, period = scheduled_user(name), longest(plan)
  if not period then
    tell('UNREADABLE', false, nil, user, "the schedule '" .. plan .. "' cannot be read; set it again")
  end
  if put('planned', name, 0) then
    tell('SCHEDULE', true, nil, user, 'the schedule was not among those that are listed')
  end
  local due, held = tonumber(call('ZSCORE', K .. 'sched', name)), call('HGET', K .. 'overdue', name)
  local latest = now + (period or 60000)
  if held and (due or not user_of(user).paused) then
    call('HDEL', K .. 'overdue', name)
    tell('SCHEDULE', true, nil, user, 'the schedule was held, and the user is not paused')
  elseif held and not is_number(held) then
    call('HSET', K .. 'overdue', name, NOW)
    tell('SCHEDULE', true, nil, user, 'the time of the schedule was lost; it is due now')
  end
  if not due and held and not user_of(user).paused then
    due = is_number(held) and tonumber(held) or now
    put('sched', name, text(due))
    falls_due(due)
  elseif not due and not held or due and (due < 0 or period and due > latest + SLACK) then
    due = due and due < 0 and now or latest
    put('sched', name, text(due))
    falls_due(due)
    tell('SCHEDULE', true, nil, user, 'the schedule was not due in time; it is now')
  end
end

local function sweep_time(key, command)
  return function(name)
    if call('HEXISTS', K .. 'plan', name) == 0 then
      call(command, K .. key, name)
      tell('SCHEDULE', true, nil, scheduled_user(name), 'something was due of a schedule that does not exist')
    end
  end
end

-- What the scripts know at their start.
local function mend_meta()
  local meta = call('HMGET', K .. 'meta', 'layout', 'seq', 'ev')
  local has_jobs = call('EXISTS', K .. 'names') == 1
  if has_jobs and meta[1] ~= '2' then
    call('HSET', K .. 'meta', 'layout', '2')
    tell('COUNTS', true, nil, nil, 'the layout of the keys had no version')
  end
  if has_jobs and not is_number(meta[2]) then
    append(notes, 'seq', text(seq))
    tell('COUNTS', true, nil, nil, 'the last number was lost; the next ones are higher than any that were given')
  end
  local event = call('XREVRANGE', K .. 'events', '+', '-', 'COUNT', 1)[1]
  local number = event and event[1]:match('^%d+')
  if number and number ~= meta[3] then
    event_number = tonumber(number)
    append(notes, 'ev', number)
    tell('COUNTS', true, nil, nil, 'the number of the last event was wrong')
  end
  return ''
end

-- Nothing falls due before the time from which on the scripts look for it, and nobody sleeps beside work.
local function mend_next()
  local least = math.huge
  for _, key in ipairs({'lease', 'due', 'sched'}) do
    local first = call('ZRANGE', K .. key, 0, 0, 'WITHSCORES')
    least = math.min(least, tonumber(first[2]) or math.huge)
  end
  -- Without a time, the next exchange looks for it.
  if soonest and soonest > least or not soonest and call('HEXISTS', K .. 'meta', 'next') == 1 then
    tell('COUNTS', true, nil, nil, 'something falls due before the time from which on it was looked for')
    soonest = least
  end
  if not paused and call('EXISTS', K .. 'ready') == 1 then
    call('ZADD', K .. 'wake', 0, '1')
  end
  return ''
end
