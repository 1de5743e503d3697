"""Clients of a Redis of whichever kind: a single server, one watched by Sentinel, or a Cluster. None waits for long."""

from collections.abc import Callable
from typing import Any, Final

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection

from skill.store import redis_url
from skill.store.redis_line import DEAD, Lines

_TIMEOUT_SECONDS: Final = 0.25
"""What a Redis that hangs may cost each step of a call (to connect, to sign in, to answer): a turn has a second."""

Client = Any
"""Lines, redis.Redis or RedisCluster: what they share, `execute_command`, has no common type."""


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
        client = redis.Redis(unix_socket_path=place.socket, db=place.database, **options)
    else:
        host, port = place.hosts[0]
        client = redis.Redis(host, port, place.database, **options)
    lines = Lines(client)
    return lambda: lines  # which connect when they are used


def _options(timeout: float) -> dict[str, Any]:
    """One new try where a kept connection is dead, or leads to what is no primary any more; a swap may run twice.

    Protocol 2, since with 3 redis-py's pool stops looking whether an old answer still waits on a connection. Nothing is
    told of the driver: that takes two more answers of a Redis that may be slow, before the one that is waited for.
    """
    return {
        "decode_responses": True,
        "driver_info": None,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 1, supported_errors=DEAD),
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
