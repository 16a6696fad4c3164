-- Counts jobs. Without arguments, all; returns how many are in the states Q, D, R, W, S, F and C. With a user
-- and a number below which to begin, empty to begin with the newest, the next 500 of the user; returns the
-- same, and the number from which to go on, empty at the end.
local call, K = redis.call, KEYS[1]
if #ARGV == 0 then
  local function size(key) return call('ZCARD', K .. key) end
  return {size('ready') + size('parked') + size('held'), size('due'), size('lease'), size('wait'), size('done'),
    size('dead'), size('canceled')}
end
local found = call('ZREVRANGEBYSCORE', K .. 'uj:' .. ARGV[1], ARGV[2] == '' and '+inf' or '(' .. ARGV[2], '-inf',
  'WITHSCORES', 'LIMIT', 0, 500)
local counts = {Q = 0, D = 0, R = 0, W = 0, S = 0, F = 0, C = 0}
for i = 1, #found, 2 do
  local state = call('HGET', K .. 'j:' .. found[i], 's')
  if counts[state] then
    counts[state] = counts[state] + 1
  end
end
return {counts.Q, counts.D, counts.R, counts.W, counts.S, counts.F, counts.C, #found == 1000 and found[1000] or ''}
