-- Accepts jobs. Arguments: 1 to queue only what is missing, else 0; the priority; then for each job
-- its id, type, user and playlist (empty for none). Returns the ids of the jobs that do the work.
local missing = ARGV[FIRST] == '1'
local priority = ARGV[FIRST + 1]
local ids = {}
for i = FIRST + 2, #ARGV, 4 do
  local job = enqueue(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], priority, nil, missing)
  ids[#ids + 1] = job.id
end
wake()
flush()
return ids
