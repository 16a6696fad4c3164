-- What the scripts of the queue share. KEYS[1] is the base of a partition's keys, which carries the
-- hash tag, so that every key below lies in one slot:
--
--   meta       HASH    how many jobs are in each state (Q D R W S F C), seq, paused, trimmed, swept,
--                      full: how many users are at their limit, next: nothing falls due earlier,
--                      x:<client>: what a client took last, for when the answer is lost
--   j:<job>    HASH    a job, see load()
--   d:<user>   HASH    work -> the job that does it now or next
--   q<p>:<user> LIST   the lane: "<place> <job>" of a priority that may be taken, in order
--   turns      ZSET    <p><user>: a lane whose turn may come -> priority and turn
--   due        ZSET    deferred jobs -> when they go on
--   lease      ZSET    running jobs -> when their lease runs out
--   wait       ZSET    jobs that wait for their children -> place
--   done, dead ZSET    <job> <state> <user>: jobs that succeeded or were canceled, that failed ->
--                      number of their end
--   c:<job>    ZSET    its children -> place
--   uj:<user>  ZSET    the jobs of a user that are in no lane -> place
--   u:<user>   HASH    how many of the user's jobs run (R), are deferred (D), wait (W), failed (F),
--                      were canceled (C) and are held (H); paused, full, known
--   users      ZSET    users with jobs -> 0
--   sched      ZSET    users -> when their schedule falls due; plan HASH user -> schedule;
--                      held HASH schedules that fell due while their user is paused -> when
--   yield      SET     running jobs that were told to make way
--   wake       ZSET    holds a marker while a sleeping process is to be woken
--   events     STREAM  what happened
--
-- A live job is in exactly one of: a lane, due, lease, wait, or the field nx of the job behind which
-- it is held. A lane has a turn if its user may run one more job. A lane is a list, since that takes a
-- job in or gives one out at the same price however many wait; to take one out of its middle costs
-- more, and is rare. No key has a time to live, so that no eviction of volatile keys can take one.
-- States: Queued Deferred Running Waiting Succeeded Failed Canceled.
--
-- A command costs more than what it does, so what can be written once for many jobs is kept until
-- flush(), which every script that changes a job calls at its end.
--
-- A script makes its functions anew whenever it runs. So what is seldom needed, jobs() before all, is
-- made where it is needed, and all that follows stands in a function of its own: what it takes from
-- here costs less than what functions of one level take from each other.

local K = KEYS[1]
local LEASE = tonumber(ARGV[2])
local LIMIT = tonumber(ARGV[3])
local LOSSES = tonumber(ARGV[4])
local CLIENT = ARGV[10] -- who exchanges jobs; empty in other scripts
local FIRST = 11 -- the first argument of the script's own

local call = redis.call
local clock = call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000) + tonumber(ARGV[1])

-- Numbers too long for the form that Lua would give them by itself.
local function text(number)
  return string.format('%d', number)
end

local NOW = text(now)

local FORMAT = '1'
local CHILDREN = {S = 'cs', F = 'cf', C = 'cc'}
local TALLIED = {D = true, W = true, F = true, C = true}
local RANK = 1e15 -- what lies between the turns of two priorities
local MANY = 1000 -- how many keys or members a command is given at most; even, for pairs

local seq, paused, trimmed, swept, full, soonest, last_claim
local counts = {} -- all jobs by state
do
  local meta = call('HMGET', K .. 'meta', 'seq', 'paused', 'trimmed', 'swept', 'full', 'next',
    'x:' .. CLIENT, 'Q', 'D', 'R', 'W', 'S', 'F', 'C')
  seq = tonumber(meta[1]) or 0
  paused = meta[2]
  trimmed = tonumber(meta[3]) or 0
  swept = tonumber(meta[4]) or 0
  full = tonumber(meta[5]) or 0
  soonest = tonumber(meta[6]) -- unknown if nil
  last_claim = meta[7]
  counts.Q, counts.D, counts.R, counts.W = meta[8], meta[9], meta[10], meta[11]
  counts.S, counts.F, counts.C = meta[12], meta[13], meta[14]
end
local first_seq, first_full, first_soonest = seq, full, soonest
local notes = {} -- fields of meta to be written

local users, changes, tallies, events = {}, {}, {}, {}
local freed = {} -- jobs whose lease is over
local ended = {done = {}, dead = {}}
local lessened = {} -- users of whom a job was forgotten
local awake = false -- something may be taken that could not be before
