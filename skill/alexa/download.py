"""How a certificate file comes over the network: in good time, of a sane size, from one host only."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from threading import Event
from urllib.parse import urlsplit

from skill.errors import NotAlexa

WORKERS = 4


class Downloader:
    """Fetches what lies at a path of one host, without redirects or proxies.

    `seconds` bounds the whole download, name look-up included. Socket timeouts alone would let a host that sends
    a byte a second hold a request for hours, so a worker reads, and whoever asked hangs up when time is over.
    """

    def __init__(
        self,
        tls: ssl.SSLContext,
        *,
        host: str = "s3.amazonaws.com",
        port: int = 443,
        seconds: float = 2.0,
        most_bytes: int = 64 * 1024,
    ) -> None:
        self._tls = tls
        self._address = host, port
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="certificate")

    def __call__(self, url: str) -> bytes:
        """Read the path of `url` from this host. Raises NotAlexa."""
        host, port = self._address
        # A single read may take longer than the whole, so it is always the waiting side that gives up.
        call = _Call(HTTPSConnection(host, port, timeout=2 * self._seconds, context=self._tls))
        content = self._workers.submit(call.content, urlsplit(url).path, self._most_bytes)
        try:
            return content.result(self._seconds)
        except TimeoutError:
            content.cancel()
            call.hang_up()
            raise NotAlexa("certificate-late") from None


class _Call:
    """One download, which somebody else may end."""

    def __init__(self, connection: HTTPSConnection) -> None:
        self._connection = connection
        self._line: socket.socket | None = None
        self._is_over = Event()

    def content(self, path: str, most_bytes: int) -> bytes:
        try:
            with closing(self._connection):
                self._connect()
                self._connection.request("GET", path)
                with self._connection.getresponse() as response:
                    if response.status != HTTPStatus.OK:
                        raise NotAlexa("certificate-status")
                    content = response.read(most_bytes + 1)
        except (OSError, HTTPException) as error:
            raise NotAlexa("certificate-unreachable") from error
        if len(content) > most_bytes:
            raise NotAlexa("certificate-too-large")
        return content

    def hang_up(self) -> None:
        """End the read that the worker is blocked in; while it still connects, tell it not to go on."""
        self._is_over.set()
        if self._line:
            with suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # beneath TLS, which the worker still uses

    def _connect(self) -> None:
        self._connection.connect()
        self._line = self._connection.sock
        if self._is_over.is_set():
            raise NotAlexa("certificate-late")
