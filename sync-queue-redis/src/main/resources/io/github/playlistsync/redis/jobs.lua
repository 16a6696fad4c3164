-- Every change of a job, step by step.

local function is_work(type, playlist)
  return type == 'U' or (type == 'P' and playlist)
end

local function work_of(type, playlist, user)
  return (type == 'P' and 'P' .. playlist or 'U') .. ' ' .. user
end

-- Reads a job; its fields, in this order, may have been read already.
local function load(id, f)
  f = f or call('HMGET', K .. 'j:' .. id,
    'v', 't', 'u', 'p', 'pr', 's', 'q', 'w', 'pa', 'hb', 'nx', 'x', 'a', 'l', 'k', 'kd', 'du', 'e', 'z')
  if not f[6] then
    return nil
  end
  local priority = (f[5] == '0' or f[5] == '1' or f[5] == '2') and f[5]
  local number = f[7] and #f[7] < 16 and f[7]:match('^%d+$')
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
    du = f[17], -- until when it is deferred (dd says how long), or its run waits; dr says why
    e = f[18], -- the last error
    z = f[19], -- its tag, if it waited to be taken
    -- Further fields: c, st, en the times of its enqueuing, start and end; wk worker; g progress;
    -- r report; ct cs cf cc how many children it has, and how many of them succeeded, failed, were canceled.
    damaged = not (f[3] and priority and number and state and is_work(f[2], f[4]))
  }
end

local function is_end(state)
  return state == 'S' or state == 'F' or state == 'C'
end

-- Removes a job from where its state has put it.
local function leave(job)
  local user = user_of(job.u)
  if job.popped then
    count(user, job.pr, -1)
    refill(user)
  elseif job.s == 'Q' and job.hb then
    if job.nx then
      -- What waits behind it waits behind the other now.
      call('HSET', K .. 'j:' .. job.hb, 'nx', job.nx)
      call('HSET', K .. 'j:' .. job.nx, 'hb', job.hb)
    else
      call('HDEL', K .. 'j:' .. job.hb, 'nx')
    end
    call('HDEL', K .. 'j:' .. job.id, 'hb', 'nx')
    call('ZREM', K .. 'held', job.id)
  elseif job.s == 'Q' then
    leave_ready(job)
    refill(user)
  elseif job.s == 'D' then
    call('ZREM', K .. 'due', job.id)
  elseif job.s == 'R' then
    call('ZREM', K .. 'lease', job.id .. ' ' .. (job.k or ''))
    count(user, 'r', -1)
    if job.pr == '2' then
      call('SREM', K .. 'yield', job.id)
    end
    refill(user)
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
  job.s = state
  happened(job.id, state)
end

-- Gives the work of a job to the one that is held back behind it, if there is one.
local function give_up_work(job)
  local work = work_of(job.t, job.p, job.u)
  local follow = job.nx and load(job.nx)
  if follow then
    call('HSET', K .. 'work', work, follow.id)
    call('HDEL', K .. 'j:' .. job.id, 'nx')
    call('HDEL', K .. 'j:' .. follow.id, 'hb')
    call('ZREM', K .. 'held', follow.id)
    enter_ready(follow)
  elseif not job.damaged or call('HGET', K .. 'work', work) == job.id then
    call('HDEL', K .. 'work', work)
  end
end

local end_of_child -- it and finish() call each other

-- Ends a job. A plain success ends in usual.lua instead, to the same effect.
local function finish(job, state, fields)
  local was_held = job.hb
  leave(job)
  fields = fields or {}
  append(fields, 'en', NOW)
  enter(job, state, fields)
  if not was_held and is_work(job.t, job.p) then
    give_up_work(job)
  end
  local archive = ended[state == 'F' and 'dead' or state == 'C' and 'canceled' or 'done']
  append(archive, next_number(), job.id .. ' ' .. job.u)
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

-- Has a job wait to be taken again, where it was; ends it if it is to be canceled.
local function requeue(job, fields)
  if job.x then
    finish(job, 'C', fields)
    return
  end
  leave(job)
  enter(job, 'Q', fields)
  enter_ready(job)
end

local function defer(job, delay, reason, fields)
  if job.x or delay <= 0 then
    requeue(job, fields)
    return
  end
  leave(job)
  local till = text(now + delay)
  append(fields, 'du', till)
  append(fields, 'dd', text(delay))
  append(fields, 'dr', reason)
  enter(job, 'D', fields)
  job.du = till
  call('ZADD', K .. 'due', till, job.id)
  falls_due(now + delay)
end
