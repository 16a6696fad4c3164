-- What a step of a repair found, and what else is to be looked at. Part of repair.lua.

local BATCH = 40
local found, tasks, checked = {}, {}, 0
local budget = 150 -- how many entries this step may still look at, beside those of its cursor

-- Tells a finding: what it is, whether it is right now, and which job or user it concerns, empty if none.
local function tell(code, is_mended, id, user, sentence)
  append(found, code, is_mended and '1' or '0')
  append(found, id or '', user or '')
  found[#found + 1] = sentence
end

-- Whether a text may be the id of a user or a playlist.
local function is_name(name)
  return name and name ~= '' and not name:find('[%c%s]')
end

local function is_number(field)
  return field and #field < 16 and field:find('^%d+$') and true
end

local function is_token(field)
  return field and #field < 20 and field:find('^%d+$') and true
end

local function is_newer(format)
  return number_in(format) > tonumber(FORMAT)
end

-- Whether the fields of a job say what is to be done.
local function is_readable(job)
  return is_name(job.u) and (job.t == 'U' or job.t == 'P' and is_name(job.p))
end

local function has_work(job, work)
  return is_readable(job) and work_of(job.t, job.p, job.u) == work
end

-- Tells what stopped a mend; Redis gives its own errors as tables.
local function tell_of_error(what, problem)
  tell('UNREADABLE', false, nil, nil,
    what .. ' cannot be mended: ' .. tostring(type(problem) == 'table' and problem.err or problem))
end

-- Does something with some pairs of a key, and returns from where to go on, empty at the end. What breaks is
-- told, and stops nothing else.
local function each_pair(command, key, from, action)
  local answer = call(command, K .. key, from == '' and '0' or from, 'COUNT', BATCH)
  for i = 1, #answer[2], 2 do
    local is_whole, problem = pcall(action, answer[2][i], answer[2][i + 1])
    if not is_whole then
      tell_of_error('an entry of ' .. key, problem)
    end
  end
  return answer[1] == '0' and '' or answer[1]
end

-- Looks at something of this size now, or in steps of its own if it is too much for this one. The action
-- takes from where to begin, and returns from where to go on, empty at the end.
local function look_at(kind, subject, size, action)
  budget = budget - size - 10
  if budget < 0 then
    append(tasks, kind, subject)
    return
  end
  local from = ''
  repeat
    from = action(subject, from)
  until from == ''
end

-- Makes sure that a sorted set has a member, at a score if there is one to have.
local function put(set, member, score)
  local old = call('ZSCORE', K .. set, member)
  if old and tonumber(old) == tonumber(score) then
    return false
  end
  call('ZADD', K .. set, score, member)
  return true
end
