-- Accepts jobs. Arguments: 1 to queue only work that no job does, else 0; then for each job its id,
-- type, user, playlist (empty for none) and priority. Returns the ids of the jobs that do the work.
local ids = {}
for i, job in ipairs(accept(jobs_in(FIRST + 1, #ARGV), ARGV[FIRST] == '1')) do
  ids[i] = job.id
end
wake()
flush()
return ids
