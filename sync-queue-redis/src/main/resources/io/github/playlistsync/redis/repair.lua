-- Does a step of a repair. Arguments: what to look at, of which user or job or in which set, and from where,
-- all as earlier steps returned them. Returns from where the same goes on, empty at the end; how many jobs it
-- looked at; its findings, each with a code, 1 if it is right now, else 0, a job, a user and a sentence; and
-- what else is to be looked at before it goes on, each with its subject. Each step leaves all as right as it
-- was, so that a repair may end at any, and others work meanwhile. repair() of the client says in which order.
local kind, subject, from = ARGV[FIRST], ARGV[FIRST + 1], ARGV[FIRST + 2]

-- Does something with some keys whose name begins so, and returns from where to go on.
local function each_key(prefix, action)
  local cursor, seen = from == '' and '0' or from, 0
  for _ = 1, 10 do
    local answer = call('SCAN', cursor, 'MATCH', K .. prefix .. '*', 'COUNT', BATCH)
    cursor, seen = answer[1], seen + #answer[2]
    for _, key in ipairs(answer[2]) do
      local name = key:sub(#K + #prefix + 1)
      local is_whole, problem = pcall(action, name)
      if not is_whole then
        tell_of_error(prefix .. name, problem)
      end
    end
    if cursor == '0' or seen >= BATCH / 2 then
      break
    end
  end
  return cursor == '0' and '' or cursor
end

local function size_of(key)
  return call('ZCARD', K .. key)
end

local LOOKS = {
  meta = mend_meta,
  named = function() return each_pair('HSCAN', 'work', from, recall_work) end,
  tokens = function() return each_pair('ZSCAN', 'lease', from, recall_token) end,
  owners = function()
    return each_key('uj:', function(user) look_at('owner', user, size_of('uj:' .. user), sweep_owner) end)
  end,
  owner = function() return sweep_owner(subject, from) end,
  jobs = function() return each_key('j:', mend_job) end,
  orphans = function() return each_key('c:', sweep_children) end,
  set = function()
    return each_pair('ZSCAN', subject, from, function(entry, score) sweep_set(subject, entry, score) end)
  end,
  yield = sweep_yield,
  work = function() return each_pair('HSCAN', 'work', from, sweep_work) end,
  counts = function() return each_pair('HSCAN', 'users', from, sweep_count) end,
  parents = function()
    return each_pair('ZSCAN', 'wait', from, function(id)
      look_at('children', id, size_of('c:' .. id), sum_children)
    end)
  end,
  children = function() return sum_children(subject, from) end,
  users = function()
    return each_pair('ZSCAN', 'names', from, function(user)
      look_at('user', user, size_of('uj:' .. user), sum_user)
    end)
  end,
  user = function() return sum_user(subject, from) end,
  plans = function() return each_pair('HSCAN', 'plan', from, sweep_plan) end,
  planned = function() return each_pair('ZSCAN', 'planned', from, sweep_time('planned', 'ZREM')) end,
  due = function() return each_pair('ZSCAN', 'sched', from, sweep_time('sched', 'ZREM')) end,
  overdue = function() return each_pair('HSCAN', 'overdue', from, sweep_time('overdue', 'HDEL')) end,
  next = mend_next
}

write_despite_full_memory()
local is_whole, rest = pcall(LOOKS[kind])
if not is_whole then
  tell_of_error('the ' .. kind, rest)
  rest = ''
end
wake()
flush()
return {rest, checked, found, tasks}
