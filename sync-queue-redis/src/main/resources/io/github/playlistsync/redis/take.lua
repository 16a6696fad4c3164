-- Takes jobs off their lanes. Part of exchange.lua.

local TILL = text(now + LEASE)
local leased = {} -- ends of leases and jobs
local started = 0 -- how many jobs were, and are not counted yet

-- Makes a token that no lease of the job had, not even one that Redis lost with its last writes: the
-- server's time, or a later one than that of the last token, and the client's nonce.
local function new_token(last, nonce)
  local time = tonumber(last and #last <= 19 and last:sub(1, -7)) or 0
  return text(math.max(now, time < 9e12 and time + 1 or 0)) .. nonce
end

local function unreadable(job)
  if job.v ~= FORMAT then
    return 'its format ' .. tostring(job.v) .. ' is unknown'
  elseif job.t ~= 'U' and job.t ~= 'P' then
    return 'its type ' .. tostring(job.t) .. ' is unknown'
  elseif job.t == 'P' and not job.p then
    return 'its playlist is missing'
  end
  return 'it is damaged'
end

-- Starts the run of a job that was taken off its lane; returns the lease. Returns nothing if the job
-- does not agree with its lane, since it is damaged or another version wrote it.
local function start(id, number, lane, worker, nonce)
  local key = K .. 'j:' .. id
  local f = call('HMGET', key, 'v', 't', 'u', 'p', 'pr', 's', 'q', 'a', 'k')
  local name = lane.user
  if f[1] ~= FORMAT or f[3] ~= name or f[5] ~= lane.priority or f[6] ~= 'Q' or f[7] ~= number
    or not is_work(f[2], f[4]) then
    return nil
  end
  local token = new_token(f[9], nonce)
  call('HSET', key, 's', 'R', 'k', token, 'wk', worker, 'st', NOW)
  call('ZADD', K .. 'uj:' .. name, number, id)
  append(leased, TILL, id)
  started = started + 1
  events[#events + 1] = id .. ' R'
  if run(name, 1) >= LIMIT then
    call('HSET', K .. 'u:' .. name, 'full', '1')
    call('ZREM', K .. 'turns', '0' .. name, '1' .. name, '2' .. name)
    full = full + 1
    is_full[name] = true
  end
  return {id, token, TILL, number_in(f[8]) + 1, f[2], name, f[4] or '', f[5]}
end

-- Fails a job that was taken off its lane and cannot be read, so that it holds up nobody. One of a newer
-- version is left to its workers.
local function put_aside(id, lane)
  local job = jobs().load(id)
  if not job then
    count_all('Q', -1)
    lessened[lane.user] = true
  elseif job.s == 'Q' then
    local problem = unreadable(job)
    job.popped, job.damaged, job.u, job.pr = true, true, lane.user, lane.priority
    if number_in(job.v) > tonumber(FORMAT) then
      jobs().defer(job, 60000, 'a worker of a newer version, which reads format ' .. job.v, {})
      return
    end
    local fields = {'e', 'it cannot be read: ' .. problem, 'u', job.u, 'q', job.q, 'pr', job.pr}
    jobs().finish(job, 'F', fields)
  end
end

-- The lease of the next job for a worker; nil if there is none.
local function take(worker, want, nonce)
  local lane = next_lane(want)
  while lane do
    local entry = call('LPOP', key_of(lane))
    if entry then
      lane.score = nil
      served[#served + 1] = lane
      local number, id = entry:match('^(%d+) (.*)$')
      local lease = id and start(id, number, lane, worker, nonce)
      if lease then
        return lease
      end
      if id then
        put_aside(id, lane)
      end
    end
    lane = next_lane(want)
  end
end

-- The leases that this exchange took before, if its answer was lost and it comes again; nil if it is
-- new. Without them, the jobs would be held until their leases run out.
local function taken_before(exchange)
  local claims = last_claim and last_claim:match('^' .. exchange .. ' %d+(.*)$')
  if not claims then
    return nil
  end
  local taken = {}
  for id, token in claims:gmatch(' (%S+) (%S+)') do
    local job = jobs().load(id)
    -- The lease may have run out meanwhile, and the job have another.
    local till = job and job.s == 'R' and job.k == token and call('ZSCORE', K .. 'lease', id)
    if till then
      taken[#taken + 1] = {id, job.k, text(tonumber(till)), job.a + 1, job.t, job.u, job.p or '',
        job.pr}
    end
  end
  return taken
end

-- Takes jobs for the callers that stand in the arguments from `at` on. Returns the leases of each, and
-- whether one of them got fewer than it wants.
local function take_all(exchange, nonce, at)
  local answers, claims, is_short, surplus = {}, {}, false, nil
  local missing = 0
  for i = at + 1, #ARGV, 2 do
    missing = missing + tonumber(ARGV[i])
  end
  if at < #ARGV then
    surplus = taken_before(exchange)
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
        lease = take(worker, math.min(missing, MANY), nonce)
      end
      if not lease then
        is_short = true
        break
      end
      missing = missing - 1
      mine[#mine + 1] = lease
      append(claims, lease[1], lease[2])
    end
    answers[#answers + 1] = mine
  end
  in_parts('ZADD', K .. 'lease', leased)
  if started > 0 then
    count_all('Q', -started)
    count_all('R', started)
    falls_due(now + LEASE)
  end
  -- The callers may want fewer than before.
  for _, lease in ipairs(surplus or {}) do
    jobs().requeue(jobs().load(lease[1]))
  end
  if #claims > 0 and not again then
    append(notes, 'x:' .. CLIENT, exchange .. ' ' .. NOW .. ' ' .. table.concat(claims, ' '))
  end
  return answers, is_short
end
