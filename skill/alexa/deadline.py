"""HTTP exchanges with a limit on their total time.

A socket timeout limits a single read: a host that sends one byte a second could hold a turn for hours, and name look-up
has no timeout at all. So a worker thread runs the exchange, and the caller closes the connection when time is up.
"""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from threading import BoundedSemaphore, Event
from typing import TypeVar

Result = TypeVar("Result")


class DeadlinePool:
    """Runs up to `size` exchanges at a time, so no more of the server's threads than these wait for them."""

    def __init__(self, size: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix=name)
        self._free = BoundedSemaphore(size)

    def run(self, connection: HTTPConnection, exchange: Callable[[HTTPConnection], Result], seconds: float) -> Result:
        """Return the result of the exchange. Raise TimeoutError, OSError and whatever the exchange raises.

        Raise TimeoutError at once while `size` exchanges are running, the given-up ones included.

        The connection's own timeout should be longer than `seconds`, so that the caller always gives up first.
        """
        if not self._free.acquire(blocking=False):
            raise TimeoutError("too many exchanges are running")
        abortable = _AbortableConnection(connection)
        future = self._pool.submit(abortable.run, exchange)
        future.add_done_callback(lambda _: self._free.release())
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            abortable.abort()
            raise


class _AbortableConnection:
    """A connection that another thread may end."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._socket: socket.socket | None = None
        self._is_aborted = Event()

    def run(self, exchange: Callable[[HTTPConnection], Result]) -> Result:
        with closing(self._connection):
            self._connection.connect()
            self._socket = self._connection.sock
            if self._is_aborted.is_set():
                raise TimeoutError("connected too late")
            return exchange(self._connection)

    def abort(self) -> None:
        """End the read that blocks the worker. A worker that is still connecting stops once it is connected."""
        self._is_aborted.set()
        if self._socket:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # below TLS, which the worker still uses
