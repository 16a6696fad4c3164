-- What a script writes once at its end for all jobs that it changed.

-- Archives the jobs that ended, and keeps so many.
local function keep(archives, limit)
  local is_longer, size = false, 0
  for _, name in ipairs(archives) do
    is_longer = is_longer or #ended[name] > 0
  end
  if is_longer then
    for _, name in ipairs(archives) do
      in_parts('ZADD', K .. name, ended[name])
      size = size + call('ZCARD', K .. name)
    end
    shorten(archives, size, limit)
  end
end

local function write_users()
  local set, gone = {}, {}
  for field, value in pairs(changed) do
    if value > 0 then
      append(set, field, text(value))
    else
      append(gone, field)
    end
  end
  in_parts('HSET', K .. 'users', set)
  in_parts('HDEL', K .. 'users', gone)
end

-- Adds the events as one entry. Its id is the number of the last of them, by which the oldest are
-- forgotten, and a reader sees which are missing.
local function publish()
  local function add_entry()
    event_number = event_number + #events
    local oldest_kept = math.max(0, event_number - tonumber(ARGV[9]))
    return redis.pcall('XADD', K .. 'events', 'MINID', '~', text(oldest_kept), text(event_number) .. '-0',
      't', NOW, 'e', table.concat(events, ' '))
  end
  if add_entry().err then
    -- The number is damaged, or was lost.
    local last = call('XREVRANGE', K .. 'events', '+', '-', 'COUNT', 1)[1]
    event_number = last and tonumber(last[1]:match('^%d+')) or 0
    add_entry()
  end
  append(notes, 'ev', text(event_number))
end

-- Leaves the marker that wakes a sleeping process, if jobs are ready and none were before. Who takes some
-- then and leaves others does the same.
local function wake()
  local size = filled > 0 and not paused and call('ZCARD', K .. 'ready') or 0
  if size > 0 and size <= filled then
    call('ZADD', K .. 'wake', 0, '1')
  end
end

local function flush()
  keep({'done', 'canceled'}, tonumber(ARGV[5]))
  keep({'dead'}, tonumber(ARGV[7]))
  write_users()
  if seq ~= first_seq then
    append(notes, 'seq', text(seq))
  end
  if soonest ~= first_soonest then
    append(notes, 'next', soonest < math.huge and text(soonest) or '')
  end
  if #events > 0 then
    publish()
  end
  in_parts('HSET', K .. 'meta', notes)
end
