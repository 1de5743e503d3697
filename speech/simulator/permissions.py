"""Voice permissions: how a skill requests one through Alexa, and how a request carries what was granted.

https://developer.amazon.com/docs/alexa/smapi/voice-permissions-for-reminders.html
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, Literal

from speech.json_reader import JsonNode, read_json

Status = Literal["ACCEPTED", "DENIED", "NOT_ANSWERED"]

REMINDERS: Final = "alexa::alerts:reminders:skill:readwrite"
TIMERS: Final = "alexa::alerts:timers:skill:readwrite"
ADDRESS: Final = "alexa::devices:all:address:full:read"
POSTAL_CODE: Final = "alexa:devices:all:address:country_and_postal_code:read"
NAME: Final = "alexa::profile:name:read"
GIVEN_NAME: Final = "alexa::profile:given_name:read"
EMAIL: Final = "alexa::profile:email:read"
MOBILE_NUMBER: Final = "alexa::profile:mobile_number:read"
LISTS_READ: Final = "alexa::household:lists:read"
LISTS_WRITE: Final = "alexa::household:lists:write"
SCOPES: Final = (
    REMINDERS,
    TIMERS,
    ADDRESS,
    POSTAL_CODE,
    NAME,
    GIVEN_NAME,
    EMAIL,
    MOBILE_NUMBER,
    LISTS_READ,
    LISTS_WRITE,
    "alexa::devices:all:geolocation:read",
    "alexa::devices:all:notifications:write",
    "alexa::person_id:read",
)
"""The permission scopes that a person can grant a skill, of those that have a use here or in many skills."""

_SCOPE: Final = re.compile(r"alexa::?[a-z0-9_]+(:[a-z0-9_]+)+")
_ALMOST: Final = 0.9
"""How similar a scope must be to a known one to count as a typing error."""

_OLD_SPELLINGS: Final[Mapping[str, str]] = {
    "alexa:devices:all:address:full:read": ADDRESS,
    "read::alexa:device:all:address": ADDRESS,
    "read::alexa:device:all:address:country_and_postal_code": POSTAL_CODE,
    "alexa::devices:all:address:country_and_postal_code:read": POSTAL_CODE,
    "read::alexa:household:list": LISTS_READ,
    "write::alexa:household:list": LISTS_WRITE,
}
"""As older consent cards and manifests have them."""

_PURPOSES: Final = {REMINDERS: "set reminders for you"}
REQUEST_OF_PERMISSION: Final = "AskForPermissionsConsentRequest"
_DIRECTIVE: Final = ("Connections.SendRequest", "AskFor", REQUEST_OF_PERMISSION)
_CONNECTION: Final = ("Connections.StartConnection", "connection://AMAZON.AskForPermissionsConsent/2")


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission that Alexa asks the person for on the skill's behalf."""

    scopes: tuple[str, ...]
    token: str
    """The skill's own value, which comes back with the answer."""

    resumes: bool = False
    """Whether the answer resumes the session, with SessionResumedRequest."""

    def question(self, skill: str) -> str:
        purposes = " and ".join(_PURPOSES.get(scope, f"use {scope}") for scope in self.scopes)
        return f"Alexa asks, not the skill: may {skill} {purposes}?"


def current_spelling(scope: str) -> str:
    """Return the scope as requests have it."""
    return _OLD_SPELLINGS.get(scope, scope)


def is_scope(text: str) -> bool:
    """Whether it is the name of a permission: a known one, or one that is not just misspelled."""
    scope = current_spelling(text)
    return scope in SCOPES or bool(_SCOPE.fullmatch(scope) and not get_close_matches(scope, SCOPES, 1, _ALMOST))


def requested_permission(directives: Sequence[Mapping[str, Any]]) -> Permission | None:
    """Return the permission that a response requests, by any of the directives; None if there is none.

    Raises ValueError with the path of what Alexa would refuse.
    """
    for directive in JsonNode(directives, "response.directives").items:
        payload, token = directive.get("payload"), directive.get("token").value
        mark = "" if token is None else str(token)
        consent = payload.get("@type").value if isinstance(payload.value, dict) else None
        if (directive.get("type").value, directive.get("name").value, consent) == _DIRECTIVE:
            return Permission(_scopes(payload), mark)
        if (directive.get("type").value, directive.get("uri").value) == _CONNECTION:
            return Permission(_scopes(directive["input"]), mark, resumes=True)
    return None


def permission_answer(permission: Permission, status: Status) -> tuple[str, dict[str, Any]]:
    """Return the type and the fields of the request that brings the person's answer."""
    outcome = {"code": "200", "message": "OK"}
    payload = {"permissionScopes": [{"permissionScope": scope} for scope in permission.scopes], "status": status}
    if permission.resumes:
        cause = {"type": "ConnectionCompleted", "token": permission.token, "status": outcome, "result": payload}
        return "SessionResumedRequest", {"cause": cause}
    fields = {"name": "AskFor", "status": outcome, "payload": payload, "token": permission.token}
    return "Connections.Response", fields


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
