"""A stand-in for the host of Amazon's certificates: real TLS on loopback, with good and bad manners."""

import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.invalid_requests.pki import Holder

Answer = Callable[["Visit"], None]


class CertificateHost(ThreadingHTTPServer):
    """Answers each path as told; whatever it does slowly, it stops when it closes."""

    daemon_threads = False

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.answers: dict[str, Answer] = {}
        self.visits = Counter[str]()
        self.closing = Event()
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep quiet: visitors that hang up are what is being tested."""


class Visit(BaseHTTPRequestHandler):
    server: CertificateHost

    def do_GET(self) -> None:
        self.server.visits[self.path] += 1
        self.server.answers[self.path](self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Keep the test's output clean."""


@contextmanager
def open_host(holder: Holder, folder: Path) -> Iterator[CertificateHost]:
    host = CertificateHost(_tls(holder, folder))
    thread = Thread(target=host.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        host.closing.set()
        host.shutdown()
        thread.join()
        host.server_close()


def sends(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(visit: Visit) -> None:
        visit.send_response(status)
        for name, value in headers.items():
            visit.send_header(name.replace("_", "-"), value)
        visit.end_headers()
        visit.wfile.write(content)

    return answer


def says_nothing(visit: Visit) -> None:
    visit.server.closing.wait()


def hangs_up(visit: Visit) -> None:
    visit.close_connection = True


def speaks(first: bytes, again: bytes = b"", every: float = 0) -> Answer:
    """Send these very bytes, and some of them again until the visitor leaves, with so many seconds between."""

    def answer(visit: Visit) -> None:
        visit.wfile.write(first)
        while again and not visit.server.closing.wait(every):
            visit.wfile.write(again)

    return answer


def _tls(holder: Holder, folder: Path) -> ssl.SSLContext:
    file = folder / "host.pem"
    key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key + holder.pem)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    return tls
