"""Clients for Redis as a single server, behind Sentinel, or as a Cluster, with short timeouts."""

from collections.abc import Callable
from typing import Any, Final

import redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import ReadOnlyError, ResponseError
from redis.retry import Retry
from redis.sentinel import Sentinel

from skill.store import redis_url

_TIMEOUT_SECONDS: Final = 0.25
"""For each step of a call (connect, authenticate, reply): a turn has one second."""

_STALE: Final = (redis.ConnectionError, ReadOnlyError)
"""The connection is dead, or leads to a replica whose address may now belong to the new primary."""

Client = Any
"""redis.Redis or RedisCluster: their common method, `execute_command`, is untyped."""


def connector(url: str) -> Callable[[], Client]:
    """Return a function that makes a client for a REDIS_URL. Raise SettingsError for a URL that can never work."""
    place = redis_url.parse(url)
    tls = {**place.tls, "redis_connect_func": _on_tls_connect} if place.tls else {}
    options = _options(_TIMEOUT_SECONDS) | place.credentials | tls
    if place.kind == "cluster":
        # A node that hangs is tried twice: at its known address, and after asking the other nodes.
        options |= _options(_TIMEOUT_SECONDS / 2)
        if tls:
            options["redis_connect_func"] = _ping  # the Cluster client has called on_connect by then
        return lambda: RedisCluster(startup_nodes=[ClusterNode(*host) for host in place.hosts], **options)
    if place.kind == "sentinel":
        # Sentinels are asked one after the other, so they share the time.
        sentinel_options = _options(_TIMEOUT_SECONDS / len(place.hosts)) | tls
        sentinel = Sentinel(place.hosts, sentinel_kwargs=sentinel_options, **options)
        return lambda: sentinel.master_for(place.service, _ClosingRedis, db=place.database)
    if place.socket:
        client = _ClosingRedis(unix_socket_path=place.socket, db=place.database, **options)
    else:
        host, port = place.hosts[0]
        client = _ClosingRedis(host, port, place.database, **options)
    return lambda: client  # it connects when it is used


def _options(timeout: float) -> dict[str, Any]:
    """Return redis-py's options. A stale connection is retried once, so a script may run twice.

    Protocol 2, since with protocol 3 redis-py's pool does not check a connection for an unread reply. No driver info,
    since sending it costs two round trips on each new connection.
    """
    return {
        "decode_responses": True,
        "driver_info": None,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 1, supported_errors=_STALE),
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
    }


def _on_tls_connect(connection: Any) -> None:
    connection.on_connect()
    _ping(connection)


def _ping(connection: Any) -> None:
    """Read the TLS session tickets that precede the reply: redis-py's pool would take them for an unread reply."""
    connection.send_command("PING", check_health=False)
    connection.read_response()


class _ClosingRedis(redis.Redis):
    """Closes a connection whose reply was not read.

    Otherwise the next command could get that reply, and one person hear another's progress. redis-py does not close a
    Sentinel's connection after a timeout (its pull request 4292), or any connection if an interrupt precedes the read.
    """

    def _send_command_parse_response(self, conn: Any, command_name: str, *args: Any, **options: Any) -> Any:
        try:
            return super()._send_command_parse_response(  # type: ignore[no-untyped-call]
                conn, command_name, *args, **options
            )
        except ResponseError:
            raise
        except BaseException:
            conn.disconnect()
            raise
