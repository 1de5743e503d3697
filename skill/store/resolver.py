"""Name look-up with a time limit.

getaddrinfo cannot be interrupted, and takes half a minute when no name server answers. So a thread looks the name up,
one for each name whatever number of turns wait, and each turn waits only briefly.
"""

import ipaddress
import socket
from collections.abc import Callable
from concurrent.futures import Future
from os import getpid
from threading import Lock, Thread
from time import monotonic
from typing import Any, Final, NamedTuple

PATIENCE_SECONDS: Final = 0.1
"""How long callers wait, from the beginning of the look-up."""


class _LookUp(NamedTuple):
    began: float
    addresses: "Future[tuple[str, ...]]"


def _get_address_info(host: str) -> list[Any]:
    return socket.getaddrinfo(host, None, 0, socket.SOCK_STREAM)


class Resolver:
    """Thread-safe. While look-ups are late or fail, a name keeps the addresses that it had (RFC 8767)."""

    def __init__(self, look_up: Callable[[str], list[Any]] = _get_address_info) -> None:
        """`look_up` returns what `socket.getaddrinfo` does."""
        self._look_up = look_up
        self._lock = Lock()
        self._known: dict[str, tuple[str, ...]] = {}
        self._pending: dict[tuple[int, str], _LookUp] = {}
        """By process as well: a fork has none of its parent's threads."""

    def start(self, *hosts: str) -> None:
        """Begin to look names up that will be needed one after the other, so that they share the time."""
        for host in hosts:
            if not _is_address(host):
                self._begin(host)

    def addresses(self, host: str) -> tuple[str, ...]:
        """Return the host's IP addresses, best first. Raise TimeoutError and socket.gaierror."""
        if _is_address(host):
            return (host,)
        began, addresses = self._begin(host)
        try:
            return addresses.result(max(0.0, began + PATIENCE_SECONDS - monotonic()))
        except OSError:  # TimeoutError is one as well
            if known := self._known.get(host):
                return known
            raise

    def _begin(self, host: str) -> _LookUp:
        """Return the look-up of the name that is running, or start one."""
        name = getpid(), host
        with self._lock:
            if pending := self._pending.get(name):
                return pending
            pending = self._pending[name] = _LookUp(monotonic(), Future())
        Thread(target=self._run, args=(host, pending.addresses), name="name look-up", daemon=True).start()
        return pending

    def _run(self, host: str, addresses: "Future[tuple[str, ...]]") -> None:
        try:
            found = tuple(dict.fromkeys(str(info[4][0]) for info in self._look_up(host)))
            self._known[host] = found
            addresses.set_result(found)
        except Exception as error:  # noqa: BLE001 - the callers get it
            addresses.set_exception(error)
        finally:
            with self._lock:
                del self._pending[getpid(), host]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
