-- Puts a job where its record says that it is. Part of repair.lua.

local SLACK = 60000 -- a time is only wrong if it is later by so much, since clocks are set by less
local ARCHIVES = {S = 'done', C = 'canceled', F = 'dead'}

-- Finds the state of a job whose record lost it, by the place that it is in.
local function state_by_place(id, f)
  local function has(set, member) return call('ZSCORE', K .. set, member) and true end
  if has('held', id) or is_number(f.q) and has('ready', string.format('%015d ', tonumber(f.q)) .. id) then
    return 'Q'
  elseif has('due', id) then
    return 'D'
  elseif has('wait', id) then
    return 'W'
  elseif has('lease', id .. ' ' .. (f.k or '')) then
    return 'R'
  end
  for state, set in pairs(ARCHIVES) do
    if has(set, id .. ' ' .. (f.u or '')) then
      return state
    end
  end
end

-- Whether nothing of a record needs to be restored. The fields stand in the order of load(), and then en.
local function is_sound(f)
  if not (f[6] and is_number(f[7])) then
    return false
  elseif is_end(f[6]) then
    return is_number(f[20])
  end
  return f[1] == FORMAT and f[6]:find('^[QDRW]$') and (f[5] == '0' or f[5] == '1' or f[5] == '2') and is_name(f[3])
    and (f[2] == 'U' or f[2] == 'P' and is_name(f[4])) and (not f[13] or is_number(f[13]))
    and (not f[14] or is_number(f[14])) and (f[6] ~= 'Q' or f[10] or tag_in(f[19]))
end

-- Restores single fields of a record. Returns what cannot be restored; nil if the job can go on.
local function mend_fields(id, f)
  local key, fixed = K .. 'j:' .. id, {}
  local function fix(name, value, what)
    append(fixed, name, value)
    tell('DAMAGED', true, id, f.u, what)
  end
  local lost
  if not (f.s and f.s:find('^[QDRWSFC]$')) then
    local state = state_by_place(id, f)
    lost = not state and 'its state is lost'
    fix('s', state or 'Q', 'its state was lost; its place told it')
    f.s = state or 'Q'
  end
  if is_end(f.s) then
    if not is_number(f.en) then
      fix('en', NOW, 'the time of its end was lost; it counts from now')
    end
  elseif not is_readable(f) then
    lost = lost or 'what it was to do is lost'
  else
    if f.v ~= FORMAT then
      fix('v', FORMAT, 'its format was lost; it reads as ' .. FORMAT)
    end
    for name, what in pairs({a = 'attempts', l = 'lost leases'}) do
      if f[name] and not is_number(f[name]) then
        fix(name, '0', 'the number of its ' .. what .. ' was lost; it counts from 0')
      end
    end
    -- A job that is ready may have both in its entry.
    local band = f.s == 'Q' and is_number(f.q) and tonumber(call('ZSCORE', K .. 'ready',
      string.format('%015d ', tonumber(f.q)) .. id))
    band = band and band >= 0 and band < 3 * RANK and band
    if not (f.pr and f.pr:find('^[012]$')) then
      f.pr = band and text(math.floor(band / RANK)) or '1'
      fix('pr', f.pr, 'its priority was lost; it has ' .. f.pr)
    end
    if f.s == 'Q' and not f.hb and not tag_in(f.z) then
      local tag = band and tag_in(band - f.pr * RANK) or new_tag(user_of(f.u), f.pr)
      fix('z', text(tag), 'its turn was lost; it has another')
    end
  end
  if not is_number(f.q) then
    fix('q', next_number(), 'its number was lost; it has another')
  end
  in_parts('HSET', key, fixed)
  return lost
end

-- Removes a job from where it waits to be taken, which its user's counts do not hear of: they are counted anew.
local function unplace(job)
  call('ZREM', K .. 'ready', member_of(job))
  call('ZREM', K .. 'parked', parked_member_of(job))
end

