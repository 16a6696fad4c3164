-- Settles runs, does what has become due, and takes jobs, in one step. Arguments: the client, the
-- number of its exchange, how many settlements follow; then for each the job, the token, the
-- progress, the outcome and two values: S report, - | F error, report | R delay, error |
-- D until, reason | H -, - | C -, - | W report, number of children, and for each child its id, type,
-- playlist and priority; then for each caller its name and how many jobs it wants. An absent value
-- is a single NUL.
-- Returns the time until something falls due (-1 for never), the numbers of the settlements that were
-- refused, and for each caller the jobs that it gets, each with its id, token, lease end, attempt,
-- type, user, playlist and priority.
local client, number, settlements = ARGV[FIRST], ARGV[FIRST + 1], tonumber(ARGV[FIRST + 2])
local at = FIRST + 3
local refused = {}

local function value(text)
  return text ~= '\0' and text
end

local function settle(job, progress, outcome, first, second, children)
  local token = job.k
  if value(progress) then
    call('HSET', K .. 'j:' .. job.id, 'g', progress)
  end
  if outcome == 'S' then
    if job.e then
      call('HDEL', K .. 'j:' .. job.id, 'e')
    end
    finish(job, 'S', 'kd', token, 'a', job.a + 1, 'r', first)
  elseif outcome == 'F' then
    if value(second) then
      finish(job, 'F', 'kd', token, 'a', job.a + 1, 'e', first, 'r', second)
    else
      call('HDEL', K .. 'j:' .. job.id, 'r')
      finish(job, 'F', 'kd', token, 'a', job.a + 1, 'e', first)
    end
  elseif outcome == 'R' then
    defer(job, now + tonumber(first), second, 'kd', token, 'a', job.a + 1, 'e', second)
  elseif outcome == 'D' then
    defer(job, tonumber(first), second, 'kd', token)
  elseif outcome == 'H' then
    requeue(job, 'kd', token)
  elseif outcome == 'C' then
    finish(job, 'C', 'kd', token)
  elseif job.x then
    call('HDEL', K .. 'j:' .. job.id, 'e')
    finish(job, 'C', 'kd', token, 'a', job.a + 1, 'r', first)
  else
    call('HDEL', K .. 'j:' .. job.id, 'e')
    local total = 0
    for i = 1, #children, 4 do
      local child = enqueue(children[i], children[i + 1], job.u, children[i + 2], children[i + 3],
        job.id, false)
      if child.pa == job.id and call('ZADD', K .. 'c:' .. job.id, child.q, child.id) == 1 then
        total = total + 1
      end
    end
    leave(job)
    enter(job, 'W', 'kd', token, 'a', job.a + 1, 'r', first, 'ct', total)
    call('ZADD', K .. 'wait', job.q, job.id)
    end_if_complete(job.id)
  end
end

