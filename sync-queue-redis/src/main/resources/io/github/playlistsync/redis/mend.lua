-- Puts right what nothing else would, a part of each set once a second: parents whose children
-- vanished, and times of a clock that was ahead. Part of exchange.lua.

local function mend()
  local SETS = {'wait', 'lease', 'due', 'sched'}
  local PART = 50
  local starts = call('HMGET', K .. 'meta', unpack(SETS))

  -- The next members and scores of a set, in rounds.
  local function part_of(index)
    local first = number_in(starts[index])
    local part = call('ZRANGE', K .. SETS[index], first, first + PART - 1, 'WITHSCORES')
    if first > 0 or #part == 2 * PART then
      append(notes, SETS[index], text(#part == 2 * PART and first + PART or 0))
    end
    return part
  end

  -- Fails a parent that has no live child and still waits. A child that ended never lives again, so
  -- that the next look begins with the one that was found alive.
  local function end_if_childless(id)
    local key = K .. 'j:' .. id
    local f = call('HMGET', key, 'lc', 'ct', 'cs', 'cf', 'cc', 'x')
    local children = call('ZRANGEBYSCORE', K .. 'c:' .. id, tonumber(f[1]) or '-inf', '+inf',
      'WITHSCORES', 'LIMIT', 0, PART)
    local live = #children == 2 * PART and children[#children]
    for i = #children - 1, 1, -2 do
      local state = call('HGET', K .. 'j:' .. children[i], 's')
      if state and not is_end(state) then
        live = children[i + 1]
      end
    end
    if live then
      if live ~= f[1] then
        call('HSET', key, 'lc', live)
      end
      return
    end
    local total = number_in(f[2])
    local lost = total - number_in(f[3]) - number_in(f[4]) - number_in(f[5])
    local job = lost > 0 and load(id)
    if lost <= 0 then
      end_if_complete(id)
    elseif job and job.s == 'W' then
      finish(job, job.x and 'C' or 'F', {'cf', number_in(f[4]) + lost,
        'e', lost .. ' of ' .. total .. ' jobs were lost'})
    end
  end

  -- Brings near what lies further in the future than it can.
  local function bring_near(index, longest_of)
    local part = part_of(index)
    for i = 1, #part, 2 do
      local longest = longest_of(part[i])
      if longest and tonumber(part[i + 1]) > now + longest then
        call('ZADD', K .. SETS[index], now + longest, part[i])
        falls_due(now + longest)
      end
    end
  end

  local parents = part_of(1)
  for i = 1, #parents, 2 do
    pcall(end_if_childless, parents[i])
  end
  bring_near(2, function() return LEASE end)
  bring_near(3, function(id)
    local job = call('HMGET', K .. 'j:' .. id, 'dd', 'du')
    local delay = tonumber(job[1])
    if delay and (tonumber(job[2]) or 0) > now + delay then
      call('HSET', K .. 'j:' .. id, 'du', text(now + delay))
    end
    return delay
  end)
  bring_near(4, function(name)
    local every, jitter = period_of(call('HGET', K .. 'plan', name) or '')
    return every and every + jitter
  end)
end
