"""Voice permissions: how a skill requests one through Alexa, and how a request carries what was granted.

https://developer.amazon.com/docs/alexa/smapi/voice-permissions-for-reminders.html
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from speech.json_reader import read_json

Status = Literal["ACCEPTED", "DENIED", "NOT_ANSWERED"]

REMINDERS: Final = "alexa::alerts:reminders:skill:readwrite"
_PURPOSES: Final = {REMINDERS: "set reminders for you"}
_DIRECTIVE: Final = ("Connections.SendRequest", "AskFor", "AskForPermissionsConsentRequest")


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that Alexa asks the person for on the skill's behalf."""

    scopes: tuple[str, ...]
    token: str
    """The skill's own value, which comes back with the answer."""

    def question(self, skill: str) -> str:
        purposes = " and ".join(_PURPOSES.get(scope, f"use {scope}") for scope in self.scopes)
        return f"Alexa asks, not the skill: may {skill} {purposes}?"


def requested_permission(directives: Sequence[Mapping[str, Any]]) -> Permission | None:
    """Return the permission that a response requests, in either version of the directive; None if there is none."""
    for directive in directives:
        payload = directive.get("payload")
        consent = payload if isinstance(payload, dict) else {}
        if (directive.get("type"), directive.get("name"), consent.get("@type")) == _DIRECTIVE:
            scopes = consent.get("permissionScopes", [{"permissionScope": consent.get("permissionScope")}])
            return Permission(tuple(map(_scope, scopes)), str(directive.get("token", "")))
    return None


def access_token(account: str, granted: Iterable[str]) -> str:
    """Encode the account and its granted scopes. Unlike Alexa's tokens, these are not signed."""
    return urlsafe_b64encode(json.dumps([account, *sorted(granted)]).encode()).decode()


def read_token(token: str) -> tuple[str, frozenset[str]]:
    """Return the account and its granted scopes. Raises ValueError if `access_token` did not make the token."""
    match read_json(urlsafe_b64decode(token)):
        case [str(account), *granted]:
            return account, frozenset(map(str, granted))
        case _:
            raise ValueError("not an access token of the simulator")


def _scope(entry: object) -> str:
    return str(entry.get("permissionScope")) if isinstance(entry, dict) else str(entry)
