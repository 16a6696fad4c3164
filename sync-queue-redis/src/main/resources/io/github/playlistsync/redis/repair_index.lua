-- Looks at records, and at what is written beside them. Part of repair.lua.

local NAMES = {'v', 't', 'u', 'p', 'pr', 's', 'q', 'a', 'l', 'k', 'z', 'hb', 'en'}

local function record_of(id)
  local f = {}
  for i, value in ipairs(call('HMGET', K .. 'j:' .. id, unpack(NAMES))) do
    f[NAMES[i]] = value
  end
  return f
end

local is_known = {} -- what was looked up in this step already

local function exists(key)
  if is_known[key] == nil then
    is_known[key] = call('EXISTS', K .. key) == 1
  end
  return is_known[key]
end

-- Makes sure that a job stands wherever its record says that it does.
local function mend_job(id)
  local key = K .. 'j:' .. id
  local fields = call('HMGET', key, 'v', 't', 'u', 'p', 'pr', 's', 'q', 'w', 'pa', 'hb', 'nx', 'x', 'a', 'l', 'k',
    'kd', 'du', 'e', 'z', 'en')
  checked = checked + 1
  if is_newer(fields[1]) then
    tell('NEWER', false, id, fields[3], 'a newer version wrote it, in format ' .. fields[1] .. '; it is left to that')
    return
  end
  local lost
  if not is_sound(fields) then
    lost, fields = mend_fields(id, record_of(id)), nil
  end
  local job = load(id, fields)
  if lost then
    job.damaged = true
    finish(job, 'F', {'e', 'it cannot be read: ' .. lost, 'u', job.u})
    tell('UNREADABLE', true, id, job.u, lost .. '; it failed')
    job = load(id)
  end
  if not is_end(job.s) then
    mend_work(job)
  end
  mend_place(job)
  local next = job.nx and load(job.nx)
  if job.nx and not (next and next.hb == id and not is_end(job.s)) then
    call('HDEL', key, 'nx')
    tell('MISPLACED', true, id, job.u, 'it held back job ' .. job.nx .. ', which does not wait for it')
  end
  local is_new = put('uj:' .. job.u, id, job.q)
  if not is_known[job.u] then
    is_new, is_known[job.u] = put('names', job.u, 0) or is_new, true
  end
  if is_new then
    tell('MISPLACED', true, id, job.u, 'it was not among the jobs of its user')
  end
  if job.pa and exists('j:' .. job.pa) and put('c:' .. job.pa, id, job.q) then
    tell('CHILDREN', true, id, job.u, 'its parent ' .. job.pa .. ' did not know it')
  end
  seq = math.max(seq, tonumber(job.q))
end

-- Takes from the name of some work what the record of its job lost.
local function recall_work(name, id)
  local type, playlist, user = name:match('^([UP])(%S*) (%S+)$')
  local g = call('HMGET', K .. 'j:' .. id, 't', 'u', 'p', 's', 'v')
  if type and (type == 'U') == (playlist == '') and not is_newer(g[5]) and not is_end(g[4])
    and not is_readable({t = g[1], u = g[2], p = g[3]}) and call('EXISTS', K .. 'j:' .. id) == 1 then
    call('HSET', K .. 'j:' .. id, 't', type, 'u', user)
    if type == 'P' then
      call('HSET', K .. 'j:' .. id, 'p', playlist)
    end
    tell('DAMAGED', true, id, user, 'what it is to do was lost; the name of its work told it')
  end
end

-- Takes from a lease the token that the record of its job lost.
local function recall_token(entry)
  local id, token = entry:match('^(%S+) (%d+)$')
  local f = id and call('HMGET', K .. 'j:' .. id, 's', 'k', 'u') or {}
  if f[1] == 'R' and not is_token(f[2]) and is_token(token) then
    call('HSET', K .. 'j:' .. id, 'k', token)
    tell('DAMAGED', true, id, f[3], 'the token of its lease was lost; the lease told it')
  end
end

