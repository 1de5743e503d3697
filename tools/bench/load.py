"""A load that costs little itself: one thread, requests ready as bytes, connections kept as the server keeps them."""

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from time import perf_counter

from tests.support.redis_server import HOST

PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """What came back."""

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
        """The quickest that 99 of 100 keep to, be there many or one."""
        return sorted(self.latencies)[ceil(0.99 * len(self.latencies)) - 1] * 1_000


@dataclass(slots=True)
class _Client:
    """Has one request under way at a time."""

    port: int
    watched: selectors.BaseSelector
    line: socket.socket = field(init=False)
    is_open: bool = False
    is_kept: bool = False
    """Whether it was answered on this connection before."""

    request: bytes = b""
    """Under way; none while nothing more is asked."""

    came: bytes = b""
    sent_at: float = 0.0

    def open(self) -> None:
        self.line = socket.create_connection((HOST, self.port), PATIENCE)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.watched.register(self.line, selectors.EVENT_READ, self)
        self.is_open, self.is_kept = True, False

    def close(self) -> None:
        if self.is_open:
            self.watched.unregister(self.line)
            self.line.close()
            self.is_open = False

    def send(self, request: bytes) -> None:
        """To connect, where the server did not keep the connection, is part of the turn."""
        self.request = request
        self.sent_at = perf_counter()
        self._send()

    def is_answered(self) -> bool:
        """Whether the answer is whole. Raises RuntimeError for any that is not good, and ConnectionError for none."""
        came = self._received()
        self.came += came
        if not self.came and self.is_kept:
            self.close()
            if self.request:
                self._send()
            return False
        head, end, body = self.came.partition(b"\r\n\r\n")
        if not came or not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:60]!r}")
        told = head.lower()
        if not end or len(body) < int(told.partition(b"content-length:")[2].split(maxsplit=1)[0]):
            return False
        self.request, self.came, self.is_kept = b"", b"", True
        if b"connection: close" in told:
            self.close()
        return True

    def _send(self) -> None:
        if not self.is_open:
            self.open()
        self.came = b""
        try:
            self.line.sendall(self.request)
        except ConnectionError:
            if not self.is_kept:
                raise
            self.close()
            self._send()

    def _received(self) -> bytes:
        try:
            return self.line.recv(65_536)
        except ConnectionResetError:
            if not self.is_kept:
                raise
            return b""


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    """Sends each request at most once, until time is over. Each client waits for an answer before it sends the next.

    A request is sent again where the server closed a connection that it had kept, before it answered.
    """
    watched = selectors.DefaultSelector()
    speaking = [_Client(port, watched) for _ in range(clients)]
    gc.collect()
    gc.disable()
    try:
        for client in speaking:
            client.open()
        return _drive(speaking, iter(requests), watched, seconds)
    finally:
        gc.enable()
        for client in speaking:
            client.close()
        watched.close()


def _drive(speaking: Sequence[_Client], left: Iterator[bytes], watched: selectors.BaseSelector, seconds: float) -> Load:
    latencies: list[float] = []
    waiting = 0
    begin = perf_counter()
    for client, request in zip(speaking, left, strict=False):
        client.send(request)
        waiting += 1
    while waiting:
        events = watched.select(PATIENCE)
        if not events:
            raise TimeoutError("no answer came")
        for key, _ in events:
            answered: _Client = key.data
            if not answered.is_answered():
                continue
            now = perf_counter()
            latencies.append(now - answered.sent_at)
            request = next(left, b"") if now - begin < seconds else b""
            waiting -= not request
            if request:
                answered.send(request)
    return Load(len(latencies), perf_counter() - begin, latencies)
