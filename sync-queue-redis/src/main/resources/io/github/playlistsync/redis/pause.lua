-- Pauses or resumes. Arguments: 1 to pause, 0 to resume; the user, or empty for all users. Returns 1 if
-- it changed anything, else 0.
local pause, name = ARGV[FIRST] == '1', ARGV[FIRST + 1]
local changed
write_despite_full_memory()
if name == '' then
  if pause then
    changed = call('HSET', K .. 'meta', 'paused', '1')
  else
    changed = call('HDEL', K .. 'meta', 'paused')
    paused = nil
    awake = true
  end
else
  local user = user_of(name)
  if pause then
    changed = call('HSET', K .. 'u:' .. name, 'paused', '1')
    user.paused = '1'
  else
    changed = call('HDEL', K .. 'u:' .. name, 'paused')
    user.paused = false
    local due = call('HGET', K .. 'held', name)
    if due then
      -- At its old time, from which the next period counts.
      call('HDEL', K .. 'held', name)
      call('ZADD', K .. 'sched', due, name)
      falls_due(tonumber(due))
      awake = true
    end
  end
  update_turns(name)
end
wake()
flush()
return {changed}
