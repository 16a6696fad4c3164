-- Writes what usual.lua found; returns the answer. First what Redis does also when its memory is full, and then
-- the rest too.
local function write_usual(plan)
  local now, settled, taken = plan.now, plan.settled, plan.taken
  local NOW, seq, soonest, events = string.format('%d', now), plan.seq, plan.soonest, {}
  if settled > 0 then
    call('HDEL', K .. 'work', unpack(plan.works))
    call('ZREM', K .. 'lease', unpack(plan.leases))
    local ended = {}
    for i = 1, settled do
      local at = 9 + 6 * i
      local id = ARGV[at]
      seq = seq + 1
      ended[2 * i - 1] = seq
      ended[2 * i] = id .. ' ' .. plan.owners[i]
      events[i] = id .. ' S'
      if ARGV[at + 2] ~= '\0' then
        call('HSET', K .. 'j:' .. id, 's', 'S', 'kd', ARGV[at + 1], 'a', plan.done[id], 'r', ARGV[at + 4], 'en', NOW,
          'g', ARGV[at + 2])
      else
        call('HSET', K .. 'j:' .. id, 's', 'S', 'kd', ARGV[at + 1], 'a', plan.done[id], 'r', ARGV[at + 4], 'en', NOW)
      end
    end
    call('ZADD', K .. 'done', unpack(ended))
    shorten({'done', 'canceled'}, plan.size, tonumber(ARGV[5]))
    for _, id in ipairs(plan.cleared) do
      call('HDEL', K .. 'j:' .. id, 'e', 'du', 'dr')
    end
    for parent, ends in pairs(plan.parents) do
      call('HINCRBY', K .. 'j:' .. parent, 'cs', ends)
    end
    if #plan.yielding > 0 then
      call('SREM', K .. 'yield', unpack(plan.yielding))
    end
  end
  if taken > 0 then
    call('ZREM', K .. 'ready', unpack(plan.entries))
  end
  local answers, is_short, next = {}, false, 1
  local till, leased, claims = string.format('%d', now + ARGV[2]), {}, {}
  for at = plan.first, #ARGV, 2 do
    local mine, mine_wanted = {}, tonumber(ARGV[at + 1])
    while #mine < mine_wanted and next <= taken do
      local job = plan.jobs[next]
      job[3] = till
      call('HSET', K .. 'j:' .. job[1], 's', 'R', 'k', job[2], 'wk', ARGV[at], 'st', NOW)
      claims[next] = job[1] .. ' ' .. job[2]
      leased[2 * next - 1], leased[2 * next] = till, claims[next]
      events[#events + 1] = job[1] .. ' R'
      mine[#mine + 1] = job
      next = next + 1
    end
    is_short = is_short or #mine < mine_wanted
    answers[#answers + 1] = mine
  end
  local notes = {'seq', string.format('%d', seq)}
  local function note(field, value)
    notes[#notes + 1] = field
    notes[#notes + 1] = value
  end
  if taken > 0 then
    call('ZADD', K .. 'lease', unpack(leased))
    for i = 1, 3 do
      note('v' .. i - 1, string.format('%d', plan.tags[i]))
    end
    note('share', (plan.share + taken) % 32)
    note('x:' .. ARGV[10], ARGV[11] .. ' ' .. NOW .. ' ' .. table.concat(claims, ' '))
    if now + ARGV[2] < soonest then
      soonest = now + ARGV[2]
      note('next', till)
    end
  end
  if #plan.set > 0 then
    call('HSET', K .. 'users', unpack(plan.set))
  end
  if #plan.gone > 0 then
    call('HDEL', K .. 'users', unpack(plan.gone))
  end
  if #events > 0 then
    local number = plan.event_number + #events
    if redis.pcall('XADD', K .. 'events', 'MINID', '~', string.format('%d', math.max(0, number - ARGV[9])),
      string.format('%d-0', number), 't', NOW, 'e', table.concat(events, ' ')).err then
      -- The number is damaged; the next exchange finds it anew.
      note('swept', '')
    end
    note('ev', string.format('%d', number))
    call('HSET', K .. 'meta', unpack(notes))
  end
  if ARGV[13] == '1' and call('EXISTS', K .. 'ready') == 1 then
    call('UNLINK', KEYS[2]) -- as write_despite_full_memory() does
    call('ZADD', K .. 'wake', 0, '1')
  elseif is_short then
    call('UNLINK', K .. 'wake')
  end
  return {soonest < math.huge and string.format('%d', soonest - now) or '-1', {}, answers, 0}
end

local plan = usual()
if plan then
  return write_usual(plan)
end