-- Compares the list of a user's jobs with the records.
local function sweep_owner(user, from)
  local key = K .. 'uj:' .. user
  return each_pair('ZSCAN', 'uj:' .. user, from, function(id, score)
    local f = call('HMGET', K .. 'j:' .. id, 'u', 'q', 'v', 's')
    if not f[1] and call('EXISTS', K .. 'j:' .. id) == 0 then
      call('ZREM', key, id)
      tell('LOST', false, id, user, 'its record is lost, and with it what it was to do or how it ended')
      return
    elseif is_newer(f[3]) then
      return
    end
    if f[1] ~= user and is_name(user) then
      if is_name(f[1]) and call('ZSCORE', K .. 'uj:' .. f[1], id) then
        call('ZREM', key, id)
        tell('STRAY', true, id, user, 'it was among the jobs of another user, too')
        return
      end
      call('HSET', K .. 'j:' .. id, 'u', user)
      tell('DAMAGED', true, id, user, 'its user was lost; the list of their jobs told it')
    end
    local number = tonumber(score)
    if not is_number(f[2]) and number >= 0 and number < RANK / 2 and number % 1 == 0 then
      call('HSET', K .. 'j:' .. id, 'q', text(number))
      tell('DAMAGED', true, id, user, 'its number was lost; the list of the jobs of its user told it')
    end
  end)
end

-- What of a job its places depend on; nil if it does not exist.
local function glance(id)
  local f = call('HMGET', K .. 'j:' .. id, 'v', 's', 't', 'u', 'p', 'pr', 'q', 'z', 'hb', 'k')
  return f[2] and {id = id, v = f[1], s = f[2], t = f[3], u = f[4] or '', p = f[5], pr = f[6] or '1', q = f[7] or '0',
    z = f[8], hb = f[9], k = f[10]}
end

local PATTERNS = {ready = '^%d+ (%S+)$', parked = ' (%S+)$', lease = '^(%S+) ', done = '^(%S+) ',
  canceled = '^(%S+) ', dead = '^(%S+) '}
local STATES = {ready = 'Q', parked = 'Q', held = 'Q', due = 'D', lease = 'R', wait = 'W', done = 'S',
  canceled = 'C', dead = 'F'}

-- Whether a job belongs to where it was found.
local function is_at(job, set, entry, score)
  if job.s ~= STATES[set] then
    return false
  elseif set == 'ready' then
    return not job.hb and entry == member_of(job) and tonumber(score) == job.pr * RANK + (tag_in(job.z) or -1)
  elseif set == 'parked' then
    return not job.hb and entry == parked_member_of(job) and not call('ZSCORE', K .. 'ready', member_of(job))
  elseif set == 'held' then
    return job.hb
  elseif set == 'lease' then
    return entry == job.id .. ' ' .. (job.k or '')
  end
  return not ARCHIVES[job.s] or entry == job.id .. ' ' .. job.u
end

-- Removes an entry of a set that is not the place of its job.
local function sweep_set(set, entry, score)
  local id = PATTERNS[set] and entry:match(PATTERNS[set]) or entry
  local job = glance(id)
  if not (job and (is_newer(job.v) or is_at(job, set, entry, score))) then
    call('ZREM', K .. set, entry)
    tell('STRAY', true, id, job and job.u, 'it had an entry in ' .. set .. ', where it is not')
  end
end

-- The set is small: only as many jobs are told to yield as urgent ones wait, and run.
local function sweep_yield()
  for _, id in ipairs(call('SMEMBERS', K .. 'yield')) do
    local f = call('HMGET', K .. 'j:' .. id, 's', 'pr', 'v')
    if not (f[1] == 'R' and f[2] == '2' or is_newer(f[3])) then
      call('SREM', K .. 'yield', id)
      tell('STRAY', true, id, nil, 'it was told to yield, and does not run with low priority')
    end
  end
  return ''
end

local function sweep_work(name, id)
  local job = name ~= '#' and glance(id)
  if name ~= '#' and not (job and (is_newer(job.v) or not is_end(job.s) and not job.hb and has_work(job, name))) then
    call('HDEL', K .. 'work', name)
    tell('STRAY', true, id, job and job.u, 'work was in its name that it does not do')
  end
end

-- Forgets the children of a job that does not exist.
local function sweep_children(id)
  if call('EXISTS', K .. 'j:' .. id) == 0 then
    call('UNLINK', K .. 'c:' .. id)
    tell('STRAY', true, id, nil, 'it had children and does not exist')
  end
end

-- Counts of a user who has no jobs.
local function sweep_count(field)
  local user = field:match('^[r012](.*)$')
  if user and not call('ZSCORE', K .. 'names', user) then
    call('HDEL', K .. 'users', field)
    tell('COUNTS', true, nil, user, 'they have no jobs, and some were counted')
  end
end
