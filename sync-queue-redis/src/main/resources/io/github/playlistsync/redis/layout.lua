-- Names the layout of the keys, unless they have one. Returns its version; 1 for keys of before it was named.
local call, K = redis.call, KEYS[1]
local layout = call('HGET', K .. 'meta', 'layout')
if not layout and call('HEXISTS', K .. 'meta', 'seq') == 1 then
  return {'1'}
end
if not layout then
  -- A Redis whose memory is full refuses this; then the first job names it.
  redis.pcall('HSET', K .. 'meta', 'layout', '2')
end
return {layout or '2'}
