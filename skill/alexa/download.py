"""How a certificate file comes over the network: in good time, of a sane size, from one host only."""

import ssl
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from skill.alexa.line import Workers
from skill.errors import NotAlexa

WORKERS = 4


class Downloader:
    """Fetches what lies at a path of one host, without redirects or proxies.

    `seconds` bounds the whole download, name look-up included.
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
        self._workers = Workers(WORKERS, "certificate")

    def __call__(self, url: str) -> bytes:
        """Read the path of `url` from this host. Raises NotAlexa."""
        host, port = self._address
        connection = HTTPSConnection(host, port, timeout=2 * self._seconds, context=self._tls)
        content = partial(_content, urlsplit(url).path, self._most_bytes)
        try:
            return self._workers.ask(connection, content, self._seconds)
        except TimeoutError:
            raise NotAlexa("certificate-late") from None
        except (OSError, HTTPException) as error:
            raise NotAlexa("certificate-unreachable") from error


def _content(path: str, most_bytes: int, connection: HTTPConnection) -> bytes:
    connection.request("GET", path)
    with connection.getresponse() as response:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotAlexa("certificate-unreachable")  # the host is not well, which says nothing of the certificate
        if response.status != HTTPStatus.OK:
            raise NotAlexa("certificate-status")
        content = response.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise NotAlexa("certificate-too-large")
    return content
