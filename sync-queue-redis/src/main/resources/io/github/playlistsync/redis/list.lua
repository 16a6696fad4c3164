-- Lists the jobs of a user, the newest first. Arguments: the user, the number below which to begin, empty
-- to begin with the newest, and how many. Returns each job and its number.
local K, name, limit = KEYS[1], ARGV[1], tonumber(ARGV[3])
local before = tonumber(ARGV[2]) or math.huge
local found = {}

local function add(number, id)
  found[#found + 1] = {number, id}
end

-- Returns how many entries of a lane are below the number.
local function below(lane)
  local low, high = 0, redis.call('LLEN', lane)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if (tonumber(redis.call('LINDEX', lane, middle):match('^%d+')) or 0) < before then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

local listed = redis.call('ZREVRANGEBYSCORE', K .. 'uj:' .. name,
  before < math.huge and '(' .. ARGV[2] or '+inf', '-inf', 'WITHSCORES', 'LIMIT', 0, limit)
for i = 1, #listed, 2 do
  add(tonumber(listed[i + 1]), listed[i])
end
for priority = 0, 2 do
  local lane = K .. 'q' .. priority .. ':' .. name
  local last = below(lane) - 1
  if last >= 0 then
    for _, entry in ipairs(redis.call('LRANGE', lane, math.max(0, last - limit + 1), last)) do
      local number, id = entry:match('^(%d+) (.*)$')
      if id then
        add(tonumber(number), id)
      end
    end
  end
end
table.sort(found, function(a, b) return a[1] > b[1] end)
local answer = {}
for i = 1, math.min(limit, #found) do
  answer[#answer + 1] = found[i][2]
  answer[#answer + 1] = string.format('%.0f', found[i][1])
end
return answer
