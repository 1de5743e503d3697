"""A skill's answer, read as a device reads it: what is said, and whether the session stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from speech.errors import SpeechError
from speech.simulator.permissions import Permission, asked_for


class ResponseError(SpeechError):
    """The skill answered, but nothing that Alexa would take."""


@dataclass(frozen=True, slots=True)
class SkillResponse:
    envelope: Mapping[str, Any]
    """The whole of it, as it came."""

    speech: str
    """SSML; empty where nothing is said."""

    reprompt: str
    is_open: bool
    """The skill waits for what is said next. Where it leaves that open, a device without a screen ends the session.

    https://developer.amazon.com/en-US/docs/alexa/alexa-gadgets-toolkit/keep-session-open.html
    """

    attributes: Mapping[str, Any]
    directives: tuple[str, ...]
    """The type of each."""

    card: str = ""
    """What the Alexa app shows, title and text; empty where there is no card."""

    permission: Permission | None = None
    """What it has Alexa ask for."""


def read_response(envelope: object, source: str) -> SkillResponse:
    """Raises AnswerError, naming the source and the key."""
    try:
        whole = _table(envelope, "the answer")
        response = _table(whole.get("response"), "response")
        is_over = response.get("shouldEndSession")
        if not isinstance(is_over, bool | None):
            raise _wrong("response.shouldEndSession", "true or false", is_over)
        directives = _directives(response.get("directives"))
        return SkillResponse(
            envelope=whole,
            speech=_speech(response, "response"),
            reprompt=_speech(_optional(response, "reprompt", "response"), "response.reprompt"),
            is_open=is_over is False,
            attributes=_optional(whole, "sessionAttributes"),
            directives=tuple(str(directive.get("type")) for directive in directives),
            card=_card(_optional(response, "card", "response")),
            permission=asked_for(directives),
        )
    except ResponseError as fault:
        raise ResponseError(f"{source} answered what Alexa would not take: {fault}") from fault


def _speech(part: Mapping[str, Any], path: str) -> str:
    speech = _optional(part, "outputSpeech", path)
    if not speech:
        return ""
    kind = speech.get("type")
    if kind not in {"SSML", "PlainText"}:
        raise _wrong(f"{path}.outputSpeech.type", "SSML or PlainText", kind)
    key = "ssml" if kind == "SSML" else "text"
    words = speech.get(key)
    if not isinstance(words, str):
        raise _wrong(f"{path}.outputSpeech.{key}", "a text", words)
    return words if kind == "SSML" or not words.strip() else f"<speak>{escape(words)}</speak>"


def _card(card: Mapping[str, Any]) -> str:
    """Of a simple card, and of a standard one without its pictures."""
    parts = [card.get(key) for key in ("title", "content", "text")]
    return "\n".join(part for part in parts if isinstance(part, str) and part)


def _directives(directives: object) -> list[Mapping[str, Any]]:
    if directives is None:
        return []
    if not isinstance(directives, list):
        raise _wrong("response.directives", "a list", directives)
    return [_table(each, f"response.directives[{at}]") for at, each in enumerate(directives)]


def _optional(part: Mapping[str, Any], key: str, path: str = "") -> Mapping[str, Any]:
    value = part.get(key)
    return {} if value is None else _table(value, f"{path}.{key}" if path else key)


def _table(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(path, "an object", value)
    return value


def _wrong(path: str, expected: str, value: object) -> ResponseError:
    return ResponseError(f"{path} must be {expected}" + ("" if value is None else f", not {value!r:.60}"))
