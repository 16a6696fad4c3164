-- Cancels a job. Arguments: the job, and how many of its children earlier calls canceled. Returns U
-- unknown, L too late, D done, A asked; or, if there are more children, the number canceled so far, with
-- which to call it again. So no single call takes long, however many children there are.
local id, offset = ARGV[FIRST], tonumber(ARGV[FIRST + 1])
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
elseif is_end(job.s) then
  return {offset > 0 and 'D' or 'L'}
end
write_despite_full_memory()
cancel(job)
-- A running job has children if it is about to settle with a long plan.
if job.s == 'W' or job.s == 'R' then
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
  if #children == BATCH then
    wake()
    flush()
    return {tostring(offset)}
  end
  end_if_complete(id)
  job = load(id)
end
wake()
flush()
return {(not job or is_end(job.s)) and 'D' or 'A'}
