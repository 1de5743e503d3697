"""A skill's JSON response, read the way a device does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from speech.dialog.directives import DialogDirective, DynamicEntities, dialog_directive, dynamic_entities
from speech.errors import SpeechError
from speech.json_reader import JsonNode
from speech.simulator.audio_directives import AudioDirective, audio_directives
from speech.simulator.permissions import Permission, requested_permission
from speech.tts.tokenizer import PlainMarkup

_KEEP_OPEN: Final = "CustomInterfaceController.StartEventHandler"
"""The directive of a gadget's event handler, which keeps the session open on every device."""

_VISUAL: Final = (
    "Alexa.Presentation.APL.RenderDocument",
    "Alexa.Presentation.APL.ExecuteCommands",
    "Alexa.Presentation.HTML.Start",
    "Alexa.Presentation.HTML.HandleMessage",
    "Display.RenderTemplate",
)
"""The directives that put something on a screen."""


class ResponseError(SpeechError):
    """The skill answered, but Alexa would not accept the response."""


@dataclass(frozen=True, slots=True)
class SkillResponse:
    envelope: Mapping[str, Any]
    """The complete JSON, as received."""

    speech: str
    """SSML; empty if the skill says nothing."""

    reprompt: str
    session: Literal["open", "ended", "undefined"]
    """By `shouldEndSession`: false and null keep the session open; left out, it is undefined."""

    attributes: Mapping[str, Any]
    directives: tuple[str, ...]
    """The type of each directive."""

    card: str = ""
    """Title and text of the card in the Alexa app; empty if there is no card."""

    permission: Permission | None = None
    """The permission that the skill requests through Alexa."""

    dialog: DialogDirective | None = None
    """The directive that asks something in a dialog."""

    entities: DynamicEntities | None = None
    """The dynamic entities that it sets."""

    audio: tuple[AudioDirective, ...] = ()

    def stays_open(self, *, has_screen: bool) -> bool:
        """Whether the session stays open on a device.

        If it is undefined, it does while a dialog asks something, or the device shows something of the response.
        https://developer.amazon.com/docs/alexa/custom-skills/manage-skill-session-and-session-attributes.html
        """
        if self.session != "undefined":
            return self.session == "open"
        is_shown = has_screen and not set(_VISUAL).isdisjoint(self.directives)
        return self.dialog is not None or is_shown or _KEEP_OPEN in self.directives

    @property
    def opens_microphone(self) -> bool:
        """Whether the device listens after the response, and reprompts. A session can be open without that."""
        return self.session == "open" or (self.session == "undefined" and self.dialog is not None)


def read_response(envelope: object, source: str) -> SkillResponse:
    """Raises ResponseError with the source and the JSON path of the invalid value."""
    try:
        root = _object(envelope, "the answer")
        response = _object(root.get("response"), "response")
        directives = _directives(response.get("directives"))
        nodes = JsonNode(directives, "response.directives")
        return SkillResponse(
            envelope=root,
            speech=_speech(response, "response"),
            reprompt=_speech(_optional(response, "reprompt", "response"), "response.reprompt"),
            session=_session(response),
            attributes=_optional(root, "sessionAttributes"),
            directives=tuple(str(directive.get("type")) for directive in directives),
            card=_card(_optional(response, "card", "response")),
            permission=requested_permission(directives),
            dialog=dialog_directive(nodes),
            entities=dynamic_entities(nodes),
            audio=audio_directives(nodes),
        )
    except (ResponseError, ValueError) as fault:
        raise ResponseError(f"{source} sent a response that Alexa would not accept: {fault}") from fault


def _session(response: Mapping[str, Any]) -> Literal["open", "ended", "undefined"]:
    if "shouldEndSession" not in response:
        return "undefined"
    should_end = response["shouldEndSession"]
    if not isinstance(should_end, bool | None):
        raise _error("response.shouldEndSession", "true or false", should_end)
    return "ended" if should_end else "open"


def _speech(part: Mapping[str, Any], path: str) -> str:
    speech = _optional(part, "outputSpeech", path)
    if not speech:
        return ""
    kind = speech.get("type")
    if not isinstance(kind, str) or kind not in {"SSML", "PlainText"}:
        raise _error(f"{path}.outputSpeech.type", "SSML or PlainText", kind)
    key = "ssml" if kind == "SSML" else "text"
    text = speech.get(key)
    if not isinstance(text, str):
        raise _error(f"{path}.outputSpeech.{key}", "a text", text)
    return text if kind == "SSML" or not text.strip() else PlainMarkup(text)


def _card(card: Mapping[str, Any]) -> str:
    """Return the text of a simple or standard card, without pictures, or the permissions that a card asks for."""
    if card.get("type") == "AskForPermissionsConsent":
        permissions = JsonNode(card.get("permissions"), "response.card.permissions").items
        return "\n".join(["Allow in the Alexa app:", *(permission.text for permission in permissions)])
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
