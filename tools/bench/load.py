"""A load generator that takes little CPU: one thread, prepared requests, and connections that are kept open."""

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from time import perf_counter

from tests.support.ports import HOST

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    turns: int
    seconds: float
    latencies: Sequence[float]
    """Seconds."""

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return median(self.latencies) * 1_000

    @property
    def p99(self) -> float:
        """Milliseconds that 99 % of the turns do not exceed, also if there is only one."""
        return sorted(self.latencies)[ceil(0.99 * len(self.latencies)) - 1] * 1_000


@dataclass(slots=True)
class _Client:
    """Sends one request at a time."""

    port: int
    selector: selectors.BaseSelector
    connection: socket.socket = field(init=False)
    is_open: bool = False
    is_reused: bool = False
    """Whether an answer came on this connection before."""

    request: bytes = b""
    """The request in progress; empty if there is none."""

    received: bytes = b""
    sent_at: float = 0.0

    def open(self) -> None:
        self.connection = socket.create_connection((HOST, self.port), TIMEOUT_SECONDS)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.selector.register(self.connection, selectors.EVENT_READ, self)
        self.is_open, self.is_reused = True, False

    def close(self) -> None:
        if self.is_open:
            self.selector.unregister(self.connection)
            self.connection.close()
            self.is_open = False

    def send(self, request: bytes) -> None:
        """Send a request. If the server closed the connection, connecting is part of the turn."""
        self.request = request
        self.sent_at = perf_counter()
        self._send()

    def is_answered(self) -> bool:
        """Read, and return whether the answer is complete.

        Raises RuntimeError if its status is not 200, and ConnectionError if none came.
        """
        chunk = self._receive()
        self.received += chunk
        if not self.received and self.is_reused:
            self.close()
            if self.request:
                self._send()
            return False
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not chunk or not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:60]!r}")
        headers = head.lower()
        if not end or len(body) < int(headers.partition(b"content-length:")[2].split(maxsplit=1)[0]):
            return False
        self.request, self.received, self.is_reused = b"", b"", True
        if b"connection: close" in headers:
            self.close()
        return True

    def _send(self) -> None:
        if not self.is_open:
            self.open()
        self.received = b""
        try:
            self.connection.sendall(self.request)
        except ConnectionError:
            if not self.is_reused:
                raise
            self.close()
            self._send()

    def _receive(self) -> bytes:
        try:
            return self.connection.recv(65_536)
        except ConnectionResetError:
            if not self.is_reused:
                raise
            return b""


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    """Send each request at most once, until time is over. Each client waits for an answer before it sends the next.

    If the server closes a connection that it had kept open, the request is sent again on a new one.
    """
    selector = selectors.DefaultSelector()
    all_clients = [_Client(port, selector) for _ in range(clients)]
    gc.collect()
    gc.disable()
    try:
        for client in all_clients:
            client.open()
        return _drive(all_clients, iter(requests), selector, seconds)
    finally:
        gc.enable()
        for client in all_clients:
            client.close()
        selector.close()


def _drive(
    clients: Sequence[_Client], requests: Iterator[bytes], selector: selectors.BaseSelector, seconds: float
) -> Load:
    latencies: list[float] = []
    waiting = 0
    begin = perf_counter()
    for client, request in zip(clients, requests, strict=False):
        client.send(request)
        waiting += 1
    while waiting:
        events = selector.select(TIMEOUT_SECONDS)
        if not events:
            raise TimeoutError("no answer")
        for key, _ in events:
            answered: _Client = key.data
            if not answered.is_answered():
                continue
            now = perf_counter()
            latencies.append(now - answered.sent_at)
            request = next(requests, b"") if now - begin < seconds else b""
            waiting -= not request
            if request:
                answered.send(request)
    return Load(len(latencies), perf_counter() - begin, latencies)
