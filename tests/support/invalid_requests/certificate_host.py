"""A fake of Amazon's certificate host: a TLS server on loopback that can misbehave."""

import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.invalid_requests.pki import CertifiedKey

CertificateResponse = Callable[["CertificateRequest"], None]


class CertificateHost(ThreadingHTTPServer):
    """Responds to each path with `responses`. Slow responses stop when the host closes."""

    daemon_threads = False

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), CertificateRequest)
        self.responses: dict[str, CertificateResponse] = {}
        self.request_counts = Counter[str]()
        self.closing = Event()
        self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: clients that disconnect are part of the tests."""


class CertificateRequest(BaseHTTPRequestHandler):
    server: CertificateHost

    def do_GET(self) -> None:
        self.server.request_counts[self.path] += 1
        self.server.responses[self.path](self)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base class
        """Keep the test's output clean."""


@contextmanager
def open_host(certified: CertifiedKey, folder: Path) -> Iterator[CertificateHost]:
    host = CertificateHost(_tls(certified, folder))
    thread = Thread(target=host.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        host.closing.set()
        host.shutdown()
        thread.join()
        host.server_close()


def sends(content: bytes, status: int = 200, **headers: str) -> CertificateResponse:
    def respond(request: CertificateRequest) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return respond


def stays_silent(request: CertificateRequest) -> None:
    request.server.closing.wait()


def hangs_up(request: CertificateRequest) -> None:
    request.close_connection = True


def sends_raw(first: bytes, again: bytes = b"", every: float = 0) -> CertificateResponse:
    """Send exactly these bytes, then `again` every so many seconds until the client disconnects."""

    def respond(request: CertificateRequest) -> None:
        request.wfile.write(first)
        while again and not request.server.closing.wait(every):
            request.wfile.write(again)

    return respond


def _tls(certified: CertifiedKey, folder: Path) -> ssl.SSLContext:
    file = folder / "host.pem"
    key = certified.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key + certified.pem)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    return tls
