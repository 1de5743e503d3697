"""Permissions: what a skill has Alexa ask a person for, and how its requests say what was granted.

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
_WISHES: Final = {REMINDERS: "set reminders for you"}
_ASKING: Final = ("Connections.SendRequest", "AskFor", "AskForPermissionsConsentRequest")


@dataclass(frozen=True, slots=True)
class Permission:
    """What Alexa asks for in the skill's place, in a question of its own."""

    scopes: tuple[str, ...]
    token: str
    """The skill's own mark, which comes back with the answer."""

    def question(self, skill: str) -> str:
        wishes = " and ".join(_WISHES.get(scope, f"use {scope}") for scope in self.scopes)
        return f"Alexa asks, not the skill: may {skill} {wishes}?"


def asked_for(directives: Sequence[Mapping[str, Any]]) -> Permission | None:
    """What an answer has Alexa ask for, if it does; in either version of the request."""
    for directive in directives:
        payload = directive.get("payload")
        wish = payload if isinstance(payload, dict) else {}
        if (directive.get("type"), directive.get("name"), wish.get("@type")) == _ASKING:
            scopes = wish.get("permissionScopes", [{"permissionScope": wish.get("permissionScope")}])
            return Permission(tuple(map(_scope, scopes)), str(directive.get("token", "")))
    return None


def access_token(account: str, granted: Iterable[str]) -> str:
    """As Alexa's does, it says for whom it stands and what is granted; but anyone could have made it."""
    return urlsafe_b64encode(json.dumps([account, *sorted(granted)]).encode()).decode()


def read_token(token: str) -> tuple[str, frozenset[str]]:
    """The account, and what it granted. Raises ValueError for a token of another kind."""
    match read_json(urlsafe_b64decode(token)):
        case [str(account), *granted]:
            return account, frozenset(map(str, granted))
        case _:
            raise ValueError("not a token of the desk")


def _scope(entry: object) -> str:
    return str(entry.get("permissionScope")) if isinstance(entry, dict) else str(entry)
