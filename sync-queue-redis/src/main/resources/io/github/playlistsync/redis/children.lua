-- Enqueues children of a job that is about to settle with them: a step of a plan that is too long for one.
-- Arguments: the job, its token, and for each child its id, type, playlist and priority. Returns 1, or 0
-- if the lease is lost or the job is to be canceled. A job that dies between the steps begins again, and
-- the children of the first attempt are its children too.
local parent = load(ARGV[FIRST])
if not parent or parent.s ~= 'R' or parent.k ~= ARGV[FIRST + 1] or parent.x then
  return {'0'}
end
write_despite_full_memory()
add_children(parent, FIRST + 2, #ARGV)
wake()
flush()
return {'1'}
