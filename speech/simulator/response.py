"""A skill's JSON response, read the way a device does, and checked by what Alexa would refuse."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from speech.errors import SpeechError
from speech.simulator.permissions import Permission, requested_permission
from speech.tts.alexa_ssml import faults

MAX_KILOBYTES = 120
"""The size limit of a response.

https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html
"""

DYNAMIC_ENTITIES = "Dialog.UpdateDynamicEntities"
"""The one dialog directive that can be ignored safely: it asks the person nothing."""


class ResponseError(SpeechError):
    """The skill answered, but Alexa would not accept the response."""


@dataclass(frozen=True, slots=True)
class SkillResponse:
    envelope: Mapping[str, Any]
    """The complete JSON, as received."""

    speech: str
    """SSML; empty if the skill says nothing."""

    reprompt: str
    is_open: bool
    """True if the session stays open. If `shouldEndSession` is missing, a device without a screen ends the session.

    https://developer.amazon.com/en-US/docs/alexa/alexa-gadgets-toolkit/keep-session-open.html
    """

    attributes: Mapping[str, Any]
    directives: tuple[str, ...]
    """The type of each directive."""

    card: str = ""
    """Title and text of the card in the Alexa app; empty if there is no card."""

    permission: Permission | None = None
    """The permission that the skill requests through Alexa."""


def read_response(envelope: object, source: str) -> SkillResponse:
    """Raises ResponseError with the source and the JSON path of the invalid value."""
    try:
        root = _object(envelope, "the answer")
        response = _object(root.get("response"), "response")
        ends_session = response.get("shouldEndSession")
        if not isinstance(ends_session, bool | None):
            raise _error("response.shouldEndSession", "true or false", ends_session)
        directives = _directives(response.get("directives"))
        return SkillResponse(
            envelope=root,
            speech=_speech(response, "response"),
            reprompt=_speech(_optional(response, "reprompt", "response"), "response.reprompt"),
            is_open=ends_session is False,
            attributes=_optional(root, "sessionAttributes"),
            directives=tuple(str(directive.get("type")) for directive in directives),
            card=_card(_optional(response, "card", "response")),
            permission=requested_permission(directives),
        )
    except ResponseError as fault:
        raise ResponseError(f"{source} sent a response that Alexa would not accept: {fault}") from fault


def _speech(part: Mapping[str, Any], path: str) -> str:
    speech = _optional(part, "outputSpeech", path)
    if not speech:
        return ""
    kind = speech.get("type")
    if kind not in {"SSML", "PlainText"}:
        raise _error(f"{path}.outputSpeech.type", "SSML or PlainText", kind)
    key = "ssml" if kind == "SSML" else "text"
    text = speech.get(key)
    if not isinstance(text, str):
        raise _error(f"{path}.outputSpeech.{key}", "a text", text)
    return text if kind == "SSML" or not text.strip() else f"<speak>{escape(text)}</speak>"


def _card(card: Mapping[str, Any]) -> str:
    """Return the text of a simple or standard card, without pictures, or the permissions that a card asks for."""
    if card.get("type") == "AskForPermissionsConsent":
        return "\n".join(["Allow in the Alexa app:", *map(str, card.get("permissions") or [])])
    parts = [card.get(key) for key in ("title", "content", "text")]
    return "\n".join(part for part in parts if isinstance(part, str) and part)


def _directives(directives: object) -> list[Mapping[str, Any]]:
    if directives is None:
        return []
    if not isinstance(directives, list):
        raise _error("response.directives", "a list", directives)
    return [_object(each, f"response.directives[{index}]") for index, each in enumerate(directives)]


def _optional(part: Mapping[str, Any], key: str, path: str = "") -> Mapping[str, Any]:
    value = part.get(key)
    return {} if value is None else _object(value, f"{path}.{key}" if path else key)


def _object(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _error(path, "an object", value)
    return value


def _error(path: str, expected: str, value: object) -> ResponseError:
    return ResponseError(f"{path} must be {expected}" + ("" if value is None else f", not {value!r:.60}"))


def check_response(response: SkillResponse | None) -> Iterator[str]:
    """Yield a warning for each thing that Alexa would refuse or that the simulator ignores."""
    if response is None:
        return
    for part, ssml in (("answer", response.speech), ("reprompt", response.reprompt)):
        for fault in faults(ssml) if ssml else ():
            yield f"Alexa would refuse this {part}. {fault}"
    kilobytes = len(json.dumps(response.envelope, ensure_ascii=False).encode("utf-8", "replace")) / 1024
    if kilobytes > MAX_KILOBYTES:
        yield f"Alexa would refuse this answer. It has {kilobytes:.0f} kilobytes; the limit is {MAX_KILOBYTES}."
    for directive in response.directives:
        if directive.startswith("Dialog.") and directive != DYNAMIC_ENTITIES:
            yield f"The simulator ignores {directive}: it has no dialog management, so the skill must ask here itself."
