"""Progress in Redis: documents, and scripts that read and swap them."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Any, Final

import redis
from redis.exceptions import ClusterError, NoScriptError, RedisClusterException

from skill.errors import StoreError
from skill.progress import Progress
from skill.store import interface as answers
from skill.store.document import decode
from skill.store.interface import EMPTY, CachedReply, StoredProgress, household, replaced, write_merged
from skill.store.redis_client import Client

_PLAIN: Final = """
local function plain(answer) return {err = (string.gsub(answer.err, '^@.-%-', ''))} end
"""
"""The first that a script writes may fail. Before version 7, Redis wraps that in words of its own, in which redis-py
would not know a replica from a primary, nor ask anew where the primary is now.
"""

_READ: Final = f"""{_PLAIN}
local document
if ARGV[1] == '' then document = redis.pcall('GET', KEYS[1])
else document = redis.pcall('GETEX', KEYS[1], 'EX', ARGV[1]) end
if type(document) == 'table' then return plain(document) end
return {{document, document and redis.call('HGET', KEYS[2], ARGV[2])}}
"""
"""A visit, which comes with seconds to live, begins them anew."""

_SWAP: Final = f"""{_PLAIN}
local current = redis.call('GET', KEYS[1])
if current ~= (ARGV[6] or false) then return {{0, current}} end
local written = redis.pcall('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
if written.err then return plain(written) end
if ARGV[3] ~= 'account' then
  redis.call('HSET', KEYS[2], ARGV[3], '')
  redis.call('EXPIRE', KEYS[2], ARGV[2] + 172800)
end
if ARGV[4] ~= '' then
  if redis.call('HLEN', KEYS[3]) >= 64 then redis.call('DEL', KEYS[3]) end
  redis.call('HSET', KEYS[3], ARGV[4], ARGV[5])
  redis.call('EXPIRE', KEYS[3], {int(answers.KEPT_FOR.total_seconds())})
end
return {{1, false}}
"""
"""Writes a document and its seconds to live over the one that was seen; where none was seen, only if there is none.

The household remembers whom it has beside the account, so that all of them can be forgotten. It outlives them by two
days: the first turn of every day writes, so no document, which each visit keeps alive, can outlive it.

Answers go five minutes after the last. Who talks on without end has 64 of them, then the older ones make room at once.
"""

_FORGET: Final = f"""{_PLAIN}
local gone = redis.pcall('DEL', KEYS[1], KEYS[3])
if type(gone) == 'table' then return plain(gone) end
redis.call('HDEL', KEYS[2], ARGV[1])
"""

_FORGET_HOUSEHOLD: Final = f"""{_PLAIN}
local people = redis.call('HKEYS', KEYS[1])
local gone = redis.pcall('DEL', KEYS[1], KEYS[1] .. ':account', KEYS[1] .. ':account:said')
if type(gone) == 'table' then return plain(gone) end
for _, who in ipairs(people) do redis.call('DEL', KEYS[1] .. ':' .. who, KEYS[1] .. ':' .. who .. ':said') end
"""
"""All keys of a household lie on one node of a Cluster, since they share what stands in their braces."""

_CHECK_KEY: Final = "trust-steps:check"


class RedisStore:
    """Needs Redis 6.2 or newer (GETEX). A read is one round trip, a write that meets no other writer is one more."""

    def __init__(self, connect: Callable[[], Client], *, keep: timedelta) -> None:
        """`connect` is called on first use, and again until it succeeds: a Redis that is away stops no start."""
        self._connect = connect
        self._seconds = int(keep.total_seconds())
        self._connected: Client | None = None

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        document, answer = self._run(_READ, key, _said(key), arguments=(self._seconds if is_visit else "", request))
        if document is None:
            return EMPTY
        return StoredProgress(decode(document), document, answers.read(answer) if answer else None)

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        return write_merged(lambda old, new: self._swap(key, old, new, answer), seen, progress)

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        return replaced(lambda old, new: self._swap(key, old, new, answer), seen, progress)

    def forget(self, key: str) -> None:
        self._run(_FORGET, key, household(key), _said(key), arguments=(_who(key),))

    def forget_household(self, household: str) -> None:
        self._run(_FORGET_HOUSEHOLD, household)

    def check(self) -> None:
        """Writes, since a Redis that is full, or a replica, answers but keeps nothing."""
        self._ask("SET", _CHECK_KEY, "", "EX", 1)

    @property
    def _client(self) -> Client:
        """Made without a lock, so that turns do not queue up behind each other's timeouts; two at once do no harm."""
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _swap(self, key: str, old: str | None, new: str, answer: CachedReply | None) -> tuple[bool, str | None]:
        said = (answer.request, answers.written(answer)) if answer else ("", "")
        seen = () if old is None else (old,)
        swapped, current = self._run(
            _SWAP, key, household(key), _said(key), arguments=(new, self._seconds, _who(key), *said, *seen)
        )
        return bool(swapped), current

    def _run(self, script: str, *keys: str, arguments: Iterable[str | int] = ()) -> Any:
        """Redis knows a script that it has run before by its hash."""
        try:
            return self._ask("EVALSHA", _name(script), len(keys), *keys, *arguments)
        except NoScriptError:
            return self._ask("EVAL", script, len(keys), *keys, *arguments)

    def _ask(self, *words: str | int) -> Any:
        """redis-py's Cluster errors are no RedisError, and what is not text is a ValueError."""
        try:
            return self._client.execute_command(*words)
        except NoScriptError:
            raise
        except (redis.RedisError, RedisClusterException, UnicodeDecodeError) as error:
            raise _told(error) from error


@cache
def _name(script: str) -> str:
    return hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()


def _said(key: str) -> str:
    """Where a person's last answers are."""
    return f"{key}:said"


def _who(key: str) -> str:
    return key.rpartition(":")[2]


def _told(error: Exception) -> StoreError:
    """What kind of trouble it is, and whether the next who asks would have to wait as well."""
    for kind, reason, is_unavailable in _TROUBLE:
        if isinstance(error, kind):
            return StoreError(f"Redis {reason}", error, is_unavailable=is_unavailable)
    return StoreError("Redis failed", error)


_TROUBLE: Final[tuple[tuple[type[Exception], str, bool], ...]] = (
    (redis.TimeoutError, "does not answer in time", True),
    (redis.BusyLoadingError, "is starting", True),
    (redis.AuthenticationError, "does not let us in", True),
    (redis.ConnectionError, "cannot be reached", True),
    (redis.ReadOnlyError, "is a replica, which keeps nothing", False),
    (redis.OutOfMemoryError, "is full", False),
    (ClusterError, "Cluster is down", True),
    (RedisClusterException, "Cluster cannot be reached", True),
    (UnicodeDecodeError, "holds what is not ours", False),
)
