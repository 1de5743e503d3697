"""Sends signed requests over real connections, as Alexa does."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from speech.simulator.signer import RequestSigner
from tests.support import trust
from tests.support.ports import HOST
from tests.support.skill_id import SKILL_ID


class AlexaCloud:
    def __init__(self, folder: Path) -> None:
        self._authority = RequestSigner(datetime.now(UTC))
        self._numbers = count()
        self.environment = trust.keep(self._authority, folder)

    def request(self, user: str, intent: str = "AMAZON.NextIntent") -> tuple[bytes, dict[str, str]]:
        """Return the body and the headers of a signed request."""
        application = {"applicationId": SKILL_ID}
        session = {"new": True, "sessionId": "session", "application": application, "user": {"userId": user}}
        envelope = {
            "version": "1.0",
            "session": session,
            "context": {"System": {"application": application, "user": {"userId": user}}},
            "request": {
                "type": "IntentRequest",
                "requestId": f"request.{next(self._numbers)}",
                "locale": "en-US",
                "timestamp": datetime.now(UTC).isoformat(),
                "intent": {"name": intent},
            },
        }
        body = json.dumps(envelope).encode()
        return body, self._authority.sign(body)


@dataclass(frozen=True, slots=True)
class OneShotClient:
    """Uses a new connection for each request. A request that was accepted must be answered."""

    port: int

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Raise ConnectionRefusedError if no server listens. Any other error means that a turn was lost."""
        with _connected(self.port) as connection:
            connection.request("POST", "/alexa", body, headers)
            response = connection.getresponse()
            return response.status, response.read()

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        with _connected(self.port) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.read().decode()


def speech(body: bytes) -> str:
    answer: dict[str, Any] = json.loads(body)
    return str(answer["response"]["outputSpeech"]["ssml"])


@contextmanager
def _connected(port: int) -> Iterator[HTTPConnection]:
    connection = HTTPConnection(HOST, port, timeout=20)
    try:
        connection.connect()
        yield connection
    finally:
        connection.close()
