"""The skill as Alexa meets it: requests are signed, posted and verified; only the authority is a throwaway."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.x509.verification import Store
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.alexa.api_client import Call, refuse
from skill.alexa.verification.certificates import Certificates
from skill.app import NULL_TELEMETRY, create_app
from skill.store.interface import ProgressStore
from skill.store.sqlite import SqliteStore
from skill.telemetry.interface import Telemetry
from speech.simulator.signer import RequestSigner
from tests.support.skill_id import SKILL_ID

MORNING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
REQUESTS = count()
AUTHORITY = RequestSigner(MORNING)


@dataclass
class Clock:
    now: datetime = MORNING

    def __call__(self) -> datetime:
        """Every look at the clock is a little later than the one before, as in life."""
        self.now += timedelta(milliseconds=1)
        return self.now


@dataclass
class Alexa:
    """Speaks to the service for one person on one account, and keeps the session as Alexa keeps it."""

    client: FlaskClient
    clock: Clock
    user_id: str = "amzn1.ask.account.AFQXEXAMPLEUSER"
    person_id: str | None = None
    locale: str = "en-US"
    attributes: dict[str, Any] = field(default_factory=dict)
    access: dict[str, Any] = field(default_factory=dict)
    """What the context says by which Amazon's services can be asked."""

    answer: dict[str, Any] = field(default_factory=dict)
    """The response to the last request."""

    is_open: bool = False
    sent: dict[str, Any] = field(default_factory=dict)

    def launches(self) -> str:
        return self._asks({"type": "LaunchRequest"})

    def means(self, intent: str, **slots: str) -> str:
        """Sends an intent; a slot is its value, and `step` its id too. Answers what is said."""
        filled = {name: _slot(name, value) for name, value in slots.items()}
        return self._asks({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}})

    def post(self, envelope: dict[str, Any]) -> TestResponse:
        """Stamps, signs and sends any envelope."""
        envelope["request"]["timestamp"] = self.clock.now.isoformat()
        body = json.dumps(envelope).encode()
        return self.client.post("/alexa", data=body, headers=AUTHORITY.sign(body))

    def answers_permission(self, status: str, token: str) -> str:
        """Sends what the person answered when Alexa asked for a permission."""
        answer = {"name": "AskFor", "status": {"code": "200"}, "payload": {"status": status}, "token": token}
        return self._asks({"type": "Connections.Response", **answer})

    def sends_again(self) -> str:
        """The last request, to the letter, as when no answer to it came."""
        return self._sends(self.sent)

    def _asks(self, request: dict[str, Any]) -> str:
        return self._sends(self._envelope(request))

    def _sends(self, envelope: dict[str, Any]) -> str:
        self.sent = envelope
        response = self.post(envelope)
        assert response.status_code == 200
        answer = response.get_json()
        self.answer = answer["response"]
        self.is_open = not answer["response"]["shouldEndSession"]
        self.attributes = answer["sessionAttributes"] if self.is_open else {}
        speech: str = answer["response"]["outputSpeech"]["ssml"]
        return speech.removeprefix("<speak>").removesuffix("</speak>")

    def _envelope(self, request: dict[str, Any]) -> dict[str, Any]:
        user = {"userId": self.user_id}
        application = {"applicationId": SKILL_ID}
        person = {"person": {"personId": self.person_id}} if self.person_id else {}
        return {
            "version": "1.0",
            "session": {
                "new": not self.is_open,
                "sessionId": "amzn1.echo-api.session.1",
                "application": application,
                "attributes": self.attributes,
                "user": user,
            },
            "context": {"System": {"application": application, "user": user, **person, **self.access}},
            "request": {"requestId": f"amzn1.echo-api.request.{next(REQUESTS)}", "locale": self.locale, **request},
        }


def _slot(name: str, value: str) -> dict[str, Any]:
    slot: dict[str, Any] = {"name": name, "value": value}
    if name == "step":
        match = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"name": value, "id": value}}]}
        slot["resolutions"] = {"resolutionsPerAuthority": [match]}
    return slot


def alexa(store: ProgressStore, clock: Clock, call: Call = refuse, telemetry: Telemetry = NULL_TELEMETRY) -> Alexa:
    app = create_app(
        store=store,
        secret="a secret of this test",
        accepts={SKILL_ID}.__contains__,
        certificates=Certificates(lambda url: AUTHORITY.chain_pem, Store([AUTHORITY.root]), clock),
        call=call,
        checks={},
        now=clock,
        telemetry=telemetry,
    )
    return Alexa(app.test_client(), clock)


def sqlite(folder: Path, clock: Clock) -> SqliteStore:
    return SqliteStore(folder / "progress.sqlite3", keep=timedelta(days=400), now=clock)
