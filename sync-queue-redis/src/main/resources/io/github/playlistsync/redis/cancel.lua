-- Cancels a job. Arguments: the job, and how many of its children earlier calls canceled, empty if this is
-- the first. Returns U unknown, L too late, D done, A asked; or, if there are more children, the number
-- canceled so far, with which to call it again. So no single call takes long, however many children there are.
local id, offset, is_first = ARGV[FIRST], tonumber(ARGV[FIRST + 1]) or 0, ARGV[FIRST + 1] == ''
local BATCH = 100

local function cancel(job)
  if job.s == 'Q' or job.s == 'D' then
    finish(job, 'C')
  else
    call('HSET', K .. 'j:' .. job.id, 'x', '1')
  end
end

-- Frees a child from its parent, since somebody wants it for itself too.
local function let_go(child, parent)
  call('HDEL', K .. 'j:' .. child.id, 'pa')
  call('ZREM', K .. 'c:' .. parent, child.id)
  add(K .. 'j:' .. parent, 'ct', -1)
end

local job = load(id)
if not job then
  return {'U'}
elseif is_first and is_end(job.s) then
  return {'L'}
end
write_despite_full_memory()
if not is_end(job.s) then
  cancel(job)
end
-- A running job has children if it is about to settle with a long plan. If it ended since the first call, the
-- rest of them would go on.
if job.s == 'W' or job.s == 'R' or not is_first then
  local children = call('ZRANGE', K .. 'c:' .. id, offset, offset + BATCH - 1)
  for _, name in ipairs(children) do
    local child = load(name)
    if child and not is_end(child.s) and child.w then
      let_go(child, id)
    else
      offset = offset + 1
      if child and not is_end(child.s) then
        cancel(child)
      end
    end
  end
  -- Now, since the next call may never come.
  end_if_complete(id)
  if #children == BATCH then
    wake()
    flush()
    return {tostring(offset)}
  end
  job = load(id)
end
wake()
flush()
return {(not job or is_end(job.s)) and 'D' or 'A'}
