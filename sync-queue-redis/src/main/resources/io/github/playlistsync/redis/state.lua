-- The keys of a partition, and what the scripts know at their start. KEYS[1] is the base of the keys, which
-- carries the hash tag, so that every key below lies in one slot. Neither it nor KEYS[2] ever exists: while a
-- cluster moves the slot, it refuses a script with two such keys, and would run one with one on half the data.
--
--   meta        HASH    layout: 2, the layout of these keys; seq: the last number; paused;
--                       v0 v1 v2: the highest tag of a job that was taken, for each priority; share: how many
--                       were taken, modulo 32; next: nothing falls due earlier, empty for never;
--                       trimmed, swept: when that was done last; ev: how many events there were;
--                       x:<client>: the leases that a client took last, in case the answer is lost;
--                       wait, lease, due, sched: the rank from which mend() goes on
--   j:<job>     HASH    a job, see load(). It exists from the enqueuing until the job is forgotten
--   work        HASH    "<U|P...> <user>" -> the job that does this work now or next: a live one not in held
--   ready       ZSET    "<number> <job>" -> priority and tag: queued jobs, in the order they are taken in
--   parked      ZSET    "<user>\0<priority><tag><number> <job>" -> 0: queued jobs of users who are paused or run
--                       as many as they may, in the order of their users and then as in ready
--   held        ZSET    queued jobs that wait for the end of another that does the same work -> number
--   due         ZSET    deferred jobs -> when they go on
--   lease       ZSET    "<job> <token>": running jobs -> when their lease runs out
--   wait        ZSET    jobs that wait for their children -> number
--   done, canceled, dead ZSET "<job> <user>": jobs that succeeded, were canceled, failed -> number of their end
--   c:<job>     ZSET    its children -> number
--   uj:<user>   ZSET    all jobs of a user -> number
--   names       ZSET    users with jobs -> 0
--   users       HASH    r<user>: how many jobs of the user run; 0<user>, 1<user>, 2<user>: how many of each
--                       priority are ready or parked; p<user>: the user is paused. None that is zero.
--                       Here and in work, the field # holds a text that makes look-ups fast
--   plan        HASH    "<user>" for a library or "<user>\0<playlist>" -> "<period> <jitter> <priority>";
--                       planned ZSET its fields -> 0, to page through them; sched ZSET fields -> when they
--                       fall due; overdue HASH fields that fell due while their user is paused -> when
--   yield       SET     running jobs that were told to yield
--   wake        ZSET    holds a marker, which wakes a sleeping process that pops it
--   events      STREAM  changes of jobs; the id of an entry is the number of its last event
--
-- A live job is in exactly one of ready, parked, held, due, lease and wait, one that ended in one of done,
-- canceled and dead; so the counts of states are the sizes of these. All numbers come from seq. A job gets
-- one when it is enqueued, and keeps it. States: Queued Deferred Running Waiting Succeeded Failed Canceled.
--
-- Users take turns by start-time fair queueing: a job's tag is the tag of the job that was taken last, plus
-- how many jobs of its user wait before it. So the first jobs of all users come before the second ones,
-- wherever they stand in the queue, and one that leaves the middle costs no more than any other.
-- A job of a user who may run no more is parked when it would be taken, and comes back when a run ends.
-- If a user who may run one more has parked jobs, then others of theirs run or are ready.
-- No key has a time to live, so that no eviction of volatile keys can take one.
-- Where two of these keys disagree, the record of the job is right, and repair.lua makes the other agree. What
-- the record lacks is taken from the name of its work, its lease, the list of its user or its entry in ready.

local LEASE = tonumber(ARGV[2])
local LIMIT = tonumber(ARGV[3])
local LOSSES = tonumber(ARGV[4])
local CLIENT = ARGV[10] -- who exchanges jobs; empty in other scripts
local FIRST = 11 -- the first argument of the script's own

local FORMAT = '1'
local RANK = 1e15 -- the distance between the scores of two priorities; all tags and numbers are lower
local MANY = 1000 -- the most arguments of a command; even, for pairs
local CHILDREN = {S = 'cs', F = 'cf', C = 'cc'}

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

local function tag_in(field)
  local tag = tonumber(field)
  return tag and tag >= 0 and tag < RANK / 2 and math.floor(tag)
end

-- Adds to a number of a hash; one that is damaged counts as none, since an error here would stop all.
local function add(key, field, by)
  if type(redis.pcall('HINCRBY', key, field, by)) ~= 'number' then
    call('HSET', key, field, math.max(by, 0))
  end
end

local seq, paused, trimmed, swept, soonest, last_claim, event_number, share
local virtual = {}
local notes = {} -- fields of meta to write
do
  local meta = call('HMGET', K .. 'meta', 'seq', 'paused', 'trimmed', 'swept', 'next', 'x:' .. CLIENT, 'ev',
    'share', 'v0', 'v1', 'v2')
  seq = tonumber(meta[1])
  if not seq then
    notes = {'layout', '2'}
    -- A hash that holds a long value is never a list inside Redis, which would be slow with some hundred users.
    for _, key in ipairs({'users', 'work'}) do
      redis.pcall('HSET', K .. key, '#', ('this keeps the hash from being a list '):rep(2))
    end
  end
  if not seq or seq < 0 or seq >= RANK / 2 then
    -- Lost or damaged; the time is higher than any number that was given.
    seq = call('EXISTS', K .. 'names') == 0 and 0 or now
  end
  paused = meta[2]
  trimmed = tonumber(meta[3]) or 0
  swept = tonumber(meta[4]) or 0
  soonest = meta[5] == '' and math.huge or tonumber(meta[5]) -- unknown if nil
  last_claim = meta[6]
  event_number = tonumber(meta[7]) or 0
  share = number_in(meta[8])
  virtual['0'], virtual['1'], virtual['2'] = tag_in(meta[9]) or 0, tag_in(meta[10]) or 0, tag_in(meta[11]) or 0
end
local first_seq, first_soonest = seq, soonest
local events = {}
local filled = 0 -- how many jobs were made ready
local ended = {done = {}, canceled = {}, dead = {}}
