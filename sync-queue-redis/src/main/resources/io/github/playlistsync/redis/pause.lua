-- Pauses or resumes. Arguments: 1 to pause, 0 to resume; the user, or empty for all users. Returns 1 if
-- it changed anything, else 0.
local pause, name = ARGV[FIRST] == '1', ARGV[FIRST + 1]
local change
write_despite_full_memory()
if name == '' and pause then
  change = call('HSET', K .. 'meta', 'paused', '1')
elseif name == '' then
  change = call('HDEL', K .. 'meta', 'paused')
  paused = nil
  call('ZADD', K .. 'wake', 0, '1')
elseif pause then
  change = call('HSET', K .. 'users', 'p' .. name, '1')
else
  change = call('HDEL', K .. 'users', 'p' .. name)
  local user = user_of(name)
  refill(user)
  -- What fell due is due at its old time, from which the next period counts.
  local works = call('ZRANGEBYLEX', K .. 'planned', '[' .. name, '(' .. name .. '\1')
  for _, work in ipairs(works) do
    local due = call('HGET', K .. 'overdue', work)
    if due then
      call('HDEL', K .. 'overdue', work)
      call('ZADD', K .. 'sched', due, work)
      falls_due(tonumber(due))
      call('ZADD', K .. 'wake', 0, '1')
    end
  end
end
wake()
flush()
return {change}
