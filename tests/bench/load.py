"""A load that costs little itself: one thread, the requests ready as bytes, a few connections that are kept."""

import gc
import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter

from tests.redis_server import HOST

PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """What came back."""

    seconds: float
    latencies: Sequence[float]
    """Seconds."""

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def p50(self) -> float:
        """Milliseconds."""
        return median(self.latencies) * 1_000

    @property
    def p99(self) -> float:
        return quantiles(self.latencies, n=100)[98] * 1_000


@dataclass(slots=True)
class _Client:
    """A connection, with one request under way at a time."""

    port: int
    line: socket.socket = field(init=False)
    came: bytes = b""
    sent_at: float = 0.0

    def __post_init__(self) -> None:
        self.line = socket.create_connection((HOST, self.port), PATIENCE)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.came = b""
        self.sent_at = perf_counter()
        self.line.sendall(request)

    def is_answered(self) -> bool:
        """Whether the answer is whole. Raises RuntimeError for any that is not good."""
        came = self.line.recv(65_536)
        self.came += came
        head, end, body = self.came.partition(b"\r\n\r\n")
        if not came or not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:60]!r}")
        return bool(end) and len(body) >= int(head.lower().partition(b"content-length:")[2].split(maxsplit=1)[0])


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    """Sends each request at most once, until time is over. Each client waits for an answer before it sends the next."""
    left, watched = iter(requests), selectors.DefaultSelector()
    for client in [_Client(port) for _ in range(clients)]:
        watched.register(client.line, selectors.EVENT_READ, client)
    gc.collect()
    gc.disable()
    try:
        return _drive(left, watched, seconds)
    finally:
        gc.enable()
        for key in [*watched.get_map().values()]:
            key.data.line.close()
        watched.close()


def _drive(left: Iterator[bytes], watched: selectors.BaseSelector, seconds: float) -> Load:
    latencies: list[float] = []
    waiting = 0
    begin = perf_counter()
    for key, request in zip([*watched.get_map().values()], left, strict=False):
        key.data.send(request)
        waiting += 1
    while waiting:
        events = watched.select(PATIENCE)
        if not events:
            raise TimeoutError("no answer came")
        for key, _ in events:
            client: _Client = key.data
            if not client.is_answered():
                continue
            now = perf_counter()
            latencies.append(now - client.sent_at)
            request = next(left, b"") if now - begin < seconds else b""
            waiting -= not request
            if request:
                client.send(request)
    return Load(perf_counter() - begin, latencies)
