-- Counts the jobs of a user. Argument: the user. Returns how many are in the states Q, D, R, W, S, F
-- and C.
local K, name = KEYS[1], ARGV[1]
local f = redis.call('HMGET', K .. 'u:' .. name, 'R', 'D', 'W', 'F', 'C', 'H')
for i = 1, 6 do
  f[i] = tonumber(f[i]) or 0
end
local running, deferred, waiting, failed, canceled, held = unpack(f)
local queued = held
for priority = 0, 2 do
  queued = queued + redis.call('LLEN', K .. 'q' .. priority .. ':' .. name)
end
local listed = redis.call('ZCARD', K .. 'uj:' .. name)
local succeeded = listed - running - deferred - waiting - failed - canceled - held
return {queued, deferred, running, waiting, succeeded, failed, canceled}
