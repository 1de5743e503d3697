"""Progress in Redis: a single server, one watched by Sentinel, or a Cluster."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import NoScriptError, RedisClusterException
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection

from skill.errors import StoreError
from skill.progress import Progress
from skill.store import redis_url
from skill.store.document import decode
from skill.store.port import NOTHING, Kept, household, write_merged

_TIMEOUT_SECONDS: Final = 0.5
"""What a Redis that hangs may cost a turn, which then still has to be answered."""

_SWAP: Final = """
local current = redis.call('GET', KEYS[1])
if current ~= (ARGV[3] or false) then return {0, current} end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('SADD', KEYS[2], KEYS[1])
redis.call('EXPIRE', KEYS[2], ARGV[2] + 172800)
return {1, false}
"""
"""Writes a document and its seconds to live over the one that was seen; where none was seen, only if there is none.

The household remembers whom it has, so that all of them can be forgotten. It outlives them by two days: the first turn
of every day writes, so no document, which each visit keeps alive, can outlive it.
"""

_FORGET: Final = """
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], KEYS[1])
"""

_FORGET_HOUSEHOLD: Final = """
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do redis.call('DEL', key) end
redis.call('DEL', KEYS[1])
"""
"""All keys of a household lie on one node of a Cluster, since they share what stands in their braces."""

_CHECK_KEY: Final = "trust-steps:check"

Client = Any
"""redis.Redis or RedisCluster: what they share has no common type."""


class RedisStore:
    """Needs Redis 6.2 or newer (GETEX). A read is one round trip, a write that meets no other writer is one more."""

    def __init__(self, connect: Callable[[], Client], *, keep: timedelta) -> None:
        """`connect` is called on first use, and again until it succeeds: a Redis that is away stops no start."""
        self._connect = connect
        self._keep = keep
        self._connected: Client | None = None

    def read(self, key: str) -> Kept:
        with _errors_told():
            document = self._client.getex(key, ex=self._keep)
        return NOTHING if document is None else Kept(decode(document), document)

    def write(self, key: str, seen: Kept, progress: Progress) -> Kept:
        return write_merged(lambda old, new: self._swap(key, old, new), seen, progress)

    def forget(self, key: str) -> None:
        self._run(_FORGET, key, household(key))

    def forget_household(self, household: str) -> None:
        self._run(_FORGET_HOUSEHOLD, household)

    def check(self) -> None:
        """Writes, since a Redis that is full, or a replica, answers but keeps nothing."""
        with _errors_told():
            self._client.set(_CHECK_KEY, "", ex=1)

    @property
    def _client(self) -> Client:
        """Made without a lock, so that turns do not queue up behind each other's timeouts; two at once do no harm."""
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _swap(self, key: str, old: str | None, new: str) -> tuple[bool, str | None]:
        seen = () if old is None else (old,)
        swapped, current = self._run(
            _SWAP, key, household(key), arguments=(new, int(self._keep.total_seconds()), *seen)
        )
        return bool(swapped), current

    def _run(self, script: str, *keys: str, arguments: Iterable[str | int] = ()) -> Any:
        """Redis knows a script that it has run before by its hash."""
        name = hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest()
        with _errors_told():
            try:
                return self._client.evalsha(name, len(keys), *keys, *arguments)
            except NoScriptError:
                return self._client.eval(script, len(keys), *keys, *arguments)


@contextmanager
def _errors_told() -> Iterator[None]:
    """redis-py's Cluster errors are no RedisError, and what is not text is a ValueError."""
    try:
        yield
    except (redis.RedisError, RedisClusterException, UnicodeDecodeError) as error:
        raise StoreError(f"Redis: {error}") from error


def connector(url: str) -> Callable[[], Client]:
    """What makes a client for a REDIS_URL. Raises SettingsError at once for one that can never work."""
    place = redis_url.parse(url)
    options = _options(_TIMEOUT_SECONDS) | place.credentials | place.tls
    if place.kind == "cluster":
        # A node that hangs is tried twice: once as things were known, once as the others then tell them.
        options |= _options(_TIMEOUT_SECONDS / 2)
        return lambda: RedisCluster(startup_nodes=[ClusterNode(*host) for host in place.hosts], **options)
    if place.kind == "sentinel":
        # Sentinels are asked one after the other, so they share the time.
        asking = _options(_TIMEOUT_SECONDS / len(place.hosts)) | place.tls
        kind = _WatchedTls if options.pop("ssl", False) else _Watched
        sentinel = Sentinel(place.hosts, sentinel_kwargs=asking, connection_class=kind, **options)
        return lambda: sentinel.master_for(place.service, db=place.database)
    if place.socket:
        return lambda: redis.Redis(unix_socket_path=place.socket, db=place.database, **options)
    host, port = place.hosts[0]
    return lambda: redis.Redis(host, port, place.database, **options)


def _options(timeout: float) -> dict[str, Any]:
    """One new try where a kept connection is dead, or leads to what is no primary any more; a swap may run twice.

    Protocol 2, since with 3 redis-py stops looking whether an old answer still waits on a connection.
    """
    return {
        "decode_responses": True,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError, redis.ReadOnlyError)),
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
    }


class _Closing:
    """Closes a connection whose answer is no longer waited for.

    redis-py does so too, but not for Sentinel's (its pull request 4292): there the next command would get the answer
    to the last one, and one person would hear another's progress.
    """

    def read_response(self, *arguments: Any, **options: Any) -> Any:
        return super().read_response(*arguments, **{"disconnect_on_error": True, **options})  # type: ignore[misc]


class _Watched(_Closing, SentinelManagedConnection): ...


class _WatchedTls(_Closing, SentinelManagedSSLConnection): ...
