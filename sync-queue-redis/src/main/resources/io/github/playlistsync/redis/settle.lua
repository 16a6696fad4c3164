-- Settles runs. Part of exchange.lua, which says what stands in the arguments.

local succeeded = 0 -- how many jobs did, and are not counted yet

local function value(text)
  return text ~= '\0' and text
end

-- Enqueues the children of a job; returns how many it has.
local function fan_out(job, children)
  local enqueue, ids = jobs().intake(), {}
  for i = 1, #children, 4 do
    ids[#ids + 1] = children[i]
  end
  local total, are_all_new = 0, jobs().are_new(ids)
  for i = 1, #children, 4 do
    local child = enqueue(children[i], children[i + 1], job.u, children[i + 2], children[i + 3],
      job.id, false, are_all_new)
    -- A job that has a parent already stays with it; two children that do the same work count once.
    if child.pa == job.id and call('ZADD', K .. 'c:' .. job.id, child.q, child.id) == 1 then
      total = total + 1
    end
  end
  return total
end

local function settle(job, progress, outcome, first, second, children)
  local fields = {'kd', job.k}
  if value(progress) then
    append(fields, 'g', progress)
  end
  if outcome == 'H' then
    jobs().requeue(job, fields)
    return
  elseif outcome == 'D' then
    jobs().defer(job, tonumber(first), second, fields)
    return
  elseif outcome == 'C' then
    jobs().finish(job, 'C', fields)
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
    jobs().finish(job, 'F', fields)
  elseif outcome == 'R' then
    append(fields, 'e', second)
    jobs().defer(job, tonumber(first), second, fields)
  else
    if job.e then
      call('HDEL', K .. 'j:' .. job.id, 'e')
    end
    append(fields, 'r', first)
    if outcome == 'S' then
      jobs().finish(job, 'S', fields)
    elseif job.x then
      jobs().finish(job, 'C', fields)
    else
      append(fields, 'ct', fan_out(job, children))
      jobs().leave(job)
      jobs().enter(job, 'W', fields)
      call('ZADD', K .. 'wait', job.q, job.id)
      -- Without children, it is complete already.
      jobs().end_if_complete(job.id)
    end
  end
end

-- Settles a plain success, as most runs end, in fewer commands than settle() and finish(). Returns
-- whether it did. It does not for a job of low priority, which may have been told to yield, nor for
-- one with an earlier error, a follower or a wait: each of them needs more commands.
local function succeed(id, token, progress, report)
  local key = K .. 'j:' .. id
  local f = call('HMGET', key, 't', 'u', 'p', 'pr', 's', 'k', 'pa', 'a', 'e', 'nx', 'du')
  local name = f[2]
  if f[5] ~= 'R' or f[6] ~= token or not name or f[4] == '2' or not is_work(f[1], f[3])
    or f[9] or f[10] or f[11] then
    return false
  end
  local attempts = number_in(f[8]) + 1
  -- First, since Redis does this also when its memory is full, and then the rest too.
  call('HDEL', K .. 'd:' .. name, work_of(f[1], f[3]))
  if value(progress) then
    call('HSET', key, 's', 'S', 'kd', token, 'a', attempts, 'r', report, 'en', NOW, 'g', progress)
  else
    call('HSET', key, 's', 'S', 'kd', token, 'a', attempts, 'r', report, 'en', NOW)
  end
  freed[#freed + 1] = id
  append(ended.done, text(next_number()), id .. ' S ' .. name)
  succeeded = succeeded + 1
  events[#events + 1] = id .. ' S'
  runs_no_more(name)
  if f[7] then
    jobs().end_of_child(f[7], 'S')
  end
  return true
end

-- Settles what stands in the arguments from `at` on. Returns the indexes of the settlements that it
-- refused, and where the arguments go on.
local function settle_all(count, at)
  local refused = {}
  for i = 1, count do
    local id, token, progress = ARGV[at], ARGV[at + 1], ARGV[at + 2]
    local outcome, first, second = ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]
    at = at + 6
    local children = {}
    if outcome == 'W' then
      for j = 1, tonumber(second) * 4 do
        children[j] = ARGV[at]
        at = at + 1
      end
    end
    if outcome ~= 'S' or not succeed(id, token, progress, first) then
      local job = jobs().load(id)
      if job and job.s == 'R' and job.k == token then
        write_despite_full_memory()
        settle(job, progress, outcome, first, second, children)
      -- A settlement whose answer was lost comes twice, and is not refused the second time.
      elseif not job or job.kd ~= token then
        refused[#refused + 1] = i - 1
      end
    end
  end
  count_all('R', -succeeded)
  count_all('S', succeeded)
  release()
  return refused, at
end
