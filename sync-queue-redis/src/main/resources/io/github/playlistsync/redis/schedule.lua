-- Sets or removes a schedule. Arguments: the work, as in plan; the period and the jitter in milliseconds and
-- the priority, separated by spaces, or empty to remove it; a random part of the jitter. Returns 1 if it
-- changed anything, else 0.
local work, plan = ARGV[FIRST], ARGV[FIRST + 1]
if plan == '' then
  call('ZREM', K .. 'sched', work)
  call('ZREM', K .. 'planned', work)
  call('HDEL', K .. 'overdue', work)
  return {call('HDEL', K .. 'plan', work)}
end
call('ZADD', K .. 'planned', 0, work)
-- The same plan again, as every start of a host sets it, does not put off what is due.
if call('HGET', K .. 'plan', work) == plan then
  return {0}
end
call('HSET', K .. 'plan', work, plan)
call('HDEL', K .. 'overdue', work)
local due = now + tonumber(plan:match('^%d+')) + tonumber(ARGV[FIRST + 2])
call('ZADD', K .. 'sched', due, work)
falls_due(due)
-- Who sleeps may have to wake earlier now.
call('ZADD', K .. 'wake', 0, '1')
flush()
return {1}