for i = 1, settlements do
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
  local job = load(id)
  if job and job.s == 'R' and job.k == token then
    settle(job, progress, outcome, first, second, children)
  elseif not job or job.kd ~= token then
    refused[#refused + 1] = i - 1
  end
end

-- Returns when the head of a sorted set of times falls due, from now; nil if it is empty.
local function wait_for(key)
  local head = call('ZRANGE', K .. key, 0, 0, 'WITHSCORES')
  return head[2] and math.max(0, tonumber(head[2]) - now)
end

local function due(key)
  return call('ZRANGEBYSCORE', K .. key, '-inf', now, 'LIMIT', 0, 50)
end

-- The jobs of a set whose time has come, in the order of their places.
local function due_jobs(key)
  local jobs = {}
  for _, id in ipairs(due(key)) do
    local job = load(id)
    if job then
      jobs[#jobs + 1] = job
    else
      call('ZREM', K .. key, id)
    end
  end
  table.sort(jobs, function(a, b) return tonumber(a.q) < tonumber(b.q) end)
  return jobs
end

local function lose_leases()
  for _, job in ipairs(due_jobs('lease')) do
    if not job.x and job.l + 1 >= LOSSES then
      finish(job, 'F', 'l', job.l + 1, 'e', 'its worker fell silent ' .. job.l + 1 .. ' times')
    else
      requeue(job, 'l', job.l + 1)
    end
  end
end

local function end_deferrals()
  for _, job in ipairs(due_jobs('due')) do
    requeue(job)
  end
end

local function fire_schedules()
  local names = due('sched')
  table.sort(names)
  for i, name in ipairs(names) do
    local when = tonumber(call('ZSCORE', K .. 'sched', name))
    local plan = call('HGET', K .. 'plan', name)
    if not plan then
      call('ZREM', K .. 'sched', name)
    elseif user_of(name).paused then
      call('ZREM', K .. 'sched', name)
      call('HSET', K .. 'held', name, text(when))
    else
      local every, jitter, priority = plan:match('^(%d+) (%d+) (%d)$')
      -- Redis seeds math.random alike in every run of a script.
      local part = (tonumber(clock[2]) * 7919 + i * 104729) % (tonumber(jitter) + 1)
      local period = tonumber(every) + part
      call('ZADD', K .. 'sched', when + period > now and when + period or now + period, name)
      local id = 's' .. client .. number .. '-' .. i
      enqueue(K:match(':(%d+)}') .. '.' .. id, 'U', name, '', priority, nil, true)
    end
  end
end

local waits = {}
local function see_to(key, action)
  local wait = wait_for(key)
  if wait == 0 then
    action()
    wait = wait_for(key)
  end
  waits[#waits + 1] = wait
end
see_to('lease', lose_leases)
see_to('due', end_deferrals)
see_to('sched', fire_schedules)
if now - trimmed >= 1000 then
  local complete = trim_old(K .. 'done', tonumber(ARGV[6]))
  if trim_old(K .. 'dead', tonumber(ARGV[8])) and complete then
    call('HSET', K .. 'meta', 'trimmed', text(now))
  end
end

local function lease_of(job)
  return {job.id, job.k, text(job.till), job.a + 1, job.t, job.u, job.p or '',
    job.pr}
end

local function unreadable(job)
  if job.v ~= FORMAT then
    return 'it was written in format ' .. tostring(job.v) .. ', this version reads ' .. FORMAT
  elseif job.t ~= 'U' and job.t ~= 'P' then
    return 'its type ' .. tostring(job.t) .. ' is not known'
  elseif job.t == 'P' and not job.p then
    return 'its playlist is missing'
  elseif not job.u or not job.q or not job.pr then
    return 'it is damaged'
  end
end

local empty = {}

-- The next job, out of its lane, with its user's turn taken; nil if there is none.
local function pop()
  for priority = 0, 2 do
    local name = not empty[priority] and call('ZRANGE', K .. 'ring' .. priority, 0, 0)[1]
    if name then
      local lane = K .. 'l' .. priority .. ':' .. name
      local id = call('ZPOPMIN', lane)[1]
      local ring = K .. 'ring' .. priority
      if call('EXISTS', lane) == 1 then
        call('ZADD', ring, 'XX', next_number(), name)
      else
        call('ZREM', ring, name)
      end
      return id, name, priority
    end
    empty[priority] = true
  end
end

local function take(worker)
  local id, name, priority = pop()
  while id do
    local job = load(id)
    local problem = job and unreadable(job)
    if job and not problem then
      job.till = now + LEASE
      job.k = text(next_number())
      enter(job, 'R', 'k', job.k, 'wk', worker, 'st', text(now))
      call('ZADD', K .. 'lease', job.till, id)
      local user = user_of(name)
      if user.running >= LIMIT then
        call('HSET', K .. 'u:' .. name, 'full', '1')
        user.full = '1'
        for other = 0, 2 do
          call('ZREM', K .. 'ring' .. other, name)
        end
      end
      return job
    elseif job then
      job.u, job.q, job.pr = job.u or name, job.q or 0, job.pr or tostring(priority)
      finish(job, 'F', 'e', 'it cannot be read: ' .. problem, 'u', job.u, 'q', job.q, 'pr', job.pr)
    else
      call('ZREM', K .. 'uj:' .. name, id)
      count(name, 'Q', -1)
    end
    id, name, priority = pop()
  end
end

-- An exchange whose answer was lost is sent again under its number, and is answered alike.
local function taken_before()
  local last = call('GET', K .. 'x:' .. client)
  local taken = {}
  if last and last:match('^(%S+)') == number then
    for id in last:gmatch(' (%S+)') do
      local job = load(id)
      local till = job and job.s == 'R' and call('ZSCORE', K .. 'lease', id)
      if till then
        job.till = tonumber(till)
        taken[#taken + 1] = job
      end
    end
    return taken
  end
end

local answers, names, short, surplus = {}, {number}, false, nil
if #ARGV >= at then
  surplus = taken_before()
end
local again = surplus
while at < #ARGV do
  local worker, want = ARGV[at], tonumber(ARGV[at + 1])
  at = at + 2
  local mine = {}
  while #mine < want do
    local job
    if surplus then
      job = table.remove(surplus, 1)
    elseif not paused then
      job = take(worker)
    end
    if not job then
      short = true
      break
    end
    mine[#mine + 1] = lease_of(job)
    names[#names + 1] = job.id
  end
  answers[#answers + 1] = mine
end
if surplus and #surplus > 0 then
  for _, job in ipairs(surplus) do
    requeue(job)
  end
end
if #names > 1 and not again then
  call('SET', K .. 'x:' .. client, table.concat(names, ' '), 'PX', 60000)
end

local left = false
for priority = 0, 2 do
  left = left or (not paused and call('EXISTS', K .. 'ring' .. priority) == 1)
end
if left then
  call('ZADD', K .. 'wake', 0, '1')
elseif short then
  call('UNLINK', K .. 'wake')
end
flush()

local wait = -1
for _, each in ipairs(waits) do
  wait = (wait < 0 or each < wait) and each or wait
end
return {text(wait), refused, answers}
