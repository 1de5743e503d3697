"""Clients for Redis as a single server, behind Sentinel, or as a Cluster, with short timeouts."""

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from os import getpid
from typing import Any, Final

import redis
from redis.backoff import NoBackoff
from redis.cluster import PRIMARY, ClusterNode, RedisCluster
from redis.connection import ConnectionPool, UnixDomainSocketConnection
from redis.exceptions import ReadOnlyError
from redis.retry import Retry
from redis.sentinel import Sentinel

from skill.store import redis_url
from skill.store.redis_connection import (
    RESOLVER,
    ClosingRedis,
    LookedUpConnection,
    ManagedConnection,
    ManagedTlsConnection,
    TlsConnection,
    on_tls_connect,
    ping,
)
from skill.store.redis_url import RedisUrl

_TIMEOUT_SECONDS: Final = 0.25
"""For each step of a call (connect, authenticate, reply): a turn has one second."""

_STALE: Final = (redis.ConnectionError, ReadOnlyError)
"""The connection is dead, or leads to a replica whose address may now belong to the new primary."""

_CHECK_KEY: Final = "trust-steps:check"
_MOST_CHECK_KEYS: Final = 64
"""Enough to find one for each primary that has a fair share of the slots."""

Client = Any
"""_SingleServer, redis.Redis or RedisCluster: their common method, `execute_command`, is untyped."""


def connector(url: str) -> Callable[[], Client]:
    """Return a function that makes a client for a REDIS_URL. Raise SettingsError for a URL that can never work."""
    place = redis_url.parse(url)
    match place.kind:
        case "cluster":
            return partial(_cluster, place)
        case "sentinel":
            return _sentinel(place)
    client = _SingleServer(_single_server(place))
    return lambda: client  # it connects when it is used


def _cluster(place: RedisUrl) -> RedisCluster:
    # A node that hangs is tried twice: at its known address, and after asking the other nodes.
    options = _options(place, _TIMEOUT_SECONDS / 2)
    retry = options.pop("retry")  # of the whole command; redis-py has one of its own for each node
    if place.tls:
        options["redis_connect_func"] = ping  # the Cluster client has called on_connect by then
    RESOLVER.start(*(host for host, _ in place.hosts))
    (host, port), *others = place.hosts
    # Only a client made from a URL uses the connection class.
    address = f"redis://[{host}]:{port}" if ":" in host else f"redis://{host}:{port}"
    startup_nodes = [ClusterNode(*other) for other in others]
    return _Cluster(url=address, startup_nodes=startup_nodes, retry=retry, reinitialize_steps=0, **options)


def _sentinel(place: RedisUrl) -> Callable[[], Client]:
    # Sentinels are asked one after the other, so they share the time.
    options = _options(place, _TIMEOUT_SECONDS / len(place.hosts), credentials={})
    connection_class = options.pop("connection_class")
    options |= {"ssl": True} if place.tls else {}
    sentinel = Sentinel(place.hosts, sentinel_kwargs=options)
    for client in sentinel.sentinels:
        client.connection_pool.connection_class = connection_class
    options = _options(place, _TIMEOUT_SECONDS)
    options["connection_class"] = ManagedTlsConnection if place.tls else ManagedConnection
    return partial(sentinel.master_for, place.service, ClosingRedis, db=place.database, **options)


def _single_server(place: RedisUrl) -> ConnectionPool:
    options = _options(place, _TIMEOUT_SECONDS) | {"db": place.database}
    if place.socket:
        return ConnectionPool(**options | {"connection_class": UnixDomainSocketConnection, "path": place.socket})
    host, port = place.hosts[0]
    return ConnectionPool(host=host, port=port, **options)


def _options(place: RedisUrl, timeout: float, credentials: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return redis-py's options for a connection. A stale one is retried once, so a script may run twice.

    Protocol 2, since with protocol 3 redis-py's pool does not check a connection for an unread reply. No driver info,
    since sending it costs two round trips on each new connection.
    """
    tls = {name: value for name, value in place.tls.items() if name != "ssl"}
    return {
        "connection_class": TlsConnection if place.tls else LookedUpConnection,
        "decode_responses": True,
        "driver_info": None,
        "protocol": 2,
        "retry": Retry(NoBackoff(), 1, supported_errors=_STALE),
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
        **(place.credentials if credentials is None else credentials),
        **(tls | {"redis_connect_func": on_tls_connect} if place.tls else {}),
    }


class _Cluster(RedisCluster):
    """Gives up early while a slot is moved, since RetryingStore tries again, and follows it to a new node."""

    RedisClusterRequestTTL = 2
    """One redirection, and the answer. redis-py's 16 attempts take half a second if some of a person's keys have moved
    and others have not."""

    def get_node(self, host: Any = None, port: Any = None, node_name: Any = None) -> Any:
        """redis-py does not know a node that has no slot yet, and fails with an AttributeError."""
        node = super().get_node(host, port, node_name)  # type: ignore[no-untyped-call]
        if node is None and node_name:
            host, _, port = node_name.rpartition(":")
            node = ClusterNode(host, int(port), PRIMARY)
            self.nodes_manager.nodes_cache[node.name] = node
        return node

    def close(self) -> None:
        """redis-py leaves the connections of a client that was made from a URL open."""
        super().close()
        self.disconnect_connection_pools()  # type: ignore[no-untyped-call]


def write_check(client: Client) -> None:
    """Write a key that expires at once, to every primary of a Cluster at the same time.

    A check of one primary would find that all is well while another one is unavailable.
    """
    if not isinstance(client, RedisCluster):
        client.execute_command("SET", _CHECK_KEY, "", "EX", 1)
        return
    keys = (f"{_CHECK_KEY}:{number}" for number in range(_MOST_CHECK_KEYS))
    with client.pipeline() as pipeline:
        for key in {client.get_node_from_key(key).name: key for key in keys}.values():
            pipeline.set(key, "", ex=1)
        pipeline.execute()


class _SingleServer:
    """Runs each command on an idle client that keeps its connection.

    redis-py's pool polls and counts a connection for each command, which takes 3% of a turn's CPU. So here the pool
    only makes the connections. Using a connection shows that it was closed, and redis-py retries on a new one.
    """

    def __init__(self, pool: ConnectionPool) -> None:
        self.connection_pool = pool
        self._idle: deque[ClosingRedis] = deque()

    def execute_command(self, *command: str | int) -> Any:
        client = self._take()
        try:
            return client.execute_command(*command)  # type: ignore[no-untyped-call]
        finally:
            self._idle.append(client)

    def _take(self) -> ClosingRedis:
        """Return the client that was used last. After a fork, the child may not use the parent's connections."""
        try:
            client = self._idle.pop()
        except IndexError:
            return self._connect()
        connection = client.connection
        return client if connection and connection.pid == getpid() else self._connect()

    def _connect(self) -> ClosingRedis:
        return ClosingRedis(connection_pool=self.connection_pool, single_connection_client=True)
