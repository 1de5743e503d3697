"""Progress in Redis: documents, and Lua scripts that read and swap them."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files
from typing import Any, Final, NamedTuple

import redis
from redis.exceptions import ClusterDownError, ClusterError, NoScriptError, RedisClusterException

from skill.errors import StoreError
from skill.store.document import decode
from skill.store.interface import EMPTY, CachedReply, StoredProgress, SwapResult, household_of
from skill.store.redis_client import Client, write_check


class _Script(NamedTuple):
    text: str
    sha1: str
    """The name under which Redis caches the script."""


def _script(name: str) -> _Script:
    text = files("skill.store").joinpath(name).read_text("utf-8")
    return _Script(text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest())


_READ: Final = _script("read.lua")
_SWAP: Final = _script("swap.lua")
_DELETE: Final = _script("delete.lua")
_DELETE_HOUSEHOLD: Final = _script("delete_household.lua")


class RedisStore:
    """Needs Redis 6.2 or newer (GETEX). Each call is one round trip."""

    def __init__(self, connect: Callable[[], Client], *, keep: timedelta) -> None:
        """Call `connect` on first use, and again until it succeeds, so the service starts without Redis."""
        self._connect = connect
        self._seconds = int(keep.total_seconds())
        self._connected: Client | None = None

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        seconds = self._seconds if is_visit else ""
        document, reply = self._run(_READ, [key, _replies_key(key)], seconds, request)
        if document is None:
            return EMPTY
        return StoredProgress(decode(document), document, CachedReply.from_json(reply) if reply else None)

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        cached = (reply.request, reply.to_json()) if reply else ("", "")
        expected = () if old is None else (old,)
        keys = [key, household_of(key), _replies_key(key)]
        swapped, current = self._run(_SWAP, keys, new, self._seconds, _person(key), *cached, *expected)
        return SwapResult(bool(swapped), current)

    def delete(self, key: str) -> None:
        self._run(_DELETE, [key, household_of(key), _replies_key(key)], _person(key))

    def delete_household(self, household: str) -> None:
        self._run(_DELETE_HOUSEHOLD, [household])

    def check(self) -> None:
        """Write, since a full Redis or a replica answers but stores nothing."""
        _catching(lambda: write_check(self._client))

    @property
    def _client(self) -> Client:
        """Connect without a lock, so turns do not queue for each other's timeouts. Connecting twice does no harm."""
        if self._connected is None:
            self._connected = self._connect()
        return self._connected

    def _run(self, script: _Script, keys: list[str], *arguments: str | int) -> Any:
        try:
            return self._execute("EVALSHA", script.sha1, len(keys), *keys, *arguments)
        except NoScriptError:
            return self._execute("EVAL", script.text, len(keys), *keys, *arguments)

    def _execute(self, *command: str | int) -> Any:
        return _catching(lambda: self._client.execute_command(*command))


def _catching(call: Callable[[], Any]) -> Any:
    """redis-py's Cluster errors are not RedisErrors. A reply that is not UTF-8 is a UnicodeDecodeError."""
    try:
        return call()
    except NoScriptError:
        raise
    except (redis.RedisError, RedisClusterException, UnicodeDecodeError) as error:
        raise _store_error(error) from error


def _replies_key(key: str) -> str:
    return f"{key}:said"


def _person(key: str) -> str:
    return key.rpartition(":")[2]


def _store_error(error: Exception) -> StoreError:
    if type(error) is ClusterError:  # redis-py has been sent to and fro
        return StoreError("Redis Cluster is moving this data", error, is_transient=True)
    for kind, reason, is_unavailable in _REASONS:
        if isinstance(error, kind):
            return StoreError(f"Redis {reason}", error, is_unavailable=is_unavailable)
    return StoreError("Redis failed", error)


_REASONS: Final[tuple[tuple[type[Exception], str, bool], ...]] = (
    (redis.TimeoutError, "does not answer in time", True),
    (redis.BusyLoadingError, "is starting", True),
    (redis.AuthenticationError, "refuses the username or password", True),
    (redis.ConnectionError, "cannot be reached", True),
    (redis.ReadOnlyError, "is a read-only replica", False),
    (redis.OutOfMemoryError, "is full", False),
    (ClusterDownError, "Cluster is down", True),
    (RedisClusterException, "Cluster cannot be reached", True),
    (UnicodeDecodeError, "holds data that is not UTF-8", False),
)
"""An error's class, its description, and whether the next call would wait for a timeout as well. First match wins."""
