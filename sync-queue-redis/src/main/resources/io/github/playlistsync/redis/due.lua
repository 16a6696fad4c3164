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

  -- The jobs of a set whose time has come, in the order of their numbers. An entry that does not
  -- match its job is removed, since it would be due forever.
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

  -- A job that loses lease after lease may be what kills its workers, so it fails at the limit.
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
      elseif not period_of(plan) then
        -- Not for ever, since a newer version may be at work that can read it.
        call('ZADD', K .. 'sched', now + 60000, name)
      else
        local every, jitter, priority = period_of(plan)
        -- Not math.random, which Redis seeds alike in every run of a script.
        local part = (tonumber(clock[2]) * 7919 + i * 104729) % (jitter + 1)
        local period = every + part
        -- Counted from the old time, so that late firings add up to no delay; but periods that
        -- passed while nobody worked are skipped.
        call('ZADD', K .. 'sched', when + period > now and when + period or now + period, name)
        -- New in every run of the script: when an exchange comes again, other schedules may be due.
        local id = 's' .. CLIENT .. NOW .. '-' .. text(next_number())
        enqueue(K:match(':(%d+)}') .. '.' .. id, 'U', name, '', priority, nil, true)
      end
    end
  end

  write_despite_full_memory()
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

-- Forgets jobs that ended too long ago, in parts.
local function forget_what_is_old()
  local function trim(key, age)
    local old = {}
    for _, entry in ipairs(call('ZRANGE', key, 0, 99)) do
      local finished = tonumber(call('HGET', K .. 'j:' .. (entry:match('^%S+') or ''), 'en') or '0')
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
