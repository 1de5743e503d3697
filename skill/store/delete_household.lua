-- Delete the documents and replies of everyone in a household.
-- KEYS: the household. All of its keys are on one node of a Cluster, since they share the part in braces.

-- Before version 7, Redis wraps the error of a failed command in words of its own, in which redis-py does not
-- recognise a replica and so does not look for the primary.
local function plain(answer) return {err = (string.gsub(answer.err, '^@.-%-', ''))} end

local people = redis.call('HKEYS', KEYS[1])
local gone = redis.pcall('DEL', KEYS[1], KEYS[1] .. ':account', KEYS[1] .. ':account:said')
if type(gone) == 'table' then return plain(gone) end
for _, who in ipairs(people) do redis.call('DEL', KEYS[1] .. ':' .. who, KEYS[1] .. ':' .. who .. ':said') end
