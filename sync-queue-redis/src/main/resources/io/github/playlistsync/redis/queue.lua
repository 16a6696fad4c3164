-- What the scripts of the queue share. KEYS[1] is the base of a partition's keys, which carries the
-- hash tag, so that every key below lies in one slot:
--
--   meta       HASH    seq, paused, trimmed
--   j:<job>    HASH    a job, see load()
--   d:<user>   HASH    work -> the job that does it now or next
--   l<p>:<user> ZSET   the lane: jobs of a priority that may be taken -> place
--   ring<p>    ZSET    users whose turn may come -> turn
--   due        ZSET    deferred jobs -> when they go on
--   lease      ZSET    running jobs -> when their lease runs out
--   wait       ZSET    jobs that wait for their children -> place
--   done, dead ZSET    jobs that succeeded or were cancelled, that failed -> number of their end
--   c:<job>    ZSET    its children -> place
--   uj:<user>  ZSET    all jobs of a user -> place
--   u:<user>   HASH    the user's jobs by state, paused, full
--   users      ZSET    users with jobs -> 0
--   counts     HASH    all jobs by state
--   sched      ZSET    users -> when their schedule falls due; plan HASH user -> schedule;
--                      held HASH schedules that fell due while their user is paused -> when
--   yield      SET     running jobs that were told to make way
--   wake       ZSET    holds a marker while a sleeping process is to be woken
--   events     STREAM  what happened
--   x:<client> STRING  the last claim of a client, for when the answer is lost
--
-- A live job is in exactly one of: a lane, due, lease, wait, or the field nx of the job behind which
-- it is held. Nothing that a job needs has a time to live, so that no eviction of volatile keys can
-- take it. States: Queued Deferred Running Waiting Succeeded Failed Cancelled.

local K = KEYS[1]
local LEASE = tonumber(ARGV[2])
local LIMIT = tonumber(ARGV[3])
local LOSSES = tonumber(ARGV[4])
local FIRST = 10 -- the first argument of the script's own

local call = redis.call
local clock = call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[1])

-- Numbers too long for the form that Redis would give them by itself.
local function text(number)
  return string.format('%.0f', number)
end

local FORMAT = '1'
local CHILDREN = {S = 'cs', F = 'cf', C = 'cc'}

local seq, paused, trimmed
do
  local meta = call('HMGET', K .. 'meta', 'seq', 'paused', 'trimmed')
  seq = tonumber(meta[1]) or 0
  paused = meta[2]
  trimmed = tonumber(meta[3]) or 0
end
local first_seq = seq
local users, counts, events = {}, {}, {}
local awake = false -- something may be taken that could not be before

local function next_number()
  seq = seq + 1
  return seq
end

-- Counters are kept here while the script runs and written once at its end.
local function user_of(name)
  local user = users[name]
  if not user then
    local fields = call('HMGET', K .. 'u:' .. name, 'R', 'paused', 'full')
    user = {running = tonumber(fields[1]) or 0, paused = fields[2], full = fields[3], delta = {}}
    users[name] = user
  end
  return user
end

local function count(name, state, by)
  local user = user_of(name)
  user.delta[state] = (user.delta[state] or 0) + by
  counts[state] = (counts[state] or 0) + by
  if state == 'R' then
    user.running = user.running + by
  end
end

