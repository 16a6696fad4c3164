-- Lanes and jobs: every change of a job, step by step.

local function happened(id, state)
  events[#events + 1] = id .. ' ' .. state
end

local function lane_of(job)
  return K .. 'q' .. job.pr .. ':' .. job.u
end

local function entry_of(job)
  return job.q .. ' ' .. job.id
end

-- Puts a job back into its lane, in the order of the numbers; returns the new length of the lane.
local function insert(lane, job)
  local number = tonumber(job.q)
  local function is_before(index)
    return (tonumber(call('LINDEX', lane, index):match('^%d+')) or 0) < number
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

-- Puts a job into its lane, a newest one at the end; returns whether the lane was empty.
local function enter_lane(job, is_newest)
  local lane = lane_of(job)
  local length = is_newest and call('RPUSH', lane, entry_of(job)) or insert(lane, job)
  if length == 1 and may_run(user_of(job.u)) then
    give_turn(job.u, job.pr)
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

local function load(id)
  local f = call('HMGET', K .. 'j:' .. id,
    'v', 't', 'u', 'p', 'pr', 's', 'q', 'w', 'pa', 'hb', 'nx', 'x', 'a', 'l', 'k', 'kd', 'du', 'e')
  if not f[6] then
    return nil
  end
  local priority = (f[5] == '0' or f[5] == '1' or f[5] == '2') and f[5]
  local number = f[7] and f[7]:match('^%d+$')
  local state = f[6]:match('^[QDRWSFC]$')
  return {
    id = id,
    v = f[1], -- the format that it is written in
    t = f[2], -- type: U a user, P a playlist
    u = f[3] or '', -- user
    p = f[4], -- playlist
    pr = priority or '1', -- priority: 0 high, 1 normal, 2 low
    s = state or 'Q', -- state
    q = number or '0', -- number, which orders jobs
    w = f[8], -- wanted for itself, not only by its parent
    pa = f[9], -- parent
    hb = f[10], -- the job behind which it is held back
    nx = f[11], -- the job that is held back behind it
    x = f[12], -- to be canceled
    a = number_in(f[13]), -- attempts
    l = number_in(f[14]), -- leases lost
    k = f[15], -- token of the last lease
    kd = f[16], -- token of the last lease that was settled
    du = f[17], -- until when it is deferred, or its run waits; dr says why
    e = f[18], -- the last error
    damaged = not (f[3] and priority and number and state and is_work(f[2], f[4]))
  }
end

local function is_end(state)
  return state == 'S' or state == 'F' or state == 'C'
end

-- Removes a job from where its state has put it; release() ends its lease later.
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

-- Writes the new state of a job, with further fields.
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

-- Gives the work of a job to the one that is held back behind it, if there is one.
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

local end_of_child -- it and finish() call each other

-- Ends a job. A plain success ends in succeed() of settle.lua instead, to the same effect.
local function finish(job, state, fields)
  leave(job)
  fields = fields or {}
  append(fields, 'en', NOW)
  enter(job, state, fields)
  if not job.hb and is_work(job.t, job.p) then
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
  local total, succeeded = number_in(f[3]), number_in(f[4])
  local failed, canceled = number_in(f[5]), number_in(f[6])
  if f[1] ~= 'W' or succeeded + failed + canceled < total then
    return
  end
  local job = load(id)
  if f[2] then
    finish(job, 'C')
  elseif failed > 0 then
    finish(job, 'F', {'e', failed .. ' of ' .. total .. ' jobs failed'})
  elseif canceled > 0 then
    finish(job, 'C')
  else
    finish(job, 'S')
  end
end

end_of_child = function(parent, state)
  if call('EXISTS', K .. 'j:' .. parent) == 1 then
    add(K .. 'j:' .. parent, CHILDREN[state], 1)
    end_if_complete(parent)
  end
end

-- Puts a job back into its lane, where it was; ends it if it is to be canceled.
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

local function defer(job, delay, reason, fields)
  if job.x or delay <= 0 then
    requeue(job, fields)
    return
  end
  leave(job)
  local till = now + delay
  job.du = text(till)
  append(fields, 'du', job.du)
  append(fields, 'dd', text(delay))
  append(fields, 'dr', reason)
  enter(job, 'D', fields)
  call('ZADD', K .. 'due', till, job.id)
  falls_due(till)
end

-- Returns whether none of these jobs exists: a command that is sent twice brings the same ids.
local function are_new(ids)
  local keys = {}
  for i, id in ipairs(ids) do
    keys[i] = K .. 'j:' .. id
  end
  return existing(keys) == 0
end

-- Returns the function that accepts a job. It takes the id, type, user, playlist, priority and parent,
-- whether to queue the job only if no other does this work, and whether the id is known to be new.
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

  -- Makes a job, unless it exists. is_first says that it does not, and that the work names it already.
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

  -- Returns the job that does this work from now on: the one that waits, or a new one.
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

return {
  load = load,
  is_end = is_end,
  leave = leave,
  enter = enter,
  finish = finish,
  end_of_child = end_of_child,
  end_if_complete = end_if_complete,
  requeue = requeue,
  defer = defer,
  are_new = are_new,
  intake = intake
}
