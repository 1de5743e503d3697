"""The JSON requests that an Echo sends to a skill."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from speech.simulator.permissions import access_token, current_spelling
from speech.simulator.viewports import DeviceScreen

Json = dict[str, Any]

SKILL_ID: Final = "amzn1.ask.skill.00000000-0000-4000-8000-00000000de5c"
AMAZONS_API: Final = "https://api.amazonalexa.com"
INTERFACES: Final[Json] = {"AudioPlayer": {}}
SCREEN_INTERFACES: Final[Json] = {"Alexa.Presentation.APL": {"runtime": {"maxVersion": "2023.3"}}, "VideoApp": {}}
"""What a device with a screen supports besides INTERFACES."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """The person who speaks, with their account, device and skill."""

    locale: str = "en-US"
    account: str = "simulator"
    """Any name; the same name always gives the same account ids."""

    reaches_alexa: bool = True
    """Whether requests carry the address of Alexa's own services, such as reminders."""

    person: str = ""
    """The name of a recognized voice; empty if the device recognizes none."""

    screen: DeviceScreen | None = None
    skill_id: str = SKILL_ID
    granted: frozenset[str] = frozenset()
    """The permission scopes that the account grants the skill."""

    access_token: str = ""
    """The token of the linked account; empty if none is linked."""

    api: str = AMAZONS_API
    """The address of Alexa's API."""

    def session(self, session_id: str, attributes: Mapping[str, Any], *, is_new: bool) -> Json:
        return {
            "new": is_new,
            "sessionId": session_id,
            "application": {"applicationId": self.skill_id},
            "attributes": dict(attributes),
            "user": {"userId": self.user_id} | self._linked(),
        }

    def context(self) -> Json:
        account = self.user_id
        system: Json = {
            "application": {"applicationId": self.skill_id},
            "user": {"userId": account} | self._linked() | self._permissions(),
            "device": {"deviceId": self.device_id, "supportedInterfaces": dict(self.interfaces)},
            "apiEndpoint": self.api,
            "apiAccessToken": access_token(account, self.granted),
        }
        if not self.reaches_alexa:
            del system["apiEndpoint"], system["apiAccessToken"]
        if self.person:
            system["person"] = {"personId": self._id("person", self.person)}
        return {"System": system} | ({"Viewport": dict(self.screen.viewport)} if self.screen else {})

    def granting(self, *scopes: str) -> "Speaker":
        return replace(self, granted=self.granted.union(map(current_spelling, scopes)))

    def revoking(self, *scopes: str) -> "Speaker":
        return replace(self, granted=self.granted.difference(map(current_spelling, scopes)))

    @property
    def user_id(self) -> str:
        return self._id("account")

    @property
    def device_id(self) -> str:
        return self._id("device")

    @property
    def interfaces(self) -> Mapping[str, Any]:
        """What the device supports."""
        return INTERFACES | SCREEN_INTERFACES if self.screen else INTERFACES

    def _linked(self) -> Json:
        return {"accessToken": self.access_token} if self.access_token else {}

    def _permissions(self) -> Json:
        scopes = {scope: {"status": "GRANTED"} for scope in sorted(self.granted)}
        return {"permissions": {"scopes": scopes}} if scopes else {}

    def _id(self, kind: str, name: str = "") -> str:
        return f"amzn1.ask.{kind}.{sha256(f'{self.account}/{name}'.encode()).hexdigest()[:40].upper()}"


def request(kind: str, request_id: str, now: datetime, locale: str, **fields: Any) -> Json:
    """Build a request of this type from the fields that all types share and its own."""
    return {
        "type": kind,
        "requestId": f"amzn1.echo-api.request.{request_id}",
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": locale,
        **fields,
    }
