-- Chooses the lane that is served next. Part of exchange.lua.
--
-- The lanes of a priority take turns, one job each, so that a user with many jobs does not hold up
-- one with few. The set of turns keeps the order: it gives out the lane that was served longest ago,
-- of the highest priority. An exchange takes as many turns as it wants jobs in one command, goes round
-- among them here, and gives them back at its end: one that was not used with its old score, so that
-- it loses nothing, the others behind all.

local lanes, served = {}, {} -- lanes whose turn is to come, and lanes that had it, in order
local position = 1 -- of the next lane in lanes
local is_drained = false -- no further lane has a turn in Redis
local is_full = {} -- users who reached their limit

local function fetch_turns(want)
  local popped = call('ZPOPMIN', K .. 'turns', want)
  for i = 1, #popped, 2 do
    local member = popped[i]
    lanes[#lanes + 1] = {priority = member:sub(1, 1), user = member:sub(2), score = popped[i + 1]}
  end
  is_drained = #popped < 2 * want
end

local function key_of(lane)
  return K .. 'q' .. lane.priority .. ':' .. lane.user
end

-- The lane that is next, of those of the highest priority; nil if there is none.
local function next_lane(want)
  while true do
    local lane = lanes[position]
    if not lane and not is_drained and #served == 0 then
      fetch_turns(want)
      lane = lanes[position]
    end
    -- Before a lower priority, or the end, comes another round of the lanes that were served: they
    -- may have more jobs. But first come the lanes that Redis still has, which may be of the same
    -- priority.
    if #served > 0 and (not lane or lane.priority > served[1].priority) then
      if not lane and not is_drained then
        fetch_turns(want)
      else
        local order = served
        served = {}
        for i = position, #lanes do
          order[#order + 1] = lanes[i]
        end
        lanes, position = order, 1
      end
    elseif not lane then
      return nil
    else
      position = position + 1
      if not is_full[lane.user] then
        return lane
      end
    end
  end
end

-- Gives back the turns; returns whether there are any. A lane that was served has no score, and gets a
-- turn only if it has a job left: a turn of an empty lane would never be used up.
local function give_back_turns()
  local keys = {}
  for _, lane in ipairs(served) do
    keys[#keys + 1] = key_of(lane)
  end
  for i = position, #lanes do
    if not lanes[i].score then
      keys[#keys + 1] = key_of(lanes[i])
    end
  end
  local filled = existing(keys)
  local turns = {}
  local function give_back(lane)
    if is_full[lane.user] then
      return
    end
    if lane.score or filled == #keys or (filled > 0 and call('EXISTS', key_of(lane)) == 1) then
      append(turns, lane.score or text(lane.priority * RANK + next_number()),
        lane.priority .. lane.user)
    end
  end
  for i = position, #lanes do
    give_back(lanes[i])
  end
  for _, lane in ipairs(served) do
    give_back(lane)
  end
  in_parts('ZADD', K .. 'turns', turns)
  return #turns > 0
end
