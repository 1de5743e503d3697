-- Delete a person's document and replies.
-- KEYS: the document, the household, the replies. ARGV: the person.

-- Before version 7, Redis wraps the error of a failed command in words of its own, in which redis-py does not
-- recognise a replica and so does not look for the primary.
local function plain(answer) return {err = (string.gsub(answer.err, '^@.-%-', ''))} end

local gone = redis.pcall('DEL', KEYS[1], KEYS[3])
if type(gone) == 'table' then return plain(gone) end
redis.call('HDEL', KEYS[2], ARGV[1])
