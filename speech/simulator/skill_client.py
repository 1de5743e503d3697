"""The HTTP client that sends Alexa's requests to a skill."""

import json
import string
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from speech.errors import SpeechError
from speech.json_reader import read_json
from speech.simulator.response import ResponseError, SkillResponse, read_response

Headers = Mapping[str, str]

HINTS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "if it checks Amazon's signature, turn that off: the simulator sends none",
    HTTPStatus.NOT_FOUND: "is the path right?",
    HTTPStatus.METHOD_NOT_ALLOWED: "it must accept POST; is the path right?",
    HTTPStatus.INTERNAL_SERVER_ERROR: "its own log says why",
}

SUCCESSES = range(200, 300)


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
        except ValueError as fault:
            raise ResponseError(f"{self.url} answered with something other than JSON ({fault})") from fault
        return read_response(response, self.url)

    def notify(self, envelope: Mapping[str, Any]) -> None:
        """Send a request and ignore the response if its status is a success. Raises NoResponseError, ResponseError."""
        self._post(envelope, SUCCESSES)

    def _post(self, envelope: Mapping[str, Any], accepted: Container[int] = (HTTPStatus.OK,)) -> bytes:
        body = json.dumps(envelope).encode()
        connection = self._connection()
        try:
            connection.request("POST", self._target, body, dict(self.headers(body)))
            response = connection.getresponse()
            content = response.read()
        except TimeoutError as fault:
            raise NoResponseError(f"{self.url} did not answer within {self.timeout:g} seconds") from fault
        except (OSError, HTTPException, UnicodeError) as fault:
            reason = getattr(fault, "strerror", None) or fault
            raise NoResponseError(f"{self.url} does not answer ({reason}); is the skill running there?") from fault
        finally:
            connection.close()
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


def _status(response: HTTPResponse) -> str:
    """Return the status line with a hint, if there is one."""
    location = response.getheader("Location")
    hint = f"use the address that it redirects to: {location}" if location else HINTS.get(response.status)
    return f"{response.status} {response.reason}" + (f"; {hint}" if hint else "")
