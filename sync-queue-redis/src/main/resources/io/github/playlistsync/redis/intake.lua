-- Accepts jobs.

-- Accepts jobs, each with its id, type, user t u p pr and perhaps pa, the parent that wants it; others are
-- wanted for themselves. Returns the job that does each work from now on: the one that waits, or a new one.
-- With only_missing, it queues only work that no job does.
local function accept(jobs, only_missing)
  local keys, works = {}, {}
  for i, job in ipairs(jobs) do
    keys[i] = K .. 'j:' .. job.id
    works[i] = work_of(job.t, job.p, job.u)
  end
  local are_new, holders = true, {}
  for from = 1, #keys, MANY do
    local to = math.min(from + MANY - 1, #keys)
    local owners = {}
    for i = from, to do
      owners[#owners + 1] = jobs[i].u
    end
    read_users(owners)
    are_new = are_new and call('EXISTS', unpack(keys, from, to)) == 0
    for i, holder in ipairs(call('HMGET', K .. 'work', unpack(works, from, to))) do
      holders[from + i - 1] = holder
    end
  end
  local named, ready, parked, listed, names = {}, {}, {}, {}, {}

  -- Writes what was collected of new jobs.
  local function write()
    in_parts('HSET', K .. 'work', named)
    in_parts('ZADD', K .. 'ready', ready)
    in_parts('ZADD', K .. 'parked', parked)
    if #parked > 0 then
      is_any_parked = true
    end
    for name, mine in pairs(listed) do
      in_parts('ZADD', K .. 'uj:' .. name, mine)
    end
    in_parts('ZADD', K .. 'names', names)
    filled = filled + #ready / 2
    named, ready, parked, listed, names = {}, {}, {}, {}, {}
  end

  -- Makes a job, which has to wait for the end of the holder of its work if there is one.
  local function create(job, holder)
    local user = user_of(job.u)
    job.s, job.q, job.hb = 'Q', next_number(), holder
    job.z = not holder and text(new_tag(user, job.pr)) or nil
    local fields = {'v', FORMAT, 't', job.t, 'u', job.u, 'pr', job.pr, 's', 'Q', 'q', job.q, 'c', NOW,
      holder and 'hb' or 'z', holder or job.z, job.pa and 'pa' or 'w', job.pa or '1'}
    if job.t == 'P' then
      append(fields, 'p', job.p)
    end
    call('HSET', K .. 'j:' .. job.id, unpack(fields))
    happened(job.id, 'Q')
    if user.r + user['0'] + user['1'] + user['2'] == 0 then
      -- Perhaps the first job of the user.
      append(names, 0, job.u)
    end
    listed[job.u] = listed[job.u] or {}
    append(listed[job.u], job.q, job.id)
    if holder then
      call('HSET', K .. 'j:' .. holder, 'nx', job.id)
      call('ZADD', K .. 'held', job.q, job.id)
      return job
    end
    append(named, work_of(job.t, job.p, job.u), job.id)
    count(user, job.pr, 1)
    if may_run(user) then
      append(ready, text(job.pr * RANK + job.z), member_of(job))
    else
      append(parked, 0, parked_member_of(job))
    end
    return job
  end

  -- The job that does the work of one that another holds, or that is known already.
  local function join(job, held)
    local holder = held and load(held)
    local follow = holder and holder.nx and load(holder.nx)
    local found
    if not holder or is_end(holder.s) then
      found = load(job.id) or create(job)
    elseif holder.id == job.id or only_missing then
      found = holder
    elseif follow then
      raise(holder, job.pr)
      raise(follow, job.pr)
      found = follow
    elseif holder.s == 'Q' or holder.s == 'D' then
      raise(holder, job.pr)
      found = holder
    else
      found = load(job.id) or create(job, holder.id)
    end
    if found ~= job and not job.pa and not found.w and found.id ~= job.id then
      call('HSET', K .. 'j:' .. found.id, 'w', '1')
    elseif job.pa and not found.pa then
      call('HSET', K .. 'j:' .. found.id, 'pa', job.pa)
      found.pa = job.pa
    end
    return found
  end

  local found, made = {}, {}
  for i, job in ipairs(jobs) do
    if are_new and not holders[i] and not made[works[i]] then
      found[i] = create(job)
      made[works[i]] = true
    else
      write()
      found[i] = join(job, call('HGET', K .. 'work', works[i]))
    end
  end
  write()
  return found
end

-- Reads the arguments of jobs; each has an id, a type, a user unless it is given, a playlist and a priority.
local function jobs_in(from, to, user, parent)
  local jobs, step = {}, user and 4 or 5
  for i = from, to, step do
    local at = user and i + 1 or i + 2
    jobs[#jobs + 1] = {id = ARGV[i], t = ARGV[i + 1], u = user or ARGV[i + 2], p = ARGV[at + 1],
      pr = ARGV[at + 2], pa = parent}
  end
  return jobs
end
