-- Return a person's document and their cached reply to a request. A visit restarts the document's time to live.
-- KEYS: the document, the replies. ARGV: seconds to live (empty if this is no visit), the request.

-- Before version 7, Redis wraps the error of a failed command in words of its own, in which redis-py does not
-- recognise a replica and so does not look for the primary.
local function plain(answer) return {err = (string.gsub(answer.err, '^@.-%-', ''))} end

local document
if ARGV[1] == '' then document = redis.pcall('GET', KEYS[1])
else document = redis.pcall('GETEX', KEYS[1], 'EX', ARGV[1]) end
if type(document) == 'table' then return plain(document) end
return {document, document and redis.call('HGET', KEYS[2], ARGV[2])}
