-- Settles runs, does what has become due, and takes jobs, in one step. Arguments: the number of
-- the client's exchange, the client's nonce of six digits, 1 if a marker woke the client, else 0, how many
-- settlements follow; then for each the job, the token, the progress, the outcome and two values:
-- S report, - | F error, report | R delay, error | D delay, reason | H -, - | C -, - |
-- W report, number of children, and for each child its id, type, playlist and priority; then for each caller
-- its name and how many jobs it wants. An absent value is a single NUL.
-- Returns the time until something may fall due (-1 for never), the indexes of the settlements that
-- were refused, for each caller the jobs that it gets, each with its id, token, lease end, attempt, type,
-- user, playlist and priority, and 1 if there may be more to take at once.
local exchange = ARGV[FIRST]
write_despite_full_memory()
local refused, at = settle_all(tonumber(ARGV[FIRST + 3]), FIRST + 4)

if not soonest or soonest <= now then
  do_what_is_due()
end
-- A clock that was ahead left times in the future.
if now - trimmed >= 1000 or now < trimmed then
  forget_what_is_old()
  mend()
end
if now - swept >= 60000 or now < swept then
  sweep()
end

local answers, is_short = take_all(exchange, ARGV[FIRST + 1], at)
-- Callers who were short only of what an answer that was lost had given looked for nothing else.
local is_left = (filled > 0 or ARGV[FIRST + 2] == '1' or parks_left <= 0 or is_short) and not paused
  and call('EXISTS', K .. 'ready') == 1
-- If jobs are left, the marker wakes another process; if none are, it would wake one for nothing.
if is_left then
  call('ZADD', K .. 'wake', 0, '1')
elseif is_short then
  call('UNLINK', K .. 'wake')
end
flush()
return {soonest < math.huge and text(math.max(0, soonest - now)) or '-1', refused, answers,
  is_left and parks_left <= 0 and 1 or 0}
