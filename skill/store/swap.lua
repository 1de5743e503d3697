-- Write a document if the stored one is still the old one. Return 1, or 0 and the stored document.
-- KEYS: the document, the household, the replies.
-- ARGV: the new document, its seconds to live, the person, the request and the reply (empty without one), and the
-- old document (omitted if nothing was stored).

-- Before version 7, Redis wraps the error of a failed command in words of its own, in which redis-py does not
-- recognise a replica and so does not look for the primary.
local function plain(answer) return {err = (string.gsub(answer.err, '^@.-%-', ''))} end

local current = redis.call('GET', KEYS[1])
if current ~= (ARGV[6] or false) then return {0, current} end
local written = redis.pcall('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if written.err then return plain(written) end
-- The household lists its people besides the account, so that all of them can be deleted. The list outlives their
-- documents by two days: a visit extends a document without extending the list, but the first turn of each day writes.
if ARGV[3] ~= 'account' then
  redis.call('HSET', KEYS[2], ARGV[3], '')
  redis.call('EXPIRE', KEYS[2], ARGV[2] + 172800)
end
-- Replies expire five minutes after the last one (REPLY_LIFETIME in interface.py). At 64 the older ones are deleted.
if ARGV[4] ~= '' then
  if redis.call('HLEN', KEYS[3]) >= 64 then redis.call('DEL', KEYS[3]) end
  redis.call('HSET', KEYS[3], ARGV[4], ARGV[5])
  redis.call('EXPIRE', KEYS[3], 300)
end
return {1, false}
