"""Clients for Redis as a single server, behind Sentinel, or as a Cluster, with short timeouts."""

from collections import deque
from collections.abc import Callable
from os import getpid
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
"""_SingleServer, redis.Redis or RedisCluster: their common method, `execute_command`, is untyped."""


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
        server = redis.Redis(unix_socket_path=place.socket, db=place.database, **options)
    else:
        host, port = place.hosts[0]
        server = redis.Redis(host, port, place.database, **options)
    client = _SingleServer(server)
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


class _SingleServer:
    """Runs each command on an idle client that keeps its connection.

    redis-py's pool polls and counts a connection for each command, which takes 3% of a turn's CPU. So here the pool
    only makes the connections. Using a connection shows that it was closed, and redis-py retries on a new one.
    """

    def __init__(self, server: redis.Redis) -> None:
        self.connection_pool = server.connection_pool
        self._server = server  # it would close the pool if it were deleted
        self._idle: deque[_ClosingRedis] = deque()

    def execute_command(self, *command: str | int) -> Any:
        client = self._take()
        try:
            return client.execute_command(*command)  # type: ignore[no-untyped-call]
        finally:
            self._idle.append(client)

    def _take(self) -> _ClosingRedis:
        """Return the client that was used last. After a fork, the child may not use the parent's connections."""
        try:
            client = self._idle.pop()
        except IndexError:
            return self._connect()
        connection = client.connection
        return client if connection and connection.pid == getpid() else self._connect()

    def _connect(self) -> _ClosingRedis:
        return _ClosingRedis(connection_pool=self.connection_pool, single_connection_client=True)
