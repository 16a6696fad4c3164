-- What the scripts of the queue do with users, lanes and jobs.

local function next_number()
  seq = seq + 1
  return seq
end

local function user_of(name)
  local user = users[name]
  if not user then
    local fields = call('HMGET', K .. 'u:' .. name, 'R', 'paused', 'full', 'known')
    user = {running = tonumber(fields[1]) or 0, paused = fields[2], full = fields[3],
      known = fields[4]}
    users[name] = user
  end
  return user
end

-- One more or one fewer of the user's jobs runs; returns how many do.
local function run(name, by)
  local running = call('HINCRBY', K .. 'u:' .. name, 'R', by)
  if users[name] then
    users[name].running = running
  end
  return running
end

local function tally(name, what, by)
  local mine = tallies[name]
  if not mine then
    mine = {}
    tallies[name] = mine
  end
  mine[what] = (mine[what] or 0) + by
end

local function count(name, state, by)
  changes[state] = (changes[state] or 0) + by
  if TALLIED[state] then
    tally(name, state, by)
  end
end

-- How many jobs are in a state now.
local function number_of(state)
  return (tonumber(counts[state]) or 0) + (changes[state] or 0)
end

local function happened(id, state)
  events[#events + 1] = id .. ' ' .. state
end

local function append(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

-- Calls a command with a key and arguments of which there may be very many, in parts.
local function in_parts(command, key, arguments)
  if #arguments > 0 and #arguments <= MANY then
    call(command, key, unpack(arguments))
  else
    for from = 1, #arguments, MANY do
      call(command, key, unpack(arguments, from, math.min(from + MANY - 1, #arguments)))
    end
  end
end

-- How many of these keys there are.
local function existing(keys)
  local found = 0
  for from = 1, #keys, MANY do
    found = found + call('EXISTS', unpack(keys, from, math.min(from + MANY - 1, #keys)))
  end
  return found
end

local function falls_due(when)
  if soonest and when < soonest then
    soonest = when
  end
end

-- Turns and lanes ---------------------------------------------------------------------------------

local function seat(name, priority)
  call('ZADD', K .. 'turns', 'NX', text(priority * RANK + next_number()), priority .. name)
  awake = true
end

local function may_run(user)
  return user.running < LIMIT and not user.paused
end

-- Gives a turn to every lane of the user, or to none.
local function seat_everywhere(name)
  local allowed = may_run(user_of(name))
  for priority = 0, 2 do
    if allowed and call('EXISTS', K .. 'q' .. priority .. ':' .. name) == 1 then
      seat(name, priority)
    else
      call('ZREM', K .. 'turns', priority .. name)
    end
  end
end

local function lane_of(job)
  return K .. 'q' .. job.pr .. ':' .. job.u
end

local function entry_of(job)
  return job.q .. ' ' .. job.id
end

-- Puts a job that was in the lane before at its old place; returns how long the lane is then.
local function insert(lane, job)
  local place = tonumber(job.q)
  local function is_before(index)
    return tonumber(call('LINDEX', lane, index):match('^%d+')) < place
  end
  local low, length = 0, call('LLEN', lane)
  local high = length
  if length > 0 and not is_before(0) then
    high = 0
  end
  while low < high do
    local middle = math.floor((low + high) / 2)
    if is_before(middle) then
      low = middle + 1
    else
      high = middle
    end
  end
  if low == length then
    return call('RPUSH', lane, entry_of(job))
  elseif low == 0 then
    return call('LPUSH', lane, entry_of(job))
  end
  return call('LINSERT', lane, 'BEFORE', call('LINDEX', lane, low), entry_of(job))
end

-- Returns whether the lane was empty.
local function enter_lane(job, is_newest)
  local lane = lane_of(job)
  local length = is_newest and call('RPUSH', lane, entry_of(job)) or insert(lane, job)
  if length == 1 and may_run(user_of(job.u)) then
    seat(job.u, job.pr)
  end
  return length == 1
end

local function leave_lane(job)
  local lane = lane_of(job)
  call('LREM', lane, 1, entry_of(job))
  if call('EXISTS', lane) == 0 then
    call('ZREM', K .. 'turns', job.pr .. job.u)
  end
end

local function is_listed(job)
  call('ZADD', K .. 'uj:' .. job.u, job.q, job.id)
end

local function is_not_listed(job)
  call('ZREM', K .. 'uj:' .. job.u, job.id)
end

-- Jobs --------------------------------------------------------------------------------------------

local function load(id)
  local f = call('HMGET', K .. 'j:' .. id,
    'v', 't', 'u', 'p', 'pr', 's', 'q', 'w', 'pa', 'hb', 'nx', 'x', 'a', 'l', 'k', 'kd', 'du', 'e')
  if not f[6] then
    return nil
  end
  local priority = (f[5] == '0' or f[5] == '1' or f[5] == '2') and f[5]
  local place = f[7] and f[7]:match('^%d+$')
  local state = f[6]:match('^[QDRWSFC]$')
  return {
    id = id,
    v = f[1], -- the format that it is written in
    t = f[2], -- type: U a user, P a playlist
    u = f[3] or '', -- user
    p = f[4], -- playlist
    pr = priority or '1', -- priority: 0 high, 1 normal, 2 low
    s = state or 'Q', -- state
    q = place or '0', -- place
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
    e = f[18], -- what went wrong last
    damaged = not (f[3] and priority and place and state)
  }
end

local function is_end(state)
  return state == 'S' or state == 'F' or state == 'C'
end

local function work_of(type, playlist)
  return type == 'P' and 'P' .. playlist or 'U'
end

-- Forgets jobs that have ended, by their entries in the archives.
local function forget(entries)
  local keys = {}
  for _, entry in ipairs(entries) do
    local id, state, name = entry:match('^(%S+) (%S) (.*)$')
    append(keys, K .. 'j:' .. id, K .. 'c:' .. id)
    call('ZREM', K .. 'uj:' .. name, id)
    count(name, state, -1)
    lessened[name] = true
  end
  call('UNLINK', unpack(keys))
end

-- Takes a job out of its place; its lease is taken from it by release().
local function leave(job)
  if job.popped then
    is_listed(job)
  elseif job.s == 'Q' then
    if job.hb then
      call('HDEL', K .. 'j:' .. job.hb, 'nx')
      call('HDEL', K .. 'j:' .. job.id, 'hb')
      tally(job.u, 'H', -1)
    else
      leave_lane(job)
      is_listed(job)
    end
  elseif job.s == 'D' then
    call('ZREM', K .. 'due', job.id)
  elseif job.s == 'R' then
    freed[#freed + 1] = job.id
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

-- One of the user's jobs ended its run, so another may have a turn.
local function runs_no_more(name)
  local running = run(name, -1)
  if full > 0 and running < LIMIT and user_of(name).full then
    call('HDEL', K .. 'u:' .. name, 'full')
    user_of(name).full = false
    full = full - 1
    seat_everywhere(name)
  end
end

-- Writes the state into which a job came, with further fields.
local function enter(job, state, fields)
  fields = fields or {}
  append(fields, 's', state)
  call('HSET', K .. 'j:' .. job.id, unpack(fields))
  count(job.u, job.s, -1)
  count(job.u, state, 1)
  local was_running = job.s == 'R'
  job.s = state
  happened(job.id, state)
  if was_running then
    runs_no_more(job.u)
  end
end

-- Ends the hold of a job on its work, in favour of the one behind it.
local function give_up_work(job)
  local work = work_of(job.t, job.p)
  local follow = job.nx and load(job.nx)
  if follow then
    call('HSET', K .. 'd:' .. job.u, work, follow.id)
    call('HDEL', K .. 'j:' .. job.id, 'nx')
    call('HDEL', K .. 'j:' .. follow.id, 'hb')
    tally(job.u, 'H', -1)
    is_not_listed(follow)
    enter_lane(follow)
  elseif not job.damaged or call('HGET', K .. 'd:' .. job.u, work) == job.id then
    call('HDEL', K .. 'd:' .. job.u, work)
  end
end

local end_of_child -- the two call each other

-- The one way for a job to end.
local function finish(job, state, fields)
  leave(job)
  fields = fields or {}
  append(fields, 'en', NOW)
  enter(job, state, fields)
  if not job.hb and job.t and (job.t ~= 'P' or job.p) then
    give_up_work(job)
  end
  local archive = ended[state == 'F' and 'dead' or 'done']
  append(archive, text(next_number()), job.id .. ' ' .. state .. ' ' .. job.u)
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
    finish(job, 'F', {'e', failed .. ' of ' .. total .. ' jobs failed'})
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
local function requeue(job, fields)
  if job.x then
    finish(job, 'C', fields)
    return
  end
  leave(job)
  enter(job, 'Q', fields)
  is_not_listed(job)
  enter_lane(job)
end

local function defer(job, till, reason, fields)
  if job.x or till <= now then
    requeue(job, fields)
    return
  end
  leave(job)
  job.du = text(till)
  append(fields, 'du', job.du)
  append(fields, 'dr', reason)
  enter(job, 'D', fields)
  call('ZADD', K .. 'due', till, job.id)
  falls_due(till)
end

-- Returns whether none of these jobs was made before.
local function are_new(ids)
  local keys = {}
  for i, id in ipairs(ids) do
    keys[i] = K .. 'j:' .. id
  end
  return existing(keys) == 0
end

-- Returns how a job is accepted: a function of its id, type, user, playlist, priority and parent, of
-- whether it is to be queued only if nothing does this work, and of whether it is known to be new.
local function intake()
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

  local function register(name)
    local user = user_of(name)
    if not user.known then
      call('ZADD', K .. 'users', 0, name)
      call('HSET', K .. 'u:' .. name, 'known', '1')
      user.known = '1'
    end
  end

  -- Makes a job. is_first says that it is known to be none that was made before, and to have its name
  -- for the work already.
  local function create(id, type, name, playlist, priority, holder, parent, is_first)
    if not is_first and call('EXISTS', K .. 'j:' .. id) == 1 then
      return load(id)
    end
    local job = {id = id, t = type, u = name, p = playlist, pr = priority, s = 'Q',
      q = text(next_number()), pa = parent, hb = holder}
    local fields = {'v', FORMAT, 't', type, 'u', name, 'pr', priority, 's', 'Q', 'q', job.q, 'c',
      NOW}
    if type == 'P' then
      append(fields, 'p', playlist)
    end
    if holder then
      append(fields, 'hb', holder)
    end
    append(fields, parent and 'pa' or 'w', parent or '1')
    call('HSET', K .. 'j:' .. id, unpack(fields))
    count(name, 'Q', 1)
    happened(id, 'Q')
    if holder then
      call('HSET', K .. 'j:' .. holder, 'nx', id)
      tally(name, 'H', 1)
      is_listed(job)
      register(name)
    else
      if not is_first then
        call('HSET', K .. 'd:' .. name, work_of(type, playlist), id)
      end
      if enter_lane(job, true) then
        register(name)
      end
    end
    return job
  end

  -- Returns the job that does this work after now: the one that waits, or a new one.
  return function(id, type, name, playlist, priority, parent, only_missing, is_new)
    local work = work_of(type, playlist)
    if is_new and call('HSETNX', K .. 'd:' .. name, work, id) == 1 then
      return create(id, type, name, playlist, priority, nil, parent, true)
    end
    local held = call('HGET', K .. 'd:' .. name, work)
    local holder = held and load(held)
    local follow = holder and holder.nx and load(holder.nx)
    local job
    if not holder or is_end(holder.s) then
      job = create(id, type, name, playlist, priority, nil, parent)
    elseif holder.id == id or only_missing then
      job = holder
    elseif follow then
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
end

-- Leaves or takes the marker that wakes a sleeping process.
local function wake()
  if awake and not paused then
    call('ZADD', K .. 'wake', 0, '1')
  end
end

-- What was kept until the end ---------------------------------------------------------------------

local function release()
  in_parts('ZREM', K .. 'lease', freed)
  freed = {}
end

-- Keeps what ended, and when that is too much forgets a twentieth, since one by one would cost more.
local function archive(name, size, keep)
  local entries = ended[name]
  if #entries == 0 then
    return
  end
  in_parts('ZADD', K .. name, entries)
  local surplus = size > keep and call('ZCARD', K .. name) - keep or 0
  if surplus > 0 then
    local popped = call('ZPOPMIN', K .. name, math.min(surplus + math.floor(keep / 20), MANY))
    local old = {}
    for i = 1, #popped, 2 do
      old[#old + 1] = popped[i]
    end
    forget(old)
  end
end

-- Forgets users who have no jobs left.
local function unregister()
  local names, keys = {}, {}
  for name in pairs(lessened) do
    names[#names + 1] = name
    keys[#keys + 1] = K .. 'uj:' .. name
  end
  if existing(keys) < #keys then
    for _, name in ipairs(names) do
      if call('EXISTS', K .. 'uj:' .. name, K .. 'q0:' .. name, K .. 'q1:' .. name,
        K .. 'q2:' .. name) == 0 then
        call('ZREM', K .. 'users', name)
        call('HDEL', K .. 'u:' .. name, 'known', 'R')
      end
    end
  end
end

local function write_counts()
  for state, by in pairs(changes) do
    if by ~= 0 then
      append(notes, state, text(math.max(0, number_of(state))))
    end
  end
  for name, mine in pairs(tallies) do
    for what, by in pairs(mine) do
      if by ~= 0 and call('HINCRBY', K .. 'u:' .. name, what, by) == 0 then
        call('HDEL', K .. 'u:' .. name, what)
      end
    end
  end
end

local function flush()
  release()
  archive('done', number_of('S') + number_of('C'), tonumber(ARGV[5]))
  archive('dead', number_of('F'), tonumber(ARGV[7]))
  unregister()
  write_counts()
  if seq ~= first_seq then
    append(notes, 'seq', text(seq))
  end
  if full ~= first_full then
    append(notes, 'full', text(full))
  end
  if soonest ~= first_soonest then
    append(notes, 'next', soonest < math.huge and text(soonest) or '')
  end
  if #notes > 0 then
    call('HSET', K .. 'meta', unpack(notes))
  end
  if #events > 0 then
    call('XADD', K .. 'events', 'MAXLEN', '~', ARGV[9], '*',
      't', NOW, 'e', table.concat(events, ' '))
  end
end
