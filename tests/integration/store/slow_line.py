"""A line to a server on which everything takes its time."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from socket import create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Final

from tests.support.redis_server import HOST

_LOOK_SECONDS: Final = 0.02


class SlowLine(ThreadingTCPServer):
    """Whatever goes to the server is held back for `delay` seconds."""

    daemon_threads = True

    def __init__(self, behind: int) -> None:
        super().__init__((HOST, 0), _Passage)
        self.behind = behind
        self.delay = 0.0
        self.is_shut = False
        """Whoever comes, or is there, is sent away."""

        self.closing = Event()

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.server_address[1]}/0"


class _Passage(BaseRequestHandler):
    server: SlowLine

    def handle(self) -> None:
        with suppress(OSError), create_connection((HOST, self.server.behind)) as redis:
            while not (self.server.closing.is_set() or self.server.is_shut) and self._passes_on(redis):
                pass

    def _passes_on(self, redis: socket) -> bool:
        """Whether both are still there, after whatever either said was passed on."""
        ready, _, _ = select([self.request, redis], [], [], _LOOK_SECONDS)
        for speaker, listener in ((self.request, redis), (redis, self.request)):
            if speaker in ready:
                words = speaker.recv(65_536)
                if not words:
                    return False
                if listener is redis:
                    self.server.closing.wait(self.server.delay)
                listener.sendall(words)
        return True


@contextmanager
def slow_line_to(port: int) -> Iterator[SlowLine]:
    with SlowLine(port) as line:
        thread = Thread(target=line.serve_forever, args=(_LOOK_SECONDS,))
        thread.start()
        try:
            yield line
        finally:
            line.closing.set()
            line.shutdown()
            thread.join()
