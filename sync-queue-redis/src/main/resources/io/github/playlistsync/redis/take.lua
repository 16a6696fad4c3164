-- Takes jobs. Part of exchange.lua.

local TILL = text(now + LEASE)
local leased = {} -- ends of leases and their names
local parks_left = 300 -- how many jobs may be parked in this exchange, so that it does not take long
-- Whose turn every sixteenth is, so that no priority starves: the first of these that has a job.
local AGED = {[16] = {'1', '2'}, [0] = {'2', '1'}}

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

-- Fails a job that was next and cannot be read, so that it holds up nobody. One of a newer version is left
-- to its workers.
local function put_aside(id, priority)
  local job = load(id)
  if not job or job.s ~= 'Q' or job.hb then
    return
  end
  local problem = unreadable(job)
  job.popped, job.damaged, job.pr = true, true, priority
  if number_in(job.v) > tonumber(FORMAT) then
    defer(job, 60000, 'a worker of a newer version, which reads format ' .. job.v, {})
  else
    finish(job, 'F', {'e', 'it cannot be read: ' .. problem, 'u', job.u, 'q', job.q, 'pr', job.pr})
  end
end

-- Removes the next job from the ready ones; returns its entry and its score.
local function pop()
  for _, priority in ipairs(AGED[(share + 1) % 32] or {}) do
    local found = call('ZRANGEBYSCORE', K .. 'ready', text(priority * RANK), '(' .. text((priority + 1) * RANK),
      'WITHSCORES', 'LIMIT', 0, 1)
    if found[1] then
      call('ZREM', K .. 'ready', found[1])
      return found[1], tonumber(found[2])
    end
  end
  local found = call('ZPOPMIN', K .. 'ready')
  return found[1], tonumber(found[2])
end

-- Starts the run of a job that was ready; returns the lease. Returns nothing if its user may not run it now,
-- or if it does not agree with its entry, since it is damaged or another version wrote it.
local function start(entry, score, worker, nonce)
  local number, id = entry:match('^(%d+) (.+)$')
  if not id then
    return nil
  end
  local key = K .. 'j:' .. id
  local priority = text(math.max(0, math.min(2, math.floor(score / RANK))))
  local f = call('HMGET', key, 'v', 't', 'u', 'p', 'pr', 's', 'q', 'a', 'k')
  if f[1] ~= FORMAT or not f[3] or f[5] ~= priority or f[6] ~= 'Q' or tonumber(f[7]) ~= tonumber(number)
    or not is_work(f[2], f[4]) then
    put_aside(id, priority)
    return nil
  end
  local tag = tag_in(score - priority * RANK) or 0
  local user = user_of(f[3])
  if not may_run(user) then
    park(user.name .. '\0' .. priority .. string.format('%015d', tag) .. entry)
    parks_left = parks_left - 1
    return nil
  end
  local token = new_token(f[9], nonce)
  call('HSET', key, 's', 'R', 'k', token, 'wk', worker, 'st', NOW)
  append(leased, TILL, id .. ' ' .. token)
  happened(id, 'R')
  count(user, priority, -1)
  count(user, 'r', 1)
  virtual[priority] = math.max(virtual[priority], tag)
  append(notes, 'v' .. priority, text(virtual[priority]))
  share = (share + 1) % 32
  return {id, token, TILL, number_in(f[8]) + 1, f[2], user.name, f[4] or '', priority}
end

-- The lease of the next job for a worker; nil if there is none, or none was found so far.
local function take(worker, nonce)
  while parks_left > 0 do
    local entry, score = pop()
    if not entry then
      return nil
    end
    local is_whole, lease = pcall(start, entry, score, worker, nonce)
    if is_whole and lease then
      return lease
    end
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
    local job = load(id)
    -- The lease may have run out meanwhile, and the job have another.
    local till = job and job.s == 'R' and job.k == token and call('ZSCORE', K .. 'lease', id .. ' ' .. token)
    if till then
      taken[#taken + 1] = {id, job.k, text(tonumber(till)), job.a + 1, job.t, job.u, job.p or '', job.pr}
    end
  end
  return taken
end

-- Takes jobs for the callers that stand in the arguments from `at` on. Returns the leases of each, and
-- whether one of them got fewer than it wants.
local function take_all(exchange, nonce, at)
  local answers, claims, is_short = {}, {}, false
  local again = at < #ARGV and taken_before(exchange)
  while at < #ARGV do
    local worker, want = ARGV[at], tonumber(ARGV[at + 1])
    at = at + 2
    local mine = {}
    while #mine < want do
      local lease
      if again then
        lease = table.remove(again, 1)
      elseif not paused then
        lease = take(worker, nonce)
      end
      if not lease then
        is_short = true
        break
      end
      mine[#mine + 1] = lease
      append(claims, lease[1], lease[2])
    end
    answers[#answers + 1] = mine
  end
  if #leased > 0 then
    in_parts('ZADD', K .. 'lease', leased)
    falls_due(now + LEASE)
    append(notes, 'share', text(share))
  end
  -- The callers may want fewer than before.
  for _, lease in ipairs(again or {}) do
    requeue(load(lease[1]))
  end
  if #claims > 0 and not again then
    append(notes, 'x:' .. CLIENT, exchange .. ' ' .. NOW .. ' ' .. table.concat(claims, ' '))
  end
  return answers, is_short
end
