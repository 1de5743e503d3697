"""Reads HTTP/1.1 requests from the bytes of a connection, within limits of size."""

from dataclasses import dataclass, field
from typing import Final

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser

from skill.alexa.endpoint import MAX_BYTES

MAX_BODY: Final = MAX_BYTES
MAX_HEAD: Final = 16 * 1024
"""Bytes of the request line and the headers. Alexa's have about two kilobytes."""

BAD_REQUEST: Final = 400
HEAD_TOO_LARGE: Final = 431
MAX_PIPELINED: Final = 64
"""Requests that wait on a connection. The last one is answered with "Connection: close"."""

_VERSIONS: Final = frozenset({"1.0", "1.1"})
_UNPREFIXED: Final = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})


@dataclass(slots=True)
class Request:
    """A request that has arrived whole, or as much of it as its refusal needs."""

    target: bytes = b""
    method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    """By their names in a WSGI environ."""

    body: bytes = b""
    is_too_large: bool = False
    """The body is larger than MAX_BODY, and was not read."""

    keeps_alive: bool = False
    refusal: int = 0
    """A status of HTTP if it is no request that can be passed on; otherwise 0."""

    may_be_deferred: bool = True


class RequestParser:
    """Collects requests in `requests`, in their order. After a refusal it takes no more bytes."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.is_partial = False
        """Part of a request has arrived."""

        self.expects_continue = False
        """The client waits for "100 Continue" before it sends the body."""

        self.is_finished = False
        self.buffered = 0
        """Bytes of the request in progress."""

        self._parser = HttpRequestParser(self)
        self._request = Request()
        self._body: list[bytes] = []
        self._body_bytes = 0
        self._is_head_complete = False

    def feed(self, data: bytes) -> None:
        """Add bytes. Requests that they complete, and a refusal, are in `requests` then."""
        if self.is_finished:
            return
        self.is_partial = True
        self.buffered += len(data)
        try:
            self._parser.feed_data(data)
        except HttpParserUpgrade:
            self._finish()  # what follows is another protocol
        except HttpParserError:
            self._refuse(BAD_REQUEST)
        if self.is_partial and not self._is_head_complete and self.buffered > MAX_HEAD:
            self._refuse(HEAD_TOO_LARGE)

    # The parser's callbacks

    def on_message_begin(self) -> None:
        self._request = Request()
        self._body, self._body_bytes = [], 0
        self._is_head_complete = self.expects_continue = False
        self.is_partial = True

    def on_url(self, url: bytes) -> None:
        self._request.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Ignore names with underscores, which WSGI could not tell from the same names with hyphens, and trailers."""
        if self._is_head_complete or b"_" in name:
            return
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in _UNPREFIXED:
            key = f"HTTP_{key}"
        text, headers = value.decode("latin-1"), self._request.headers
        headers[key] = f"{headers[key]},{text}" if key in headers else text

    def on_headers_complete(self) -> None:
        self._is_head_complete = True
        headers = self._request.headers
        if len(self._request.target) + sum(map(len, headers)) + sum(map(len, headers.values())) > MAX_HEAD:
            self._refuse(HEAD_TOO_LARGE)
        elif int(headers.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            self._refuse_body()
        elif headers.get("HTTP_EXPECT", "").lower() == "100-continue":
            self.expects_continue = True

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        if self._body_bytes > MAX_BODY:
            self._refuse_body()
        elif not self.is_finished:
            self._body.append(body)

    def on_message_complete(self) -> None:
        if self.is_finished:
            return
        if self._parser.get_http_version() not in _VERSIONS:
            self._refuse(BAD_REQUEST)
            return
        request = self._request
        request.method = self._parser.get_method().decode("ascii")
        request.keeps_alive = self._parser.should_keep_alive()
        request.body = b"".join(self._body)
        self._complete()

    def _complete(self) -> None:
        self.requests.append(self._request)
        self._body, self.buffered, self.is_partial, self.expects_continue = [], 0, False, False
        if len(self.requests) >= MAX_PIPELINED:
            self._finish()

    def _refuse_body(self) -> None:
        if not self.is_finished:
            self._request.method = self._parser.get_method().decode("ascii")
            self._request.is_too_large = True
            self._finish_with(self._request)

    def _refuse(self, status: int) -> None:
        if not self.is_finished:
            self._finish_with(Request(refusal=status))

    def _finish_with(self, request: Request) -> None:
        self._request = request
        self._complete()
        self._finish()

    def _finish(self) -> None:
        self.is_finished = True
        if self.requests:
            self.requests[-1].keeps_alive = False
