-- The gate that all processes share. KEYS[1] is the base of its keys:
--
--   state    HASH  closed until, why, next start, gap, changed, refused, row, begun: the last start
--   permits  ZSET  calls under way -> when their lease ends
--   calls    HASH  interval of 15 minutes -> calls
--
-- Arguments: the operation, the time (empty for the server's), the most calls at once, the least and
-- the most gap between calls, the cap of calls a day (0 for none); then those of the operation. Times
-- are in milliseconds.
local K = KEYS[1]
local call = redis.call
local operation, most = ARGV[1], tonumber(ARGV[3])
local least_gap, most_gap, cap = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local FIRST = 7

local WINDOW = 30000
local FIRST_STEP = 100
local INTERVAL = 15 * 60 * 1000
local INTERVALS = 97
local QUIET = 60000

local now = tonumber(ARGV[2])
if not now then
  local clock = call('TIME')
  now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
end

local fields = call('HMGET', K .. 'state', 'closed', 'why', 'next', 'gap', 'changed', 'refused', 'row',
  'begun')
local closed, why = tonumber(fields[1]), fields[2] or 'RATE'
local next_start = tonumber(fields[3]) or 0
local gap, changed = tonumber(fields[4]) or least_gap, tonumber(fields[5]) or 0
local refused, row = tonumber(fields[6]) or 0, tonumber(fields[7]) or 0
local last = tonumber(fields[8]) or 0

local function text(number)
  return string.format('%.0f', number)
end

-- The gap shrinks by a quarter for each window that passes without a refusal.
while gap > least_gap and now >= changed + WINDOW do
  gap = math.floor(gap * 3 / 4)
  gap = gap < FIRST_STEP / 2 and least_gap or math.max(gap, least_gap)
  changed = changed + WINDOW
end

local interval = math.floor(now / INTERVAL)

-- Returns how many calls the last day had, and when the oldest of them are forgotten.
local function ledger()
  local sum, oldest = 0, nil
  local all = call('HGETALL', K .. 'calls')
  for i = 1, #all, 2 do
    local number = tonumber(all[i])
    if number <= interval - INTERVALS then
      call('HDEL', K .. 'calls', all[i])
    else
      sum = sum + tonumber(all[i + 1])
      oldest = (not oldest or number < oldest) and number or oldest
    end
  end
  return sum, oldest and (oldest + INTERVALS) * INTERVAL
end

-- Returns when the gate opens, 0 if nothing closes it.
local function opens_at()
  local opens = closed or 0
  if cap > 0 then
    local sum, forgotten = ledger()
    if sum >= cap then
      opens = math.max(opens, forgotten)
    end
  end
  return opens
end

call('ZREMRANGEBYSCORE', K .. 'permits', '-inf', now)

if operation == 'book' then
  local patience = tonumber(ARGV[FIRST])
  local start = math.max(now, next_start, opens_at())
  if start > now and start - now > patience then
    return {'refused', text(start), text(now), why}
  end
  call('HSET', K .. 'state', 'next', text(start + gap), 'gap', text(gap), 'changed', text(changed))
  return {'booked', text(start), text(now), why}
elseif operation == 'begin' then
  local id, lease = ARGV[FIRST], tonumber(ARGV[FIRST + 1])
  if opens_at() > now then
    return {'closed', '0', text(now), why}
  elseif call('ZSCORE', K .. 'permits', id) then
    return {'begun', text(now), text(now), why}
  elseif call('ZCARD', K .. 'permits') >= most then
    return {'full', '0', text(now), why}
  elseif last <= now and now < last + gap then
    -- The call before began late, or waited for a permit as this one did.
    return {'early', text(last + gap), text(now), why}
  end
  call('ZADD', K .. 'permits', now + lease, id)
  call('HSET', K .. 'state', 'begun', text(now))
  if call('HINCRBY', K .. 'calls', interval, 1) == 1 then
    ledger()
  end
  return {'begun', text(now), text(now), why}
elseif operation == 'renew' then
  for i = FIRST + 1, #ARGV do
    call('ZADD', K .. 'permits', 'XX', now + tonumber(ARGV[FIRST]), ARGV[i])
  end
  return {'renewed', '0', text(now), why}
elseif operation == 'end' then
  call('ZREM', K .. 'permits', ARGV[FIRST])
  return {'ended', '0', text(now), why}
elseif operation == 'limited' then
  local begun, limit, retry = tonumber(ARGV[FIRST]), ARGV[FIRST + 1], tonumber(ARGV[FIRST + 2])
  local usual = tonumber(ARGV[FIRST + 3])
  local shortest, longest = tonumber(ARGV[FIRST + 4]), tonumber(ARGV[FIRST + 5])
  -- Refusals of calls that were under way together count once; a quiet minute ends the row.
  if begun >= refused then
    row = (closed and now < closed + QUIET) and row + 1 or 0
    refused = now
  end
  -- A call that began before the gap grew says nothing about the new gap.
  if limit == 'RATE' and begun >= changed then
    gap = math.min(math.max(gap * 2, FIRST_STEP), most_gap)
    changed = now
  end
  local rest = retry
  if not rest then
    rest = usual
    for _ = 1, math.min(row, 40) do
      rest = math.min(rest * 2, longest)
    end
  end
  rest = math.min(math.max(rest, shortest), longest)
  if now + rest > (closed or 0) then
    closed, why = now + rest, limit
  end
  call('HSET', K .. 'state', 'closed', text(closed), 'why', why, 'gap', text(gap), 'changed',
    text(changed), 'refused', text(refused), 'row', row)
  return {'limited', text(closed), text(now), why}
end
local sum = ledger()
local shut = closed and closed > now and text(closed) or ''
return {'status', shut, text(now), why, text(call('ZCARD', K .. 'permits')), text(sum), text(gap)}