-- Has a job wait for the end of another that does the same work, or of the last of those that wait for it.
local function hold(job, other)
  local last = other
  for _ = 1, BATCH do
    local next = last.nx and last.nx ~= job.id and load(last.nx)
    if not next or next.hb ~= last.id or next.s ~= 'Q' then
      break
    end
    last = next
  end
  unplace(job)
  if job.s == 'D' then
    call('ZREM', K .. 'due', job.id)
    call('HDEL', K .. 'j:' .. job.id, 'du', 'dr')
    enter(job, 'Q')
  end
  call('HSET', K .. 'j:' .. job.id, 'hb', last.id)
  call('HSET', K .. 'j:' .. last.id, 'nx', job.id)
  call('ZADD', K .. 'held', job.q, job.id)
  job.hb, last.nx = last.id, job.id
  tell('FORKED', true, job.id, job.u, 'job ' .. last.id .. ' does the same work; it waits for the end of that one')
end

-- Makes sure that one live job has the name of its work, and that the others wait for its end.
local function mend_work(job)
  local work = work_of(job.t, job.p, job.u)
  local holder = job.hb and load(job.hb)
  if holder and job.s == 'Q' and not is_end(holder.s) and holder.nx == job.id and has_work(holder, work) then
    return
  end
  local named = call('HGET', K .. 'work', work)
  local other = named and named ~= job.id and load(named)
  if other and not is_end(other.s) and not other.hb and has_work(other, work) then
    if job.s == 'Q' or job.s == 'D' then
      hold(job, other)
      return
    elseif other.s == 'R' or other.s == 'W' then
      if not job.x then
        call('HSET', K .. 'j:' .. job.id, 'x', '1')
        tell('FORKED', true, job.id, job.u, 'job ' .. other.id .. ' runs for the same work; it is canceled')
      end
      return
    end
    call('HSET', K .. 'work', work, job.id)
    hold(other, job)
  elseif named ~= job.id then
    call('HSET', K .. 'work', work, job.id)
    tell('MISPLACED', true, job.id, job.u, 'nothing told that it does its work')
  end
  if job.hb then
    if holder and holder.nx == job.id then
      call('HDEL', K .. 'j:' .. holder.id, 'nx')
    end
    call('HDEL', K .. 'j:' .. job.id, 'hb')
    call('ZREM', K .. 'held', job.id)
    job.hb = nil
    tell('MISPLACED', true, job.id, job.u, 'it waited for the end of no job; it may be taken now')
    if not tag_in(job.z) then
      job.z = text(new_tag(user_of(job.u), job.pr))
      call('HSET', K .. 'j:' .. job.id, 'z', job.z)
    end
  end
end

-- Makes sure that a job is in the set of its state; sweep_set() removes it from the others.
local function mend_place(job)
  local key, is_put = K .. 'j:' .. job.id, false
  if job.s == 'Q' and job.hb then
    is_put = put('held', job.id, job.q)
  elseif job.s == 'Q' then
    local member, score = member_of(job), job.pr * RANK + tag_in(job.z)
    local at = tonumber(call('ZSCORE', K .. 'ready', member))
    if not at and call('ZSCORE', K .. 'parked', parked_member_of(job)) then
      is_put = put('parked', parked_member_of(job), 0)
    elseif at ~= score then
      is_put = put('ready', member, text(score))
      filled = filled + 1
    end
  elseif job.s == 'D' then
    local delay = call('HGET', key, 'dd')
    delay = is_number(delay) and tonumber(delay)
    if not is_number(job.du) or delay and tonumber(job.du) > now + delay + SLACK then
      job.du = text(now + (delay or 0))
      call('HSET', key, 'du', job.du)
    end
    is_put = put('due', job.id, job.du)
    falls_due(tonumber(job.du))
  elseif job.s == 'W' then
    is_put = put('wait', job.id, job.q)
  elseif job.s ~= 'R' then
    local set, entry = ARCHIVES[job.s], job.id .. ' ' .. job.u
    local number = tonumber(call('ZSCORE', K .. set, entry))
    is_put = not (number and number >= 0) and put(set, entry, next_number())
  elseif not is_token(job.k) then
    job.k = nil
    requeue(job, {'l', job.l + 1})
    is_put = true
  elseif (tonumber(call('ZSCORE', K .. 'lease', job.id .. ' ' .. job.k)) or -1) < 0 then
    -- Its worker may be at work, and keep it.
    is_put = put('lease', job.id .. ' ' .. job.k, text(now + LEASE))
    falls_due(now + LEASE)
  end
  if is_put then
    tell('MISPLACED', true, job.id, job.u, 'it was not where its state puts it')
  end
end
