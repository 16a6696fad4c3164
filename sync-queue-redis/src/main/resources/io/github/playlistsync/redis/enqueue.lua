-- Accepts jobs. Arguments: 1 to queue only work that no job does, else 0; then for each job its id,
-- type, user, playlist (empty for none) and priority. Returns the ids of the jobs that do the work.
local only_missing = ARGV[FIRST] == '1'
local enqueue, wanted, ids = jobs().intake(), {}, {}
for i = FIRST + 1, #ARGV, 5 do
  wanted[#wanted + 1] = ARGV[i]
end
local are_all_new = jobs().are_new(wanted)
for i = FIRST + 1, #ARGV, 5 do
  local job = enqueue(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], nil, only_missing,
    are_all_new)
  ids[#ids + 1] = job.id
end
wake()
flush()
return ids
