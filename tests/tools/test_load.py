from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support.redis_server import HOST
from tools.bench.load import drive

REQUESTS = [f"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{number:02}".encode() for number in range(40)]


class Hearing(ThreadingHTTPServer):
    def __init__(self, kind: type[BaseHTTPRequestHandler]) -> None:
        super().__init__((HOST, 0), kind)
        self.heard: list[bytes] = []

    def handle_error(self, *_: object) -> None:
        """A load that ends early leaves its connections behind."""


class Keeping(BaseHTTPRequestHandler):
    """Keeps the connection."""

    protocol_version = "HTTP/1.1"
    status = 200

    def do_POST(self) -> None:
        assert isinstance(self.server, Hearing)
        self.server.heard.append(self.rfile.read(2))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.leave()
        self.end_headers()

    def leave(self) -> None:
        pass

    def log_message(self, *_: object) -> None:
        pass


class Closing(Keeping):
    """Closes it after each answer, and says so."""

    def leave(self) -> None:
        self.send_header("Connection", "close")


class Vanishing(Keeping):
    """Closes it without a word."""

    def leave(self) -> None:
        self.close_connection = True


class Failing(Keeping):
    status = 500


@contextmanager
def _serving(kind: type[Keeping]) -> Iterator[Hearing]:
    with Hearing(kind) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("kind", [Keeping, Closing, Vanishing])
def test_every_request_is_answered_once_whether_or_not_the_server_keeps_connections(kind: type[Keeping]) -> None:
    with _serving(kind) as server:
        load = drive(server.server_port, REQUESTS, clients=4, seconds=60)

    assert load.turns == len(REQUESTS)
    assert sorted(server.heard) == [request[-2:] for request in REQUESTS]


def test_an_answer_that_is_not_good_ends_the_load() -> None:
    with _serving(Failing) as server, pytest.raises(RuntimeError, match="500"):
        drive(server.server_port, REQUESTS, clients=4, seconds=60)
