-- Renews leases. Arguments: for each the job, the token, the progress, and until when its run waits and
-- why, both empty if it does not. Returns a directive for each: G go on, Y yield, C cancel, L lease lost.

local told -- jobs that were told to yield -> their users; nil if not read yet
local urgent, told_count

local function read_told()
  told, told_count = {}, 0
  urgent = paused and 0 or call('ZCOUNT', K .. 'ready', '-inf', '(' .. text(RANK))
  for _, id in ipairs(call('SMEMBERS', K .. 'yield')) do
    told[id] = call('HGET', K .. 'j:' .. id, 'u') or ''
    told_count = told_count + 1
  end
end

-- Returns whether a job of low priority must yield. Only as many jobs as there are urgent ones yield, and
-- one for an urgent job of the same user at the limit; more would hand back work in vain.
local function must_yield(job)
  if job.pr ~= '2' then
    return false
  end
  if not told then
    read_told()
  end
  local user = user_of(job.u)
  local own = not paused and not user.paused and user.r >= LIMIT and user['0'] > 0
    and call('ZLEXCOUNT', K .. 'parked', '[' .. job.u .. '\0000', '(' .. job.u .. '\0001') > 0
  if urgent == 0 and not own then
    call('SREM', K .. 'yield', job.id)
    if told[job.id] then
      told[job.id], told_count = nil, told_count - 1
    end
    return false
  end
  if told[job.id] then
    return true
  end
  local is_own_told = false
  if own then
    for _, name in pairs(told) do
      is_own_told = is_own_told or name == job.u
    end
  end
  if told_count < urgent or (own and not is_own_told) then
    call('SADD', K .. 'yield', job.id)
    told[job.id], told_count = job.u, told_count + 1
    return true
  end
  return false
end

local function beat(id, token, progress, till, reason)
  local job = load(id)
  if not job or job.s ~= 'R' or job.k ~= token then
    return 'L'
  end
  call('ZADD', K .. 'lease', 'XX', now + LEASE, id .. ' ' .. token)
  if till ~= '' then
    call('HSET', K .. 'j:' .. id, 'g', progress, 'du', till, 'dr', reason)
  else
    call('HSET', K .. 'j:' .. id, 'g', progress)
    if job.du then
      call('HDEL', K .. 'j:' .. id, 'du', 'dr')
    end
  end
  return (job.x and 'C') or (must_yield(job) and 'Y') or 'G'
end

write_despite_full_memory()
local directives = {}
for i = FIRST, #ARGV, 5 do
  local is_whole, directive = pcall(beat, unpack(ARGV, i, i + 4))
  directives[#directives + 1] = is_whole and directive or 'L'
end
-- If the server's clock was set back, the new leases end before the time noted.
falls_due(now + LEASE)
flush()
return directives
