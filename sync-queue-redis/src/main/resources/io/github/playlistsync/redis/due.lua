-- Does what has become due: leases that ran out, deferrals, schedules, and what is old enough to be
-- forgotten. Part of exchange.lua.

-- The period, the jitter and the priority of a schedule; nil if this version cannot read it.
local function period_of(plan)
  local every, jitter, priority = plan:match('^(%d+) (%d+) ([012])$')
  if every and #every < 15 and #jitter < 15 then
    return tonumber(every), tonumber(jitter), priority
  end
end

local function do_what_is_due()
  -- In parts, so that very much that is due at once does not hold up Redis.
  local function due(key)
    return call('ZRANGEBYSCORE', K .. key, '-inf', now, 'LIMIT', 0, 50)
  end

  -- Does something with each job of a set whose time has come, in the order of their numbers. An entry that
  -- does not match its job, or breaks this, is removed, since it would be due forever.
  local function each(key, state, action)
    local found = {}
    for _, entry in ipairs(due(key)) do
      local id, token = entry:match('^(%S+) ?(.*)$')
      local is_whole, job = pcall(load, id or '')
      if is_whole and job and (job.s == state or job.damaged) and (token == '' or token == job.k) then
        job.s, job.entry = state, entry
        found[#found + 1] = job
      else
        call('ZREM', K .. key, entry)
      end
    end
    table.sort(found, function(a, b) return tonumber(a.q) < tonumber(b.q) end)
    for _, job in ipairs(found) do
      if not pcall(action, job) then
        call('ZREM', K .. key, job.entry)
      end
    end
  end

  -- A job that loses lease after lease may be what kills its workers, so it fails at the limit.
  local function lose_lease(job)
    if not job.x and job.l + 1 >= LOSSES then
      finish(job, 'F', {'l', job.l + 1, 'e', 'its worker fell silent ' .. job.l + 1 .. ' times'})
    else
      requeue(job, {'l', job.l + 1})
    end
  end

  -- Jobs of a user whose deferrals end together come back one a round, as if they were enqueued now.
  local returned = {}
  local function end_deferral(job)
    local lane = job.pr .. job.u
    local tag = tag_in(job.z)
    job.z = tag and text(math.max(tag, virtual[job.pr] + (returned[lane] or 0)))
    returned[lane] = (returned[lane] or 0) + 1
    requeue(job, {'z', job.z or ''})
  end

  local function fire_schedules()
    local works, jobs = due('sched'), {}
    table.sort(works)
    for i, work in ipairs(works) do
      local when = tonumber(call('ZSCORE', K .. 'sched', work))
      local plan = call('HGET', K .. 'plan', work)
      local name, playlist = work:match('^(%Z+)%z?(.*)$')
      if not plan or not name then
        call('ZREM', K .. 'sched', work)
      elseif user_of(name).paused then
        call('ZREM', K .. 'sched', work)
        call('HSET', K .. 'overdue', work, text(when))
        -- Where the end of the pause looks for it.
        call('ZADD', K .. 'planned', 0, work)
      elseif not period_of(plan) then
        -- Not for ever, since a newer version may be at work that can read it.
        call('ZADD', K .. 'sched', now + 60000, work)
      else
        local every, jitter, priority = period_of(plan)
        -- Not math.random, which Redis seeds alike in every run of a script.
        local part = (tonumber(clock[2]) * 7919 + i * 104729) % (jitter + 1)
        local period = every + part
        -- Counted from the old time, so that late firings add up to no delay; but periods that
        -- passed while nobody worked are skipped.
        call('ZADD', K .. 'sched', when + period > now and when + period or now + period, work)
        -- New in every run of the script: when an exchange comes again, other schedules may be due.
        local id = K:match(':(%d+)}') .. '.s' .. CLIENT .. NOW .. '-' .. next_number()
        local kind = playlist == '' and 'U' or 'P'
        jobs[#jobs + 1] = {id = id, t = kind, u = name, p = playlist, pr = priority}
      end
    end
    accept(jobs, true)
  end

  each('lease', 'R', lose_lease)
  each('due', 'D', end_deferral)
  fire_schedules()
  soonest = math.huge
  for _, key in ipairs({'lease', 'due', 'sched'}) do
    local when = tonumber(call('ZRANGE', K .. key, 0, 0, 'WITHSCORES')[2])
    if when then
      falls_due(when)
    end
  end
end

-- Forgets jobs that ended too long ago, in parts.
local function forget_what_is_old()
  local is_complete = true
  local function trim(archives, age)
    local old = {}
    for _, entry in ipairs(oldest(archives, 100)) do
      local finished = tonumber(call('HGET', K .. 'j:' .. entry.id, 'en') or '0')
      if finished and finished > now - age then
        break
      end
      old[#old + 1] = entry
    end
    forget(old)
    is_complete = is_complete and #old < 100
  end
  trim({'done', 'canceled'}, tonumber(ARGV[6]))
  trim({'dead'}, tonumber(ARGV[8]))
  if is_complete then
    append(notes, 'trimmed', NOW)
  end
end

-- Forgets what clients took over a minute ago: a caller that waited for that answer has given up.
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
