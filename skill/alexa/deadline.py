"""A line to another host that holds nobody longer than they can wait.

Socket timeouts alone would let a host that sends a byte a second hold a turn for hours, and name look-up knows none. So
a worker reads, and whoever asked hangs up when time is over.
"""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from threading import Event
from typing import TypeVar

Answer = TypeVar("Answer")


class DeadlinePool:
    """So many of them read at a time; what waits for one longer than its time is never begun."""

    def __init__(self, number: int, name: str) -> None:
        self._pool = ThreadPoolExecutor(number, thread_name_prefix=name)

    def ask(self, connection: HTTPConnection, exchange: Callable[[HTTPConnection], Answer], seconds: float) -> Answer:
        """What the exchange over the connection comes to. Raises TimeoutError, OSError and whatever it raises.

        A single read of the connection should be allowed to take longer, so that it is always the waiting side that
        gives up.
        """
        line = _Line(connection)
        answer = self._pool.submit(line.hold, exchange)
        try:
            return answer.result(seconds)
        except TimeoutError:
            answer.cancel()
            line.hang_up()
            raise


class _Line:
    """A connection that somebody else may end."""

    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._socket: socket.socket | None = None
        self._is_over = Event()

    def hold(self, exchange: Callable[[HTTPConnection], Answer]) -> Answer:
        with closing(self._connection):
            self._connection.connect()
            self._socket = self._connection.sock
            if self._is_over.is_set():
                raise TimeoutError("connected too late")
            return exchange(self._connection)

    def hang_up(self) -> None:
        """End the read that the worker is blocked in; while it still connects, tell it not to go on."""
        self._is_over.set()
        if self._socket:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # beneath TLS, which the worker still uses
