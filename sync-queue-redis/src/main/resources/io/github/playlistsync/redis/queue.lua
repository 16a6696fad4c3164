-- What the scripts of the queue share: numbers, users, turns, and what they write at the end.

local function next_number()
  seq = seq + 1
  return seq
end

local function user_of(name)
  local user = users[name]
  if not user then
    local fields = call('HMGET', K .. 'u:' .. name, 'R', 'paused', 'full', 'known')
    user = {running = number_in(fields[1]), paused = fields[2], full = fields[3],
      known = fields[4]}
    users[name] = user
  end
  return user
end

-- Changes how many of the user's jobs run; returns how many do.
local function run(name, by)
  local running = add(K .. 'u:' .. name, 'R', by)
  if users[name] then
    users[name].running = running
  end
  return running
end

local function tally(name, what, by)
  local mine = tallies[name]
  if not mine then
    mine = {}
    tallies[name] = mine
  end
  mine[what] = (mine[what] or 0) + by
end

local function count_all(state, by)
  changes[state] = (changes[state] or 0) + by
end

local function count(name, state, by)
  count_all(state, by)
  if TALLIED[state] then
    tally(name, state, by)
  end
end

-- Returns how many jobs are in a state now.
local function number_of(state)
  return (tonumber(counts[state]) or 0) + (changes[state] or 0)
end

local function append(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

-- Calls a command in parts, since Lua cannot unpack very many arguments at once.
local function in_parts(command, key, arguments)
  if #arguments > 0 and #arguments <= MANY then
    call(command, key, unpack(arguments))
  else
    for from = 1, #arguments, MANY do
      call(command, key, unpack(arguments, from, math.min(from + MANY - 1, #arguments)))
    end
  end
end

-- Returns how many of these keys exist.
local function existing(keys)
  local found = 0
  for from = 1, #keys, MANY do
    found = found + call('EXISTS', unpack(keys, from, math.min(from + MANY - 1, #keys)))
  end
  return found
end

local function falls_due(when)
  if soonest and when < soonest then
    soonest = when
  end
end

-- Gives a lane a turn behind the others of its priority, unless it has one.
local function give_turn(name, priority)
  call('ZADD', K .. 'turns', 'NX', text(priority * RANK + next_number()), priority .. name)
  awake = true
end

local function may_run(user)
  return user.running < LIMIT and not user.paused
end

-- Gives every lane of the user a turn if the user may run one more job, else takes them away.
local function update_turns(name)
  local allowed = may_run(user_of(name))
  for priority = 0, 2 do
    if allowed and call('EXISTS', K .. 'q' .. priority .. ':' .. name) == 1 then
      give_turn(name, priority)
    else
      call('ZREM', K .. 'turns', priority .. name)
    end
  end
end

local function is_work(type, playlist)
  return type == 'U' or (type == 'P' and playlist)
end

local function work_of(type, playlist)
  return type == 'P' and 'P' .. playlist or 'U'
end

-- Forgets jobs that have ended, by their entries in the archives.
local function forget(entries)
  local keys = {}
  for _, entry in ipairs(entries) do
    local id, state, name = entry:match('^(%S+) (%S) (.*)$')
    if id then
      append(keys, K .. 'j:' .. id, K .. 'c:' .. id)
      call('ZREM', K .. 'uj:' .. name, id)
      count(name, state, -1)
      lessened[name] = true
    else
      append(keys, K .. 'j:' .. entry, K .. 'c:' .. entry)
    end
  end
  call('UNLINK', unpack(keys))
end

-- Counts the end of a run. At the limit, the user's lanes had no turn; now they get one again.
local function runs_no_more(name)
  local running = run(name, -1)
  if full > 0 and running < LIMIT and user_of(name).full then
    call('HDEL', K .. 'u:' .. name, 'full')
    user_of(name).full = false
    full = full - 1
    update_turns(name)
  end
end

-- Leaves the marker that wakes a sleeping process.
local function wake()
  if awake and not paused then
    call('ZADD', K .. 'wake', 0, '1')
  end
end

-- Ends the leases of jobs that run no more.
local function release()
  in_parts('ZREM', K .. 'lease', freed)
  freed = {}
end

-- Archives the jobs that ended. Above the limit, it forgets a twentieth at once, which costs less than
-- one by one.
local function archive(name, size, keep)
  local entries = ended[name]
  if #entries == 0 then
    return
  end
  in_parts('ZADD', K .. name, entries)
  local surplus = size > keep and call('ZCARD', K .. name) - keep or 0
  if surplus > 0 then
    local popped = call('ZPOPMIN', K .. name, math.min(surplus + math.floor(keep / 20), MANY))
    local old = {}
    for i = 1, #popped, 2 do
      old[#old + 1] = popped[i]
    end
    forget(old)
  end
end

-- Forgets users who have no jobs left.
local function unregister()
  local names, keys = {}, {}
  for name in pairs(lessened) do
    names[#names + 1] = name
    keys[#keys + 1] = K .. 'uj:' .. name
  end
  if existing(keys) < #keys then
    for _, name in ipairs(names) do
      if call('EXISTS', K .. 'uj:' .. name, K .. 'q0:' .. name, K .. 'q1:' .. name,
        K .. 'q2:' .. name) == 0 then
        call('ZREM', K .. 'users', name)
        call('HDEL', K .. 'u:' .. name, 'known', 'R')
      end
    end
  end
end

local function write_counts()
  for state, by in pairs(changes) do
    if by ~= 0 then
      append(notes, state, text(math.max(0, number_of(state))))
    end
  end
  for name, mine in pairs(tallies) do
    for what, by in pairs(mine) do
      if by ~= 0 and add(K .. 'u:' .. name, what, by) == 0 then
        call('HDEL', K .. 'u:' .. name, what)
      end
    end
  end
end

-- Adds the events as one entry. Its id is the number of the last of them, by which the oldest are
-- forgotten, and a reader sees which are missing.
local function publish()
  local function add_entry()
    event_number = event_number + #events
    local oldest = math.max(0, event_number - tonumber(ARGV[9]))
    return redis.pcall('XADD', K .. 'events', 'MINID', '~', text(oldest), text(event_number) .. '-0',
      't', NOW, 'e', table.concat(events, ' '))
  end
  if add_entry().err then
    -- The number is damaged, or was lost.
    local last = call('XREVRANGE', K .. 'events', '+', '-', 'COUNT', 1)[1]
    event_number = last and tonumber(last[1]:match('^%d+')) or 0
    add_entry()
  end
  append(notes, 'ev', text(event_number))
end

local function flush()
  release()
  archive('done', number_of('S') + number_of('C'), tonumber(ARGV[5]))
  archive('dead', number_of('F'), tonumber(ARGV[7]))
  unregister()
  write_counts()
  if seq ~= first_seq then
    append(notes, 'seq', text(seq))
  end
  if full ~= first_full then
    append(notes, 'full', text(full))
  end
  if soonest ~= first_soonest then
    append(notes, 'next', soonest < math.huge and text(soonest) or '')
  end
  if #events > 0 then
    publish()
  end
  if #notes > 0 then
    call('HSET', K .. 'meta', unpack(notes))
  end
end
