-- Renews leases. Arguments: for each the job, the token, the progress, and until when its run waits and
-- why, both empty if it does not. Returns a directive for each: G go on, Y yield, C cancel, L lease lost.

-- Returns whether a job of low priority must yield. Only as many jobs as there are urgent lanes
-- yield, and one for an urgent job of the same user at the limit; more would hand back work in vain.
local function must_yield(job)
  if job.pr ~= '2' or paused then
    return false
  end
  local user = user_of(job.u)
  local urgent = call('ZCOUNT', K .. 'turns', '-inf', '(' .. text(RANK))
  local own = not user.paused and user.running >= LIMIT
    and call('EXISTS', K .. 'q0:' .. job.u) == 1
  if urgent == 0 and not own then
    call('SREM', K .. 'yield', job.id)
    return false
  end
  local told = call('SMEMBERS', K .. 'yield')
  local own_told = false
  for _, id in ipairs(told) do
    if id == job.id then
      return true
    end
    own_told = own_told or (own and call('HGET', K .. 'j:' .. id, 'u') == job.u)
  end
  if #told < urgent or (own and not own_told) then
    call('SADD', K .. 'yield', job.id)
    return true
  end
  return false
end

write_despite_full_memory()
local directives = {}
for i = FIRST, #ARGV, 5 do
  local job = jobs().load(ARGV[i])
  if not job or job.s ~= 'R' or job.k ~= ARGV[i + 1] then
    directives[#directives + 1] = 'L'
  else
    call('ZADD', K .. 'lease', 'XX', now + LEASE, job.id)
    if ARGV[i + 3] ~= '' then
      call('HSET', K .. 'j:' .. job.id, 'g', ARGV[i + 2], 'du', ARGV[i + 3], 'dr', ARGV[i + 4])
    else
      call('HSET', K .. 'j:' .. job.id, 'g', ARGV[i + 2])
      if job.du then
        call('HDEL', K .. 'j:' .. job.id, 'du', 'dr')
      end
    end
    directives[#directives + 1] = (job.x and 'C') or (must_yield(job) and 'Y') or 'G'
  end
end
-- If the server's clock was set back, the new leases end before the time noted.
falls_due(now + LEASE)
flush()
return directives
