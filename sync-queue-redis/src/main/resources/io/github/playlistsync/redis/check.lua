-- Tries every command that the scripts need, and those of the client that a script can try, in ways that
-- leave nothing behind. Returns the names of the commands that the user may not run.
local K = KEYS[1] .. 'probe'
local missing = {}

local function try(command, ...)
  local answer = redis.pcall(command, ...)
  local problem = type(answer) == 'table' and answer.err
  if problem and (problem:find("can't run this command", 1, true) or problem:find('permission', 1, true))
  then
    missing[#missing + 1] = command
  end
end

try('time')
try('scan', '0', 'MATCH', K, 'COUNT', 1)
try('exists', K)
try('hset', K, 'f', '1')
try('hget', K, 'f')
try('hmget', K, 'f')
try('hgetall', K)
try('hexists', K, 'f')
try('hincrby', K, 'f', 1)
try('hdel', K, 'f')
try('hscan', K, '0')
try('sadd', K, '1')
try('smembers', K)
try('srem', K, '1')
try('zadd', K, 'XX', 0, '1')
try('zcard', K)
try('zcount', K, 0, 0)
try('zlexcount', K, '-', '+')
try('zscore', K, '1')
try('zrange', K, 0, 0)
try('zrangebyscore', K, 0, 0)
try('zrevrangebyscore', K, 0, 0)
try('zrangebylex', K, '-', '+')
try('zremrangebyscore', K, 0, 0)
try('zpopmin', K)
try('zscan', K, '0')
try('zrem', K, '1')
try('xadd', K, 'NOMKSTREAM', '*', 'f', '1')
try('xrevrange', K, '+', '-', 'COUNT', 1)
try('xread', 'COUNT', 1, 'STREAMS', K, '0-0')
try('unlink', K)
return missing
