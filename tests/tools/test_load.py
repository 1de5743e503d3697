from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support.ports import HOST
from tools.bench.load import drive

REQUESTS = [f"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{number:02}".encode() for number in range(40)]


class RecordingServer(ThreadingHTTPServer):
    def __init__(self, kind: type[BaseHTTPRequestHandler]) -> None:
        super().__init__((HOST, 0), kind)
        self.bodies: list[bytes] = []

    def handle_error(self, *_: object) -> None:
        """Ignore connections that a load leaves open when it ends early."""


class KeepAliveHandler(BaseHTTPRequestHandler):
    """Keeps the connection open."""

    protocol_version = "HTTP/1.1"
    status = 200

    def do_POST(self) -> None:
        assert isinstance(self.server, RecordingServer)
        self.server.bodies.append(self.rfile.read(2))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.finish_headers()
        self.end_headers()

    def finish_headers(self) -> None:
        pass

    def log_message(self, *_: object) -> None:
        pass


class ClosingHandler(KeepAliveHandler):
    """Closes the connection after each answer, and says so."""

    def finish_headers(self) -> None:
        self.send_header("Connection", "close")


class VanishingHandler(KeepAliveHandler):
    """Closes the connection without saying so."""

    def finish_headers(self) -> None:
        self.close_connection = True


class FailingHandler(KeepAliveHandler):
    status = 500


@contextmanager
def _serving(kind: type[KeepAliveHandler]) -> Iterator[RecordingServer]:
    with RecordingServer(kind) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("kind", [KeepAliveHandler, ClosingHandler, VanishingHandler])
def test_every_request_is_answered_once_whether_or_not_the_server_keeps_connections(
    kind: type[KeepAliveHandler],
) -> None:
    with _serving(kind) as server:
        load = drive(server.server_port, REQUESTS, clients=4, seconds=60)

    assert load.turns == len(REQUESTS)
    assert sorted(server.bodies) == [request[-2:] for request in REQUESTS]


def test_an_error_status_ends_the_load() -> None:
    with _serving(FailingHandler) as server, pytest.raises(RuntimeError, match="500"):
        drive(server.server_port, REQUESTS, clients=4, seconds=60)
