"""The HTTP client that sends Alexa's requests to a skill."""

import json
import string
from collections.abc import Callable, Container, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote, urlsplit

from speech.errors import SpeechError
from speech.json_reader import read_json
from speech.simulator.response import ResponseError, SkillResponse, read_response

Headers = Mapping[str, str]

_READ_BYTES: Final = 64 * 1024

HINTS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "if it checks Amazon's signature, turn that off: the simulator sends none",
    HTTPStatus.NOT_FOUND: "is the path right?",
    HTTPStatus.METHOD_NOT_ALLOWED: "it must accept POST; is the path right?",
    HTTPStatus.INTERNAL_SERVER_ERROR: "its own log says why",
}

SUCCESSES = range(200, 300)

MAX_BYTES: Final = 6 * 1024 * 1024
"""The limit of Lambda for an answer. Alexa's own, which a warning names, is lower."""


class NoResponseError(SpeechError):
    """The skill did not answer at all."""


def unsigned(_: bytes) -> Headers:
    """Return headers without a signature, which most skills under development accept."""
    return {"Content-Type": "application/json;charset=utf-8"}


@dataclass(frozen=True, slots=True)
class HttpSkillClient:
    """Connects directly, ignoring any proxy, and follows no redirects, as Alexa follows none."""

    url: str
    headers: Callable[[bytes], Headers] = unsigned
    """Makes the headers for a body, with a signature if the skill checks one."""

    timeout: float = 8.0
    """Seconds, as long as Alexa waits."""

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            is_url = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_url = False
        if not is_url:
            raise SpeechError(f"{self.url!r} is not an address; write for example http://localhost:3000/")

    def send(self, envelope: Mapping[str, Any]) -> SkillResponse:
        """Raises NoResponseError, ResponseError."""
        try:
            response: object = read_json(self._post(envelope))
        except (ValueError, RecursionError) as fault:
            raise ResponseError(f"{self.url} answered with something other than JSON ({fault})") from fault
        return read_response(response, self.url)

    def notify(self, envelope: Mapping[str, Any]) -> None:
        """Send a request and ignore the response if its status is a success. Raises NoResponseError, ResponseError."""
        self._post(envelope, SUCCESSES)

    def _post(self, envelope: Mapping[str, Any], accepted: Container[int] = (HTTPStatus.OK,)) -> bytes:
        body = json.dumps(envelope).encode()
        connection = self._connection()
        deadline = _Deadline(connection, self.timeout)
        try:
            with deadline:
                connection.request("POST", self._target, body, dict(self.headers(body)))
                deadline.watch(connection.sock)
                response = connection.getresponse()
                content = _content(response)
            deadline.check()
        except (OSError, HTTPException, ValueError) as fault:
            if deadline.has_passed or isinstance(fault, TimeoutError):
                raise NoResponseError(f"{self.url} did not answer within {self.timeout:g} seconds") from fault
            reason = " ".join(str(getattr(fault, "strerror", None) or fault).split())
            raise NoResponseError(f"{self.url} does not answer ({reason:.200}); is the skill running there?") from fault
        finally:
            connection.close()
        if len(content) > MAX_BYTES:
            raise ResponseError(
                f"{self.url} answered with more than {MAX_BYTES // 1024 // 1024} MB; Alexa takes 120 KB"
            )
        if encoding := response.getheader("Content-Encoding"):
            raise ResponseError(f"{self.url} answered with Content-Encoding {encoding:.40}; Alexa asks for none")
        if response.status not in accepted:
            raise ResponseError(f"{self.url} answered {envelope['request']['type']} with {_status(response)}")
        return content

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        connection_type = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return connection_type(parts.hostname or "", parts.port, timeout=self.timeout)

    @property
    def _target(self) -> str:
        parts = urlsplit(self.url)
        return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=string.punctuation)


class _Deadline:
    """Closes a connection when the time for the whole answer is over: the socket's own limit is for each read."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._connection = connection
        self._socket: socket | None = None
        self._timer = Timer(seconds, self._expire)
        self._timer.daemon = True
        self.has_passed = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def watch(self, used: "socket | None") -> None:
        """Take the socket of the answer, which the connection forgets while it is read."""
        self._socket = used

    def check(self) -> None:
        """A connection that was closed looks like the end of the answer. Raises TimeoutError."""
        if self.has_passed:
            raise TimeoutError

    def _expire(self) -> None:
        self.has_passed = True
        if used := self._socket or self._connection.sock:
            with suppress(OSError):
                used.shutdown(SHUT_RDWR)


def _content(response: HTTPResponse) -> bytes:
    """Read at most one byte more than the limit. Raises HTTPException if the answer ends too early."""
    content = bytearray()
    while len(content) <= MAX_BYTES and (part := response.read(min(_READ_BYTES, MAX_BYTES + 1 - len(content)))):
        content += part
    if response.length and len(content) <= MAX_BYTES:
        raise HTTPException(f"it ends {response.length} bytes before its Content-Length")
    return bytes(content)


def _status(response: HTTPResponse) -> str:
    """Return the status line with a hint, if there is one."""
    location = response.getheader("Location")
    hint = f"use the address that it redirects to: {location:.200}" if location else HINTS.get(response.status)
    return f"{response.status} {response.reason:.200}" + (f"; {hint}" if hint else "")