local function happened(id, state)
  events[#events + 1] = id .. ' ' .. state
end

local function flush()
  for state, by in pairs(counts) do
    if by ~= 0 then
      call('HINCRBY', K .. 'counts', state, by)
    end
  end
  for name, user in pairs(users) do
    for state, by in pairs(user.delta) do
      if by ~= 0 and call('HINCRBY', K .. 'u:' .. name, state, by) == 0 then
        call('HDEL', K .. 'u:' .. name, state)
      end
    end
  end
  if seq ~= first_seq then
    call('HSET', K .. 'meta', 'seq', text(seq))
  end
  if #events > 0 then
    call('XADD', K .. 'events', 'MAXLEN', '~', ARGV[9], '*',
      't', text(now), 'e', table.concat(events, ' '))
  end
end

-- Rings and lanes ---------------------------------------------------------------------------------

local function seat(name, priority)
  call('ZADD', K .. 'ring' .. priority, 'NX', next_number(), name)
  awake = true
end

local function may_run(user)
  return user.running < LIMIT and not user.paused
end

-- Seats the user wherever work waits, or nowhere.
local function seat_everywhere(name)
  local user = user_of(name)
  local allowed = may_run(user)
  for priority = 0, 2 do
    if allowed and call('EXISTS', K .. 'l' .. priority .. ':' .. name) == 1 then
      seat(name, priority)
    else
      call('ZREM', K .. 'ring' .. priority, name)
    end
  end
end

local function enter_lane(job)
  call('ZADD', K .. 'l' .. job.pr .. ':' .. job.u, job.q, job.id)
  if may_run(user_of(job.u)) then
    seat(job.u, job.pr)
  end
end

local function leave_lane(job)
  local lane = K .. 'l' .. job.pr .. ':' .. job.u
  call('ZREM', lane, job.id)
  if call('EXISTS', lane) == 0 then
    call('ZREM', K .. 'ring' .. job.pr, job.u)
  end
end

-- Jobs --------------------------------------------------------------------------------------------

local function load(id)
  local f = call('HMGET', K .. 'j:' .. id,
    'v', 't', 'u', 'p', 'pr', 's', 'q', 'w', 'pa', 'hb', 'nx', 'x', 'a', 'l', 'k', 'kd', 'du', 'e')
  if not f[6] then
    return nil
  end
  return {
    id = id,
    v = f[1], -- the format that it is written in
    t = f[2], -- type: U a user, P a playlist
    u = f[3], -- user
    p = f[4], -- playlist
    pr = f[5], -- priority: 0 high, 1 normal, 2 low
    s = f[6], -- state
    q = f[7], -- place
    w = f[8], -- wanted by itself, not only by its parent
    pa = f[9], -- parent
    hb = f[10], -- held back behind this job
    nx = f[11], -- the job that is held back behind this one
    x = f[12], -- its end is wanted
    a = tonumber(f[13]) or 0, -- attempts
    l = tonumber(f[14]) or 0, -- leases lost
    k = f[15], -- token of the last lease
    kd = f[16], -- token of the last lease that was settled
    du = f[17], -- until when it is deferred, or its run waits; dr why
    e = f[18] -- what went wrong last
  }
end

local function is_end(state)
  return state == 'S' or state == 'F' or state == 'C'
end

local function work_of(type, playlist)
  return type == 'P' and 'P' .. playlist or 'U'
end

local function forget(id)
  local f = call('HMGET', K .. 'j:' .. id, 'u', 's')
  call('UNLINK', K .. 'j:' .. id, K .. 'c:' .. id)
  if f[1] then
    call('ZREM', K .. 'uj:' .. f[1], id)
    if call('EXISTS', K .. 'uj:' .. f[1]) == 0 then
      call('ZREM', K .. 'users', f[1])
    end
    count(f[1], f[2], -1)
  end
end

local function trim(key, keep)
  local surplus = call('ZCARD', key) - keep
  if surplus > 0 then
    for _, id in ipairs(call('ZRANGE', key, 0, math.min(surplus, 10) - 1)) do
      call('ZREM', key, id)
      forget(id)
    end
  end
end

local function trim_old(key, age)
  for _, id in ipairs(call('ZRANGE', key, 0, 99)) do
    local ended = tonumber(call('HGET', K .. 'j:' .. id, 'en') or '0')
    if ended > now - age then
      return true
    end
    call('ZREM', key, id)
    forget(id)
  end
  return call('EXISTS', key) == 0
end

-- Takes a job out of its place.
local function leave(job)
  if job.s == 'Q' then
    if job.hb then
      call('HDEL', K .. 'j:' .. job.hb, 'nx')
      call('HDEL', K .. 'j:' .. job.id, 'hb')
    else
      leave_lane(job)
    end
  elseif job.s == 'D' then
    call('ZREM', K .. 'due', job.id)
  elseif job.s == 'R' then
    call('ZREM', K .. 'lease', job.id)
    if job.pr == '2' then
      call('SREM', K .. 'yield', job.id)
    end
  elseif job.s == 'W' then
    call('ZREM', K .. 'wait', job.id)
  end
  if job.du then
    call('HDEL', K .. 'j:' .. job.id, 'du', 'dr')
    job.du = nil
  end
end

-- Writes the state into which a job came, with further fields.
local function enter(job, state, ...)
  call('HSET', K .. 'j:' .. job.id, 's', state, ...)
  count(job.u, job.s, -1)
  count(job.u, state, 1)
  local was_running = job.s == 'R'
  job.s = state
  happened(job.id, state)
  local user = user_of(job.u)
  if was_running and user.full and user.running < LIMIT then
    call('HDEL', K .. 'u:' .. job.u, 'full')
    user.full = false
    seat_everywhere(job.u)
  end
end

local end_of_child -- the two call each other

-- The one way for a job to end.
local function finish(job, state, ...)
  leave(job)
  enter(job, state, 'en', text(now), ...)
  if not job.hb and job.t and (job.t ~= 'P' or job.p) then
    local work = work_of(job.t, job.p)
    local follow = job.nx and load(job.nx)
    if follow then
      call('HSET', K .. 'd:' .. job.u, work, follow.id)
      call('HDEL', K .. 'j:' .. job.id, 'nx')
      call('HDEL', K .. 'j:' .. follow.id, 'hb')
      enter_lane(follow)
    elseif call('HGET', K .. 'd:' .. job.u, work) == job.id then
      call('HDEL', K .. 'd:' .. job.u, work)
    end
  end
  local archive = K .. (state == 'F' and 'dead' or 'done')
  call('ZADD', archive, next_number(), job.id)
  trim(archive, tonumber(state == 'F' and ARGV[7] or ARGV[5]))
  if job.pa then
    end_of_child(job.pa, state)
  end
end

-- Ends a job whose children have all ended.
local function end_if_complete(id)
  local f = call('HMGET', K .. 'j:' .. id, 's', 'x', 'ct', 'cs', 'cf', 'cc')
  local total, succeeded = tonumber(f[3]) or 0, tonumber(f[4]) or 0
  local failed, cancelled = tonumber(f[5]) or 0, tonumber(f[6]) or 0
  if f[1] ~= 'W' or succeeded + failed + cancelled < total then
    return
  end
  local job = load(id)
  if f[2] then
    finish(job, 'C')
  elseif failed > 0 then
    finish(job, 'F', 'e', failed .. ' of ' .. total .. ' jobs failed')
  elseif cancelled > 0 then
    finish(job, 'C')
  else
    finish(job, 'S')
  end
end

end_of_child = function(parent, state)
  if call('EXISTS', K .. 'j:' .. parent) == 1 then
    call('HINCRBY', K .. 'j:' .. parent, CHILDREN[state], 1)
    end_if_complete(parent)
  end
end

-- Puts a job back into its lane, at its old place; one whose end is wanted ends.
local function requeue(job, ...)
  if job.x then
    finish(job, 'C', ...)
    return
  end
  leave(job)
  enter(job, 'Q', ...)
  enter_lane(job)
end

local function defer(job, till, reason, ...)
  if job.x or till <= now then
    requeue(job, ...)
    return
  end
  leave(job)
  job.du = text(till)
  enter(job, 'D', 'du', job.du, 'dr', reason, ...)
  call('ZADD', K .. 'due', till, job.id)
end

local function raise(job, priority)
  if (job.s == 'Q' or job.s == 'D') and tonumber(priority) < tonumber(job.pr) then
    local in_lane = job.s == 'Q' and not job.hb
    if in_lane then
      leave_lane(job)
    end
    job.pr = priority
    call('HSET', K .. 'j:' .. job.id, 'pr', priority)
    if in_lane then
      enter_lane(job)
    end
  end
end

local function create(id, type, name, playlist, priority, holder, parent)
  if call('EXISTS', K .. 'j:' .. id) == 1 then
    return load(id)
  end
  local job = {id = id, t = type, u = name, p = playlist, pr = priority, s = 'Q', q = next_number(),
    pa = parent, hb = holder}
  local fields = {'v', FORMAT, 't', type, 'u', name, 'pr', priority, 's', 'Q', 'q', job.q, 'c',
    text(now)}
  local function also(field, value)
    if value then
      fields[#fields + 1] = field
      fields[#fields + 1] = value
    end
  end
  also('p', type == 'P' and playlist)
  also('hb', holder)
  also('pa', parent)
  also('w', not parent and '1')
  call('HSET', K .. 'j:' .. id, unpack(fields))
  call('ZADD', K .. 'uj:' .. name, job.q, id)
  if call('ZCARD', K .. 'uj:' .. name) == 1 then
    call('ZADD', K .. 'users', 0, name)
  end
  count(name, 'Q', 1)
  happened(id, 'Q')
  if holder then
    call('HSET', K .. 'j:' .. holder, 'nx', id)
  else
    call('HSET', K .. 'd:' .. name, work_of(type, playlist), id)
    enter_lane(job)
  end
  return job
end

-- The job that does this work after now: the one that waits, or a new one.
local function enqueue(id, type, name, playlist, priority, parent, only_missing)
  local held = call('HGET', K .. 'd:' .. name, work_of(type, playlist))
  local holder = held and load(held)
  local job
  if not holder or is_end(holder.s) then
    job = create(id, type, name, playlist, priority, nil, parent)
  elseif holder.id == id or only_missing then
    job = holder
  elseif holder.nx then
    local follow = load(holder.nx)
    raise(holder, priority)
    raise(follow, priority)
    job = follow
  elseif holder.s == 'Q' or holder.s == 'D' then
    raise(holder, priority)
    job = holder
  else
    job = create(id, type, name, playlist, priority, holder.id, parent)
  end
  if not parent then
    if not job.w and job.id ~= id then
      call('HSET', K .. 'j:' .. job.id, 'w', '1')
    end
  elseif not job.pa then
    call('HSET', K .. 'j:' .. job.id, 'pa', parent)
    job.pa = parent
  end
  return job
end

-- Leaves or takes the marker that wakes a sleeping process.
local function wake()
  if awake and not paused then
    call('ZADD', K .. 'wake', 0, '1')
  end
end
