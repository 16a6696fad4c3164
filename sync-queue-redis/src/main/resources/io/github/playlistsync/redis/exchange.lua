-- Settles runs, does what has become due, and takes jobs, in one step. Arguments: the number of
-- the client's exchange, how many settlements follow; then for each the job, the token, the
-- progress, the outcome and two values: S report, - | F error, report | R delay, error |
-- D until, reason | H -, - | C -, - | W report, number of children, and for each child its id, type,
-- playlist and priority; then for each caller its name and how many jobs it wants. An absent value
-- is a single NUL.
-- Returns the time until something may fall due (-1 for never), the numbers of the settlements that
-- were refused, and for each caller the jobs that it gets, each with its id, token, lease end,
-- attempt, type, user, playlist and priority.
local number, settlements = ARGV[FIRST], tonumber(ARGV[FIRST + 1])
local at = FIRST + 2
local refused = {}
local succeeded, started = 0, 0

local function value(text)
  return text ~= '\0' and text
end

-- Queues the children of a job; returns how many it has.
local function fan_out(job, children)
  local enqueue, ids = jobs().intake(), {}
  for i = 1, #children, 4 do
    ids[#ids + 1] = children[i]
  end
  local total, are_all_new = 0, jobs().are_new(ids)
  for i = 1, #children, 4 do
    local child = enqueue(children[i], children[i + 1], job.u, children[i + 2], children[i + 3],
      job.id, false, are_all_new)
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
    jobs().defer(job, now + tonumber(first), second, fields)
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
      jobs().end_if_complete(job.id)
    end
  end
end

-- Settles what most runs come to, a success of which nothing else is to be said, in fewer steps than
-- settle() and finish(). Returns whether it was such a one.
local function succeed(id, token, progress, report)
  local key = K .. 'j:' .. id
  local f = call('HMGET', key, 't', 'u', 'p', 'pr', 's', 'k', 'pa', 'a', 'e', 'nx', 'du')
  local name = f[2]
  if f[5] ~= 'R' or f[6] ~= token or not name or f[4] == '2' or not is_work(f[1], f[3])
    or f[9] or f[10] or f[11] then
    return false
  end
  local attempts = (tonumber(f[8]) or 0) + 1
  if value(progress) then
    call('HSET', key, 's', 'S', 'kd', token, 'a', attempts, 'r', report, 'en', NOW, 'g', progress)
  else
    call('HSET', key, 's', 'S', 'kd', token, 'a', attempts, 'r', report, 'en', NOW)
  end
  call('HDEL', K .. 'd:' .. name, work_of(f[1], f[3]))
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
  if outcome ~= 'S' or not succeed(id, token, progress, first) then
    local job = jobs().load(id)
    if job and job.s == 'R' and job.k == token then
      settle(job, progress, outcome, first, second, children)
    elseif not job or job.kd ~= token then
      refused[#refused + 1] = i - 1
    end
  end
end
count_all('R', -succeeded)
count_all('S', succeeded)
release()

-- What has become due -----------------------------------------------------------------------------

local function see_to_what_is_due()
  local function due(key)
    return call('ZRANGEBYSCORE', K .. key, '-inf', now, 'LIMIT', 0, 50)
  end

  -- The jobs of a set whose time has come, in the order of their places.
  local function due_jobs(key, state)
    local found = {}
    for _, id in ipairs(due(key)) do
      local job = jobs().load(id)
      if job and (job.s == state or job.damaged) then
        job.s = state
        found[#found + 1] = job
      else
        call('ZREM', K .. key, id)
      end
    end
    table.sort(found, function(a, b) return tonumber(a.q) < tonumber(b.q) end)
    return found
  end

  local function lose_leases()
    for _, job in ipairs(due_jobs('lease', 'R')) do
      if not job.x and job.l + 1 >= LOSSES then
        jobs().finish(job, 'F',
          {'l', job.l + 1, 'e', 'its worker fell silent ' .. job.l + 1 .. ' times'})
      else
        jobs().requeue(job, {'l', job.l + 1})
      end
    end
    release()
  end

  local function end_deferrals()
    for _, job in ipairs(due_jobs('due', 'D')) do
      jobs().requeue(job)
    end
  end

  local function fire_schedules()
    local names = due('sched')
    local enqueue = jobs().intake()
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
        local id = 's' .. CLIENT .. number .. '-' .. i
        enqueue(K:match(':(%d+)}') .. '.' .. id, 'U', name, '', priority, nil, true)
      end
    end
  end

  lose_leases()
  end_deferrals()
  fire_schedules()
  soonest = math.huge
  for _, key in ipairs({'lease', 'due', 'sched'}) do
    local when = tonumber(call('ZRANGE', K .. key, 0, 0, 'WITHSCORES')[2])
    if when then
      falls_due(when)
    end
  end
end

-- Forgets what ended too long ago, in parts.
local function forget_what_is_old()
  local function trim(key, age)
    local old = {}
    for _, entry in ipairs(call('ZRANGE', key, 0, 99)) do
      local finished = tonumber(call('HGET', K .. 'j:' .. entry:match('^%S+'), 'en') or '0')
      if finished and finished > now - age then
        break
      end
      old[#old + 1] = entry
    end
    if #old > 0 then
      call('ZREM', key, unpack(old))
      forget(old)
    end
    return #old < 100
  end
  local is_complete = trim(K .. 'done', tonumber(ARGV[6]))
  if trim(K .. 'dead', tonumber(ARGV[8])) and is_complete then
    append(notes, 'trimmed', NOW)
  end
end

-- Forgets what clients took over a minute ago: who waited for that answer has given up.
local function sweep()
  local meta = call('HGETALL', K .. 'meta')
  for i = 1, #meta, 2 do
    local when = meta[i]:sub(1, 2) == 'x:' and tonumber(meta[i + 1]:match('^%S+ (%d+)'))
    if when and when < now - 60000 then
      call('HDEL', K .. 'meta', meta[i])
    end
  end
  append(notes, 'swept', NOW)
end

if not soonest or soonest <= now then
  see_to_what_is_due()
end
if now - trimmed >= 1000 then
  forget_what_is_old()
end
if now - swept >= 60000 then
  sweep()
end

-- Turns -------------------------------------------------------------------------------------------

local turns, served = {}, {} -- lanes whose turn is to come, and that had it, in order
local position = 1 -- of the next in turns
local is_drained = false -- there are no further ones in Redis
local is_full = {} -- users who reached their limit

local function fetch_turns(want)
  local popped = call('ZPOPMIN', K .. 'turns', want)
  for i = 1, #popped, 2 do
    local member = popped[i]
    turns[#turns + 1] = {priority = member:sub(1, 1), user = member:sub(2), turn = popped[i + 1]}
  end
  is_drained = #popped < 2 * want
end

-- The lane that is next, of those of the highest priority; nil if there is none.
local function next_turn(want)
  while true do
    local turn = turns[position]
    if not turn and not is_drained and #served == 0 then
      fetch_turns(want)
      turn = turns[position]
    end
    -- Redis gives out the turns of a priority before those of a lower one.
    if #served > 0 and (not turn or turn.priority > served[1].priority) then
      if not turn and not is_drained then
        fetch_turns(want)
      else
        local order = served
        served = {}
        for i = position, #turns do
          order[#order + 1] = turns[i]
        end
        turns, position = order, 1
      end
    elseif not turn then
      return nil
    else
      position = position + 1
      if not is_full[turn.user] then
        return turn
      end
    end
  end
end

-- Gives back the turns: those that were not used as they were, the others behind all.
local function give_back_turns()
  local lanes = {}
  for _, turn in ipairs(served) do
    lanes[#lanes + 1] = K .. 'q' .. turn.priority .. ':' .. turn.user
  end
  for i = position, #turns do
    if not turns[i].turn then
      lanes[#lanes + 1] = K .. 'q' .. turns[i].priority .. ':' .. turns[i].user
    end
  end
  local filled = existing(lanes)
  local seats = {}
  local function give_back(turn)
    if is_full[turn.user] then
      return
    end
    local lane = K .. 'q' .. turn.priority .. ':' .. turn.user
    if turn.turn or filled == #lanes or (filled > 0 and call('EXISTS', lane) == 1) then
      append(seats, turn.turn or text(turn.priority * RANK + next_number()),
        turn.priority .. turn.user)
    end
  end
  for i = position, #turns do
    give_back(turns[i])
  end
  for _, turn in ipairs(served) do
    give_back(turn)
  end
  in_parts('ZADD', K .. 'turns', seats)
  return #seats > 0
end

-- Taking ------------------------------------------------------------------------------------------

local TILL = text(now + LEASE)
local leased = {} -- ends of leases and jobs

local function unreadable(job)
  if job.v ~= FORMAT then
    return 'it was written in format ' .. tostring(job.v) .. ', this version reads ' .. FORMAT
  elseif job.t ~= 'U' and job.t ~= 'P' then
    return 'its type ' .. tostring(job.t) .. ' is not known'
  elseif job.t == 'P' and not job.p then
    return 'its playlist is missing'
  end
  return 'it is damaged'
end

-- Has a worker run a job that was taken off its lane; returns what it is told of it. Returns nothing
-- for one that does not read as it should.
local function start(id, place, turn, worker)
  local key = K .. 'j:' .. id
  local f = call('HMGET', key, 'v', 't', 'u', 'p', 'pr', 's', 'q', 'a')
  local name = turn.user
  if f[1] ~= FORMAT or f[3] ~= name or f[5] ~= turn.priority or f[6] ~= 'Q' or f[7] ~= place
    or not is_work(f[2], f[4]) then
    return nil
  end
  local token = text(next_number())
  call('HSET', key, 's', 'R', 'k', token, 'wk', worker, 'st', NOW)
  call('ZADD', K .. 'uj:' .. name, place, id)
  append(leased, TILL, id)
  started = started + 1
  events[#events + 1] = id .. ' R'
  if run(name, 1) >= LIMIT then
    call('HSET', K .. 'u:' .. name, 'full', '1')
    call('ZREM', K .. 'turns', '0' .. name, '1' .. name, '2' .. name)
    full = full + 1
    is_full[name] = true
  end
  return {id, token, TILL, (tonumber(f[8]) or 0) + 1, f[2], name, f[4] or '', f[5]}
end

-- Has a job that was taken off its lane and cannot be read fail, so that it stops nobody.
local function fail_unreadable(id, turn)
  local job = jobs().load(id)
  if not job then
    count_all('Q', -1)
    lessened[turn.user] = true
  elseif job.s == 'Q' then
    local problem = unreadable(job)
    job.popped, job.damaged, job.u, job.pr = true, true, turn.user, turn.priority
    local fields = {'e', 'it cannot be read: ' .. problem, 'u', job.u, 'q', job.q, 'pr', job.pr}
    jobs().finish(job, 'F', fields)
  end
end

-- The next job for a worker; nil if there is none.
local function take(worker, want)
  local turn = next_turn(want)
  while turn do
    local entry = call('LPOP', K .. 'q' .. turn.priority .. ':' .. turn.user)
    if entry then
      turn.turn = nil
      served[#served + 1] = turn
      local place, id = entry:match('^(%d+) (.*)$')
      local lease = id and start(id, place, turn, worker)
      if lease then
        return lease
      end
      if id then
        fail_unreadable(id, turn)
      end
    end
    turn = next_turn(want)
  end
end

-- An exchange whose answer was lost is sent again under its number, and is answered alike.
local function taken_before()
  local ids = last_claim and last_claim:match('^' .. number .. ' %d+(.*)$')
  if not ids then
    return nil
  end
  local taken = {}
  for id in ids:gmatch(' (%S+)') do
    local job = jobs().load(id)
    local till = job and job.s == 'R' and call('ZSCORE', K .. 'lease', id)
    if till then
      taken[#taken + 1] = {id, job.k, text(tonumber(till)), job.a + 1, job.t, job.u, job.p or '',
        job.pr}
    end
  end
  return taken
end

local answers, names, is_short, surplus = {}, {}, false, nil
local missing = 0
for i = at + 1, #ARGV, 2 do
  missing = missing + tonumber(ARGV[i])
end
if at < #ARGV then
  surplus = taken_before()
end
local again = surplus
while at < #ARGV do
  local worker, want = ARGV[at], tonumber(ARGV[at + 1])
  at = at + 2
  local mine = {}
  while #mine < want do
    local lease
    if surplus then
      lease = table.remove(surplus, 1)
    elseif not paused then
      lease = take(worker, math.min(missing, MANY))
    end
    if not lease then
      is_short = true
      break
    end
    missing = missing - 1
    mine[#mine + 1] = lease
    names[#names + 1] = lease[1]
  end
  answers[#answers + 1] = mine
end
in_parts('ZADD', K .. 'lease', leased)
if started > 0 then
  count_all('Q', -started)
  count_all('R', started)
  falls_due(now + LEASE)
end
for _, lease in ipairs(surplus or {}) do
  jobs().requeue(jobs().load(lease[1]))
end
if #names > 0 and not again then
  append(notes, 'x:' .. CLIENT, number .. ' ' .. NOW .. ' ' .. table.concat(names, ' '))
end

local is_left = give_back_turns()
if not paused and (is_left or call('EXISTS', K .. 'turns') == 1) then
  call('ZADD', K .. 'wake', 0, '1')
elseif is_short then
  call('UNLINK', K .. 'wake')
end
flush()
return {soonest < math.huge and text(math.max(0, soonest - now)) or '-1', refused, answers}
