"""A fake of Amazon's services: an HTTP server on loopback that stores reminders and can misbehave."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from skill.alexa.api_client import Network

HOST = "https://api.amazonalexa.com"
ACCESS: dict[str, Any] = {
    "apiEndpoint": HOST,
    "apiAccessToken": "a-token-of-this-test",
    "device": {"deviceId": "amzn1.ask.device.KITCHEN", "supportedInterfaces": {}},
}

Respond = Callable[["AmazonRequest"], None]


class FakeAmazon(ThreadingHTTPServer):
    """Responds as the genuine services do, or with `responses` for an HTTP method."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), AmazonRequest)
        self.zone: Any = "America/New_York"
        self.reminders: dict[str, Any] = {}
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.responses: dict[str, Respond] = {}
        self.closing = Event()

    def network(self) -> Network:
        """A network whose only host is this server."""
        return Network({HOST: lambda seconds: HTTPConnection("127.0.0.1", self.server_port, timeout=seconds)})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: clients that disconnect are part of the tests."""


class AmazonRequest(BaseHTTPRequestHandler):
    server: FakeAmazon

    def do_GET(self) -> None:
        self._answer("GET", lambda: self.send_json(200, self.server.zone))

    def do_POST(self) -> None:
        self._answer("POST", self._create)

    def do_PUT(self) -> None:
        self._answer("PUT", self._update)

    def do_DELETE(self) -> None:
        self._answer("DELETE", self._delete)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Keep the test's output clean."""

    def send_json(self, status: int, body: Any) -> None:
        self.send_content(status, json.dumps(body).encode())

    def send_content(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, method: str, default: Callable[[], None]) -> None:
        self.server.requests.append(f"{method} {self.path}")
        self.server.headers.append(dict(self.headers))
        self.body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "null")
        respond = self.server.responses.get(method)
        with suppress(ConnectionError):
            respond(self) if respond else default()

    def _create(self) -> None:
        token = f"reminder-{len(self.server.requests)}"
        self.server.reminders[token] = self.body
        self.send_json(200, {"alertToken": token, "status": "ON", "version": "1", "createdTime": "2026-11-23"})

    def _update(self) -> None:
        token = self.path.rpartition("/")[2]
        if token not in self.server.reminders:
            self.send_json(404, {"code": "ALERT_NOT_FOUND", "message": "There is none."})
            return
        self.server.reminders[token] = self.body
        self.send_json(200, {"alertToken": token, "status": "ON", "version": "2"})

    def _delete(self) -> None:
        reminder = self.server.reminders.pop(self.path.rpartition("/")[2], None)
        self.send_json(200 if reminder else 404, {})


@contextmanager
def open_amazon() -> Iterator[FakeAmazon]:
    amazon = FakeAmazon()
    thread = Thread(target=amazon.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield amazon
    finally:
        amazon.closing.set()
        amazon.shutdown()
        thread.join()
        amazon.server_close()


def refuses(status: int, body: bytes = b'{"code": "A_CODE", "message": "A message."}') -> Respond:
    return lambda request: request.send_content(status, body)


def says(content: bytes) -> Respond:
    return lambda request: request.send_content(200, content)


def redirects(to: str) -> Respond:
    return lambda request: request.send_content(302, b"", Location=to)


def hangs(request: AmazonRequest) -> None:
    request.server.closing.wait(10)


def hangs_up(request: AmazonRequest) -> None:
    request.close_connection = True


def drips(request: AmazonRequest) -> None:
    """Send one byte at a time, without end."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not request.server.closing.wait(0.05):
        request.wfile.write(b"x")


def floods(request: AmazonRequest) -> None:
    request.send_content(200, b'"' + b"x" * 100_000 + b'"')
