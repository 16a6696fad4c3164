-- Enqueues the children of a job that stand in the arguments.
local function add_children(parent, from, to)
  local entries = {}
  for _, child in ipairs(accept(jobs_in(from, to, parent.u, parent.id))) do
    -- A job that has a parent already stays with it.
    if child.pa == parent.id then
      append(entries, child.q, child.id)
    end
  end
  in_parts('ZADD', K .. 'c:' .. parent.id, entries)
end
