-- Settles runs. Part of exchange.lua, which says what stands in the arguments.

local function value(text)
  return text ~= '\0' and text
end

local function settle(job, progress, outcome, first, second, from, to)
  local fields = {'kd', job.k}
  if value(progress) then
    append(fields, 'g', progress)
  end
  if outcome == 'H' then
    requeue(job, fields)
    return
  elseif outcome == 'D' then
    defer(job, tonumber(first), second, fields)
    return
  elseif outcome == 'C' then
    finish(job, 'C', fields)
    return
  end
  append(fields, 'a', job.a + 1)
  if outcome == 'F' then
    append(fields, 'e', first)
    if value(second) then
      append(fields, 'r', second)
    else
      call('HDEL', K .. 'j:' .. job.id, 'r')
    end
    finish(job, 'F', fields)
  elseif outcome == 'R' then
    append(fields, 'e', second)
    defer(job, tonumber(first), second, fields)
  else
    if job.e then
      call('HDEL', K .. 'j:' .. job.id, 'e')
    end
    append(fields, 'r', first)
    if outcome == 'S' then
      finish(job, 'S', fields)
    elseif job.x then
      finish(job, 'C', fields)
    else
      add_children(job, from, to)
      append(fields, 'ct', call('ZCARD', K .. 'c:' .. job.id))
      leave(job)
      enter(job, 'W', fields)
      call('ZADD', K .. 'wait', job.q, job.id)
      -- Without children, it is complete already.
      end_if_complete(job.id)
    end
  end
end

-- Settles what stands in the arguments from `at` on. Returns the indexes of the settlements that it
-- refused, and where the arguments go on. What one job breaks ends only its own settlement.
local function settle_all(number, at)
  local refused = {}
  for i = 1, number do
    local id, token, progress = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local outcome, first, second = ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
    local from = at + 6
    at = from + (outcome == 'W' and tonumber(second) * 4 or 0)
    local is_whole, is_refused = pcall(function()
      local job = load(id)
      if job and job.s == 'R' and job.k == token then
        settle(job, progress, outcome, first, second, from, at - 1)
        return false
      end
      -- A settlement whose answer was lost comes twice, and is not refused the second time.
      return not job or job.kd ~= token
    end)
    if is_refused or not is_whole then
      refused[#refused + 1] = i - 1
    end
  end
  return refused, at
end
