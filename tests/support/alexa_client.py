"""A client that calls the skill as Alexa does. Requests are signed, by a throwaway certificate authority."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

from cryptography.x509.verification import Store
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from skill.alexa.api_client import Call, refuse
from skill.alexa.identity import Secrets
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
class TickingClock:
    """A clock that advances a little each time it is read."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()


@dataclass
class Alexa:
    """Sends requests for one account, and keeps the session as Alexa does."""

    client: FlaskClient
    clock: TickingClock
    user_id: str = "amzn1.ask.account.AFQXEXAMPLEUSER"
    person_id: str | None = None
    locale: str = "en-US"
    attributes: dict[str, Any] = field(default_factory=dict)
    access: dict[str, Any] = field(default_factory=dict)
    """The parts of the context that grant access to Amazon's services."""

    response: dict[str, Any] = field(default_factory=dict)
    """The response to the last request."""

    is_open: bool = False
    sent: dict[str, Any] = field(default_factory=dict)
    """The envelope of the last request."""

    def launch(self) -> str:
        return self._send_request({"type": "LaunchRequest"})

    def send_intent(self, intent: str, **slots: str) -> str:
        """Send an intent with these slot values and return the speech. The value of `step` is its resolved id too."""
        filled = {name: _slot(name, value) for name, value in slots.items()}
        return self._send_request({"type": "IntentRequest", "intent": {"name": intent, "slots": filled}})

    def post(self, envelope: dict[str, Any]) -> TestResponse:
        """Set the timestamp of any envelope, sign it and send it."""
        envelope["request"]["timestamp"] = self.clock.now.isoformat()
        body = json.dumps(envelope).encode()
        return self.client.post("/alexa", data=body, headers=AUTHORITY.sign(body))

    def answer_permission(self, status: str, token: str) -> str:
        """Send a person's answer to Alexa's question for a permission."""
        answer = {"name": "AskFor", "status": {"code": "200"}, "payload": {"status": status}, "token": token}
        return self._send_request({"type": "Connections.Response", **answer})

    def resend(self) -> str:
        """Send the last request again, as Alexa does if no answer arrived."""
        return self._send(self.sent)

    def _send_request(self, request: dict[str, Any]) -> str:
        return self._send(self._envelope(request))

    def _send(self, envelope: dict[str, Any]) -> str:
        self.sent = envelope
        posted = self.post(envelope)
        assert posted.status_code == 200
        answer = posted.get_json()
        self.response = answer["response"]
        self.is_open = not self.response["shouldEndSession"]
        self.attributes = answer["sessionAttributes"] if self.is_open else {}
        speech: str = self.response["outputSpeech"]["ssml"]
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


SECRETS: Final = Secrets("a secret of this test")


def alexa(
    store: ProgressStore,
    clock: TickingClock,
    call: Call = refuse,
    telemetry: Telemetry = NULL_TELEMETRY,
    secrets: Secrets = SECRETS,
) -> Alexa:
    app = create_app(
        store=store,
        secrets=secrets,
        accepts={SKILL_ID}.__contains__,
        certificates=Certificates(lambda url: AUTHORITY.chain_pem, Store([AUTHORITY.root]), clock),
        call=call,
        checks={},
        now=clock,
        telemetry=telemetry,
    )
    return Alexa(app.test_client(), clock)


def sqlite(folder: Path, clock: TickingClock) -> SqliteStore:
    return SqliteStore(folder / "progress.sqlite3", keep=timedelta(days=400), now=clock)
