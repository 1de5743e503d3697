"""The JSON that an Echo sends to a skill, as genuine as a pretend one can make it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from speech.simulator.permissions import access_token
from speech.simulator.viewports import Screen

Json = dict[str, Any]

SKILL_ID: Final = "amzn1.ask.skill.00000000-0000-4000-8000-00000000de5c"
SHOWS: Final = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2023.3"}}}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks to which skill, from which device."""

    locale: str = "en-US"
    account: str = "desk"
    """A name of one's own; the same name is the same account tomorrow."""

    person: str = ""
    """The name of a voice that the device knows; empty, it recognises nobody."""

    screen: Screen | None = None
    skill_id: str = SKILL_ID
    granted: frozenset[str] = frozenset()
    """The scopes that the account allows the skill."""

    def session(self, session_id: str, attributes: Mapping[str, Any], *, is_new: bool) -> Json:
        return {
            "new": is_new,
            "sessionId": session_id,
            "application": {"applicationId": self.skill_id},
            "attributes": dict(attributes),
            "user": {"userId": self.user_id},
        }

    def context(self) -> Json:
        account = self.user_id
        system: Json = {
            "application": {"applicationId": self.skill_id},
            "user": {"userId": account} | self._permissions(),
            "device": {"deviceId": self._id("device"), "supportedInterfaces": SHOWS if self.screen else {}},
            "apiEndpoint": "https://api.amazonalexa.com",
            "apiAccessToken": access_token(account, self.granted),
        }
        if self.person:
            system["person"] = {"personId": self._id("person", self.person)}
        return {"System": system} | ({"Viewport": dict(self.screen.viewport)} if self.screen else {})

    @property
    def user_id(self) -> str:
        """Of the account."""
        return self._id("account")

    def _permissions(self) -> Json:
        scopes = {scope: {"status": "GRANTED"} for scope in sorted(self.granted)}
        return {"permissions": {"scopes": scopes}} if scopes else {}

    def _id(self, kind: str, name: str = "") -> str:
        return f"amzn1.ask.{kind}.{sha256(f'{self.account}/{name}'.encode()).hexdigest()[:40].upper()}"


def request(kind: str, request_id: str, now: datetime, locale: str, **more: Any) -> Json:
    """What every request bears, and more."""
    return {
        "type": kind,
        "requestId": f"amzn1.echo-api.request.{request_id}",
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": locale,
        **more,
    }
