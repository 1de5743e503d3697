"""A stand-in for Amazon's services: real HTTP on loopback that keeps reminders, with good and bad manners."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from skill.alexa.api_client import Network

HOST = "https://api.amazonalexa.com"
ACCESS = {
    "apiEndpoint": HOST,
    "apiAccessToken": "a-token-of-this-test",
    "device": {"deviceId": "amzn1.ask.device.KITCHEN", "supportedInterfaces": {}},
}

Answer = Callable[["Visit"], None]


class Amazon(ThreadingHTTPServer):
    """Answers as the genuine services do, or as told for one method and kind of thing."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.zone: Any = "America/New_York"
        self.reminders: dict[str, Any] = {}
        self.visits: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.told: dict[str, Answer] = {}
        self.closing = Event()

    def network(self) -> Network:
        """A way to Amazon's host that ends here."""
        return Network({HOST: lambda seconds: HTTPConnection("127.0.0.1", self.server_port, timeout=seconds)})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: visitors that hang up are what is being tested."""


class Visit(BaseHTTPRequestHandler):
    server: Amazon

    def do_GET(self) -> None:
        self._answer("GET", lambda: self.sends(200, self.server.zone))

    def do_POST(self) -> None:
        self._answer("POST", self._create)

    def do_PUT(self) -> None:
        self._answer("PUT", self._update)

    def do_DELETE(self) -> None:
        self._answer("DELETE", self._delete)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Keep the test's output clean."""

    def sends(self, status: int, body: Any) -> None:
        self.writes(status, json.dumps(body).encode())

    def writes(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, method: str, usual: Callable[[], None]) -> None:
        self.server.visits.append(f"{method} {self.path}")
        self.server.headers.append(dict(self.headers))
        self.body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "null")
        told = self.server.told.get(method)
        with suppress(ConnectionError):
            told(self) if told else usual()

    def _create(self) -> None:
        token = f"reminder-{len(self.server.visits)}"
        self.server.reminders[token] = self.body
        self.sends(200, {"alertToken": token, "status": "ON", "version": "1", "createdTime": "2026-11-23"})

    def _update(self) -> None:
        token = self.path.rpartition("/")[2]
        if token not in self.server.reminders:
            self.sends(404, {"code": "ALERT_NOT_FOUND", "message": "There is none."})
            return
        self.server.reminders[token] = self.body
        self.sends(200, {"alertToken": token, "status": "ON", "version": "2"})

    def _delete(self) -> None:
        found = self.server.reminders.pop(self.path.rpartition("/")[2], None)
        self.sends(200 if found else 404, {})


@contextmanager
def open_amazon() -> Iterator[Amazon]:
    amazon = Amazon()
    thread = Thread(target=amazon.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield amazon
    finally:
        amazon.closing.set()
        amazon.shutdown()
        thread.join()
        amazon.server_close()


def refuses(status: int, body: bytes = b'{"code": "A_CODE", "message": "A message."}') -> Answer:
    return lambda visit: visit.writes(status, body)


def says(content: bytes) -> Answer:
    return lambda visit: visit.writes(200, content)


def redirects(to: str) -> Answer:
    return lambda visit: visit.writes(302, b"", Location=to)


def hangs(visit: Visit) -> None:
    visit.server.closing.wait(10)


def hangs_up(visit: Visit) -> None:
    visit.close_connection = True


def drips(visit: Visit) -> None:
    """An answer that comes a byte at a time, and never ends."""
    visit.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not visit.server.closing.wait(0.05):
        visit.wfile.write(b"x")


def floods(visit: Visit) -> None:
    visit.writes(200, b'"' + b"x" * 100_000 + b'"')
