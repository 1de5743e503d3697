"""A person who talks to a running service over HTTP, with the time of every answer."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any, Final
from uuid import uuid4

from tests.support.ports import HOST
from tests.support.skill_id import SKILL_ID
from tools.chaos.service import RunningService

STEPS: Final = 5
NOT_SAVED: Final = "may not be kept"
TURN_SECONDS: Final = 1.0
"""What a turn may take, whatever happens."""


@dataclass
class ChaosSpeaker:
    """Keeps the session like Alexa."""

    running: RunningService
    account: str = field(default_factory=lambda: f"amzn1.ask.account.{uuid4().hex}")
    person: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    is_open: bool = False
    speech: str = ""
    statuses: list[int] = field(default_factory=list)
    """The status of each answer; 0 if there was none."""

    seconds: list[float] = field(default_factory=list)
    warnings: int = 0
    """Turns in which the skill said that progress may not be kept."""

    false_claims: int = 0
    """Turns that lost progress without a warning, or warned without a new loss."""

    @property
    def is_saved(self) -> bool:
        """True if everything in the session is also stored, according to the session's attributes."""
        return all(progress["saved"] for progress in self.attributes.get("known", {}).values())

    def launch(self) -> str:
        return self._ask({"type": "LaunchRequest"})

    def send_intent(self, intent: str, **slots: str) -> str:
        filled = {name: {"name": name, "value": value} for name, value in slots.items()}
        return self._ask({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}})

    def send(self, body: bytes) -> tuple[int, bytes]:
        """Sign and send a body of any content."""
        began = monotonic()
        connection = HTTPConnection(HOST, self.running.port, timeout=10)
        try:
            connection.request("POST", "/alexa", body, self.running.authority.sign(body))
            response = connection.getresponse()
            status, answer = response.status, response.read()
        except (OSError, HTTPException):
            status, answer = 0, b""
        finally:
            connection.close()
        self.seconds.append(monotonic() - began)
        self.statuses.append(status)
        return status, answer

    def _ask(self, request: dict[str, Any]) -> str:
        user, application = {"userId": self.account}, {"applicationId": SKILL_ID}
        person = {"person": {"personId": self.person}} if self.person else {}
        envelope = {
            "version": "1.0",
            "session": {
                "new": not self.is_open,
                "sessionId": "session",
                "application": application,
                "attributes": self.attributes,
                "user": user,
            },
            "context": {"System": {"application": application, "user": user, **person}},
            "request": {
                "requestId": f"amzn1.echo-api.request.{uuid4()}",
                "timestamp": datetime.now(UTC).isoformat(),
                "locale": "en-US",
                **request,
            },
        }
        was_saved = self.is_saved
        status, answer = self.send(json.dumps(envelope).encode())
        if status != 200:
            return ""
        envelope = json.loads(answer)
        self.is_open = not envelope["response"]["shouldEndSession"]
        self.attributes = envelope["sessionAttributes"] if self.is_open else {}
        self.speech = envelope["response"]["outputSpeech"]["ssml"]
        has_warning = NOT_SAVED in self.speech
        self.warnings += has_warning
        self.false_claims += has_warning != (was_saved and not self.is_saved)
        return self.speech
