"""Voice permissions: how a skill requests one through Alexa, and how a request carries what was granted.

https://developer.amazon.com/docs/alexa/smapi/voice-permissions-for-reminders.html
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from speech.json_reader import JsonNode, read_json

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
    """Return the permission that a response requests, in either version of the directive; None if there is none.

    Raises ValueError with the path of what Alexa would refuse.
    """
    for directive in JsonNode(directives, "response.directives").items:
        payload = directive.get("payload")
        consent = payload.get("@type").value if isinstance(payload.value, dict) else None
        if (directive.get("type").value, directive.get("name").value, consent) == _DIRECTIVE:
            token = directive.get("token").value
            return Permission(_scopes(payload), "" if token is None else str(token))
    return None


def _scopes(payload: JsonNode) -> tuple[str, ...]:
    if payload.get("permissionScopes").is_absent:
        return (payload["permissionScope"].text,)
    scopes = payload["permissionScopes"]
    if not scopes.items:
        raise ValueError(f"{scopes.path} is empty; add a permissionScope")
    return tuple(entry["permissionScope"].text for entry in scopes.items)


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
