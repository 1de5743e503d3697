"""Connections to Redis: they limit name look-up, read TLS session tickets, and are closed after an unread reply."""

from typing import Any, Final

import redis
from redis.exceptions import ResponseError
from redis.sentinel import SentinelManagedConnection, SentinelManagedSSLConnection

from skill.store.resolver import Resolver

RESOLVER: Final = Resolver()


class LookedUpConnection(redis.Connection):
    """Looks the host's name up within a time limit. All its addresses share the time of one connection attempt."""

    def _connect(self) -> Any:
        name, timeout = self._host, self.socket_connect_timeout
        addresses = RESOLVER.addresses(name)
        fault: OSError = OSError(f"{name} has no address")
        try:
            self.socket_connect_timeout = timeout and timeout / max(1, len(addresses))
            for self._host in addresses:
                try:
                    return super()._connect()  # type: ignore[no-untyped-call]
                except OSError as error:
                    fault = error
            raise fault
        finally:
            self._host, self.socket_connect_timeout = name, timeout  # TLS checks the name


class TlsConnection(redis.SSLConnection, LookedUpConnection):
    pass


class ManagedConnection(SentinelManagedConnection, LookedUpConnection):
    pass


class ManagedTlsConnection(SentinelManagedSSLConnection, TlsConnection):
    pass


def on_tls_connect(connection: Any) -> None:
    connection.on_connect()
    ping(connection)


def ping(connection: Any) -> None:
    """Read the TLS session tickets that precede the reply: redis-py's pool would take them for an unread reply."""
    connection.send_command("PING", check_health=False)
    connection.read_response()


class ClosingRedis(redis.Redis):
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
