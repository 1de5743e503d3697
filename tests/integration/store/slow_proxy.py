"""A proxy that delays everything that is sent to a server."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from socket import create_connection, socket
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from typing import Final

from tests.support.ports import HOST

_POLL_SECONDS: Final = 0.02


class SlowProxy(ThreadingTCPServer):
    """Delays each message to the server by `delay` seconds."""

    daemon_threads = True

    def __init__(self, behind: int) -> None:
        super().__init__((HOST, 0), _SlowProxyHandler)
        self.behind = behind
        self.delay = 0.0
        self.is_shut = False
        """Closes all connections, current and new."""

        self.closing = Event()

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.server_address[1]}/0"


class _SlowProxyHandler(BaseRequestHandler):
    server: SlowProxy

    def handle(self) -> None:
        with suppress(OSError), create_connection((HOST, self.server.behind)) as redis:
            while not (self.server.closing.is_set() or self.server.is_shut) and self._forward(redis):
                pass

    def _forward(self, redis: socket) -> bool:
        """Forward what is ready. Return False once one side has closed."""
        ready, _, _ = select([self.request, redis], [], [], _POLL_SECONDS)
        for sender, receiver in ((self.request, redis), (redis, self.request)):
            if sender in ready:
                data = sender.recv(65_536)
                if not data:
                    return False
                if receiver is redis:
                    self.server.closing.wait(self.server.delay)
                receiver.sendall(data)
        return True


@contextmanager
def slow_proxy_to(port: int) -> Iterator[SlowProxy]:
    with SlowProxy(port) as proxy:
        thread = Thread(target=proxy.serve_forever, args=(_POLL_SECONDS,))
        thread.start()
        try:
            yield proxy
        finally:
            proxy.closing.set()
            proxy.shutdown()
            thread.join()
