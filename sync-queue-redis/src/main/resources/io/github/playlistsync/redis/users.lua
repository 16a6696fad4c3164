-- Users, and the jobs of theirs that wait to be taken.

local users, changed = {}, {} -- what is known of users; fields to write
local is_any_parked

local function append(list, first, second)
  list[#list + 1] = first
  list[#list + 1] = second
end

-- Calls a command in parts, since Lua cannot unpack very many arguments at once.
local function in_parts(command, key, arguments)
  for from = 1, #arguments, MANY do
    call(command, key, unpack(arguments, from, math.min(from + MANY - 1, #arguments)))
  end
end

local function next_number()
  seq = seq + 1
  return text(seq)
end

local function falls_due(when)
  if soonest and when < soonest then
    soonest = when
  end
end

local function happened(id, state)
  events[#events + 1] = id .. ' ' .. state
end

-- Reads what is not known of these users yet, at most MANY.
local function read_users(names)
  local fields, unread = {}, {}
  for _, name in ipairs(names) do
    if not users[name] then
      users[name] = {name = name}
      append(fields, 'r' .. name, 'p' .. name)
      append(fields, '0' .. name, '1' .. name)
      fields[#fields + 1] = '2' .. name
      unread[#unread + 1] = users[name]
    end
  end
  local values = #fields > 0 and call('HMGET', K .. 'users', unpack(fields)) or {}
  for i, user in ipairs(unread) do
    local at = 5 * i
    user.r, user.paused = number_in(values[at - 4]), values[at - 3]
    user['0'], user['1'], user['2'] = number_in(values[at - 2]), number_in(values[at - 1]), number_in(values[at])
  end
end

local function user_of(name)
  if not users[name] then
    read_users({name})
  end
  return users[name]
end

-- Changes how many jobs of the user run (r), or wait with a priority.
local function count(user, field, by)
  user[field] = math.max(0, user[field] + by)
  changed[field .. user.name] = user[field]
end

local function may_run(user)
  return user.r < LIMIT and not user.paused
end

local function member_of(job)
  return string.format('%015d ', tonumber(job.q)) .. job.id
end

local function parked_member_of(job)
  return string.format('%s\0%s%015d', job.u, job.pr, tag_in(job.z) or 0) .. member_of(job)
end

-- Makes the next of the user's parked jobs ready, as many as may run.
local function refill(user)
  if not may_run(user) then
    return
  end
  if is_any_parked == nil then
    is_any_parked = call('EXISTS', K .. 'parked') == 1
  end
  if not is_any_parked then
    return
  end
  local parked = call('ZRANGEBYLEX', K .. 'parked', '[' .. user.name .. '\0', '(' .. user.name .. '\1',
    'LIMIT', 0, math.min(LIMIT - user.r, 500))
  local ready = {}
  for _, entry in ipairs(parked) do
    local at = #user.name + 2
    local priority, tag = entry:sub(at, at):match('^[012]$'), tag_in(entry:sub(at + 1, at + 15))
    if priority and tag then
      append(ready, text(priority * RANK + tag), entry:sub(at + 16))
    end
  end
  if #parked > 0 then
    call('ZREM', K .. 'parked', unpack(parked))
    in_parts('ZADD', K .. 'ready', ready)
    filled = filled + #parked
  end
end

local function park(member)
  call('ZADD', K .. 'parked', 0, member)
  is_any_parked = true
end

-- The tag of a job that begins to wait: behind the others of its user, of which none may be taken before
-- the first ones of all users.
local function new_tag(user, priority)
  return virtual[priority] + user[priority]
end

-- Has a job wait to be taken, at its tag if it has one.
local function enter_ready(job)
  local user = user_of(job.u)
  local tag = text(tag_in(job.z) or new_tag(user, job.pr))
  if job.z ~= tag then
    job.z = tag
    call('HSET', K .. 'j:' .. job.id, 'z', tag)
  end
  count(user, job.pr, 1)
  if may_run(user) then
    call('ZADD', K .. 'ready', text(job.pr * RANK + tag), member_of(job))
    filled = filled + 1
  else
    park(parked_member_of(job))
  end
end

local function leave_ready(job)
  if call('ZREM', K .. 'ready', member_of(job)) == 0 then
    call('ZREM', K .. 'parked', parked_member_of(job))
  end
  count(user_of(job.u), job.pr, -1)
end

-- Changes the priority of a job that may wait to be taken; it begins to wait anew.
local function raise(job, priority)
  if (job.s == 'Q' or job.s == 'D') and tonumber(priority) < tonumber(job.pr) then
    local is_waiting = job.s == 'Q' and not job.hb
    if is_waiting then
      leave_ready(job)
    end
    job.pr, job.z = priority, nil
    call('HSET', K .. 'j:' .. job.id, 'pr', priority)
    call('HDEL', K .. 'j:' .. job.id, 'z')
    if is_waiting then
      enter_ready(job)
    end
  end
end
