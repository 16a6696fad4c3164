-- What the scripts of the queue share. KEYS[1] is the base of a partition's keys, which carries the
-- hash tag, so that every key below lies in one slot. Neither it nor KEYS[2] ever exists: while a cluster
-- moves the slot, it refuses a script with two such keys, and would run one with one on half the data.
--
--   meta       HASH    how many jobs are in each state (Q D R W S F C), seq, paused, trimmed, swept,
--                      full: how many users are at their limit, next: nothing falls due earlier,
--                      ev: how many events there were,
--                      x:<client>: the leases that a client took last, in case the answer is lost,
--                      wait, lease, due, sched: the rank from which mend() goes on
--   j:<job>    HASH    a job, see load()
--   d:<user>   HASH    work -> the job that does it now or next
--   q<p>:<user> LIST   the lane: "<number> <job>" of the queued jobs of a priority, in order
--   turns      ZSET    <p><user>: a lane that has a turn -> priority and number
--   due        ZSET    deferred jobs -> when they go on
--   lease      ZSET    running jobs -> when their lease runs out
--   wait       ZSET    jobs that wait for their children -> number
--   done, dead ZSET    <job> <state> <user>: jobs that succeeded or were canceled, that failed ->
--                      number of their end
--   c:<job>    ZSET    its children -> number
--   uj:<user>  ZSET    the jobs of a user that are in no lane -> number
--   u:<user>   HASH    how many of the user's jobs run (R), are deferred (D), wait (W), failed (F),
--                      were canceled (C) and are held back (H); paused, full, known
--   users      ZSET    users with jobs -> 0
--   sched      ZSET    users -> when their schedule falls due; plan HASH user -> schedule;
--                      held HASH schedules that fell due while their user is paused -> when
--   yield      SET     running jobs that were told to yield
--   wake       ZSET    holds a marker, which wakes a sleeping process that pops it
--   events     STREAM  changes of jobs; the id of an entry is the number of its last event
--
-- The numbers come from seq. A job gets one when it is enqueued, and keeps it as its rank in every
-- set.
--
-- A live job is in exactly one of: a lane, due, lease, wait, or the field nx of the job behind which
-- it is held back. A lane has a turn if it has a job and its user may run one more. A lane is a list,
-- since that adds and removes a job at the same price however many wait; to remove one from its middle
-- costs more, and is rare. No key has a time to live, so that no eviction of volatile keys can take
-- one. States: Queued Deferred Running Waiting Succeeded Failed Canceled.
--
-- A command costs more than its effect. So what can be written once for many jobs is collected until
-- flush(), which every script that changes a job calls at its end.
--
-- A script makes its functions anew in every run. So what is seldom needed, above all jobs(), is made
-- where it is needed. All that follows stands in a function of its own: variables from out here are
-- cheaper for it than those that functions of one level share.

local K = KEYS[1]
local LEASE = tonumber(ARGV[2])
local LIMIT = tonumber(ARGV[3])
local LOSSES = tonumber(ARGV[4])
local CLIENT = ARGV[10] -- who exchanges jobs; empty in other scripts
local FIRST = 11 -- the first argument of the script's own

local call = redis.call
local clock = call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[1])

-- Writes a number in full; Lua itself would round a long one.
local function text(number)
  return string.format('%d', number)
end

local NOW = text(now)

-- Redis whose memory is full refuses what may grow, but not after a script has written something. What
-- keeps or ends jobs calls this, since the end of jobs is what frees memory.
local function write_despite_full_memory()
  call('UNLINK', KEYS[2])
end

-- Reads how often something happened; what is damaged, as never.
local function number_in(field)
  local number = tonumber(field)
  return number and number >= 0 and number < 1e9 and math.floor(number) or 0
end

-- Adds to a number of a hash; one that is damaged counts as none, since an error here would stop all.
local function add(key, field, by)
  local sum = redis.pcall('HINCRBY', key, field, by)
  if type(sum) == 'number' then
    return sum
  end
  call('HSET', key, field, math.max(by, 0))
  return math.max(by, 0)
end

local FORMAT = '1'
local CHILDREN = {S = 'cs', F = 'cf', C = 'cc'}
local TALLIED = {D = true, W = true, F = true, C = true}
local RANK = 1e15 -- the distance between the scores of two priorities in turns
local MANY = 1000 -- the most arguments of a command; even, for pairs

local seq, paused, trimmed, swept, full, soonest, last_claim, event_number
local counts = {} -- all jobs by state
do
  local meta = call('HMGET', K .. 'meta', 'seq', 'paused', 'trimmed', 'swept', 'full', 'next',
    'x:' .. CLIENT, 'Q', 'D', 'R', 'W', 'S', 'F', 'C', 'ev')
  seq = tonumber(meta[1]) or 0
  if seq < 0 or seq >= RANK then
    seq = now -- damaged; the time is higher than any number that was given
  end
  paused = meta[2]
  trimmed = tonumber(meta[3]) or 0
  swept = tonumber(meta[4]) or 0
  full = tonumber(meta[5]) or 0
  soonest = tonumber(meta[6]) -- unknown if nil
  last_claim = meta[7]
  counts.Q, counts.D, counts.R, counts.W = meta[8], meta[9], meta[10], meta[11]
  counts.S, counts.F, counts.C = meta[12], meta[13], meta[14]
  event_number = tonumber(meta[15]) or 0
end
local first_seq, first_full, first_soonest = seq, full, soonest
local notes = {} -- fields of meta to write

local users, changes, tallies, events = {}, {}, {}, {}
local freed = {} -- jobs whose lease is over
local ended = {done = {}, dead = {}}
local lessened = {} -- users of whom a job was forgotten, and who may have none left
local awake = false -- whether a job may be taken that could not be taken before
