"""Where a skill answers: an address that takes Alexa's requests over HTTP."""

import json
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from speech.errors import SpeechError
from speech.json_reader import read_json
from speech.simulator.response import ResponseError, SkillResponse, read_response

Headers = Mapping[str, str]

MENDS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: "if it wants Amazon's signature, turn that off here, for the desk has none",
    HTTPStatus.NOT_FOUND: "is the path right?",
    HTTPStatus.METHOD_NOT_ALLOWED: "it must take POST; is the path right?",
    HTTPStatus.INTERNAL_SERVER_ERROR: "its own log says why",
}
"""What to look for where a skill answers with this status."""


class NoResponseError(SpeechError):  # noqa: N818 - it says what is missing
    """Nothing came back from the skill."""


def unsigned(_: bytes) -> Headers:
    """What most skills on a developer's own machine expect."""
    return {"Content-Type": "application/json;charset=utf-8"}


@dataclass(frozen=True, slots=True)
class HttpSkillClient:
    """Asked directly, past any proxy; a redirection is not followed, for Alexa follows none."""

    url: str
    headers: Callable[[bytes], Headers] = unsigned
    """What goes with a body; a signature, where the skill wants one."""

    patience: float = 8.0
    """Seconds. Alexa waits no longer."""

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address:
            raise SpeechError(f"{self.url!r} is not an address; write for example http://localhost:3000/")

    def ask(self, envelope: Mapping[str, Any]) -> SkillResponse:
        """Raises NoAnswer, AnswerError."""
        try:
            answer: object = read_json(self._post(envelope))
        except ValueError as fault:
            raise ResponseError(f"{self.url} answered something that is not JSON ({fault})") from fault
        return read_response(answer, self.url)

    def tell(self, envelope: Mapping[str, Any]) -> None:
        """For what needs no answer. Raises NoAnswer, and AnswerError where the skill fails at it."""
        self._post(envelope)

    def _post(self, envelope: Mapping[str, Any]) -> bytes:
        body = json.dumps(envelope).encode()
        connection = self._connection()
        try:
            connection.request("POST", self._target, body, dict(self.headers(body)))
            response = connection.getresponse()
            answer = response.read()
        except TimeoutError as fault:
            raise NoResponseError(f"{self.url} gave no answer within {self.patience:g} seconds") from fault
        except (OSError, HTTPException, UnicodeError) as fault:
            why = getattr(fault, "strerror", None) or fault
            raise NoResponseError(f"{self.url} does not answer ({why}); is the skill running there?") from fault
        finally:
            connection.close()
        if response.status != HTTPStatus.OK:
            raise ResponseError(f"{self.url} answered {envelope['request']['type']} with {_status(response)}")
        return answer

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        return kind(parts.hostname or "", parts.port, timeout=self.patience)

    @property
    def _target(self) -> str:
        parts = urlsplit(self.url)
        return quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=string.punctuation)


def _status(response: HTTPResponse) -> str:
    """The status, with what can be done about it."""
    leads_to = response.getheader("Location")
    mend = f"name the address that it leads to: {leads_to}" if leads_to else MENDS.get(response.status)
    return f"{response.status} {response.reason}" + (f"; {mend}" if mend else "")
