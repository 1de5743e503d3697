"""What a response does besides speech, in one line each: cards, streams, and what the simulator cannot play."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from speech.json_reader import JsonNode
from speech.simulator.audio_directives import ENQUEUE, PLAY
from speech.simulator.permissions import REQUEST_OF_PERMISSION, current_spelling, is_scope
from speech.simulator.response import SkillResponse
from speech.simulator.response_rules import KNOWN, device_interfaces
from speech.simulator.turn_result import TurnResult

_FOR_SCREENS: Final = ("VideoApp.", "Display.", "Alexa.Presentation.HTML.", "Alexa.Presentation.APLT.")

CONSENT: Final = "AskForPermissionsConsent"

_PLAYED: Final = (
    "Alexa.Presentation.APL.ExecuteCommands",
    "Alexa.Presentation.APL.RenderDocument",
    "AudioPlayer.",
    "CustomInterfaceController.StartEventHandler",
    "Dialog.",
)
"""The beginnings of the types of directives that are played, or that other lines are about."""


def effects(result: TurnResult) -> Iterator[str]:
    has_screen = "Alexa.Presentation.APL" in (device_interfaces(result.request) or ())
    for response in result.responses:
        content = JsonNode(response.envelope["response"], "response")
        yield from _card(response)
        yield from _directives(content, has_screen=has_screen)
        yield from (
            f"With the reprompt: {line}" for line in _directives(content.get("reprompt"), has_screen=has_screen)
        )
        if not content.get("canFulfillIntent").is_absent:
            yield "canFulfillIntent answers a CanFulfillIntentRequest, which the simulator does not send."
        yield from _queued(response)
    if result.events:
        yield f"Audio player: {result.player}."
    yield from _notes(result)


def _notes(result: TurnResult) -> Iterator[str]:
    """Leave out a call that was refused for a permission which the response then asks for: the skill knows already."""
    scopes = {scope for response in result.responses if response.permission for scope in response.permission.scopes}
    yield from (note for note in result.notes if note.rpartition(" ")[2] not in scopes)


def _directives(part: JsonNode, *, has_screen: bool) -> Iterator[str]:
    """Describe the directives of a part of a response, but not those that are played or refused."""
    directives = part.get("directives") if isinstance(part.value, dict) else part
    for value in directives.value if isinstance(directives.value, list) else ():
        node = JsonNode(value, directives.path)
        kind = str(node.get("type").value) if isinstance(value, dict) else ""
        is_refused = kind.startswith(_FOR_SCREENS) and not has_screen
        if kind in KNOWN and not kind.startswith(_PLAYED) and not is_refused:
            yield _effect(kind, node)


def app_changes(result: TurnResult) -> list[str]:
    """Return what a card asks the person to do in the Alexa app, as a conversation file has it."""
    cards = [response.envelope["response"].get("card") or {} for response in result.responses]
    scopes = [
        current_spelling(each)
        for card in cards
        if card.get("type") == CONSENT
        for each in card.get("permissions") or ()
    ]
    links = ["account linked" for card in cards if card.get("type") == "LinkAccount"]
    return [*links, *(f"grant {scope}" for scope in scopes if is_scope(scope))]


def _effect(kind: str, node: JsonNode) -> str:
    """Describe what Alexa does; broken rules are reported elsewhere."""
    try:
        return _EFFECTS[kind](node) if kind in _EFFECTS else f"The simulator does not play {kind}."
    except ValueError:
        return f"The simulator does not play {kind}."


def _card(response: SkillResponse) -> Iterator[str]:
    card = response.envelope["response"].get("card") or {}
    kind = card.get("type")
    if kind == "LinkAccount":
        yield "Card in the Alexa app: link your account. With --access-token TOKEN, requests carry the token of one."
    elif kind == CONSENT:
        scopes = [current_spelling(each) for each in card["permissions"]] if card.get("permissions") else []
        yield f"Card in the Alexa app: allow {', '.join(scopes)}. With --grant SCOPE, a permission is granted."
    elif response.card:
        yield f"Card in the Alexa app: {' '.join(response.card.split())}"


def _queued(response: SkillResponse) -> Iterator[str]:
    for directive in response.audio:
        if directive.type == PLAY and directive.behavior == ENQUEUE and not directive.fault:
            yield f"Alexa plays {directive.stream} after the stream with the token {directive.previous}."


def _video(node: JsonNode) -> str:
    return f"Alexa plays the video {node['videoItem']['source'].text:.200}, and ends the session."


def _send_request(node: JsonNode) -> str:
    name, payload = node["name"].text, node.get("payload")
    if name in {"Buy", "Upsell", "Cancel"}:
        product = payload["InSkillProduct"]["productId"].text
        does = {"Buy": "sells", "Upsell": "offers", "Cancel": "cancels"}[name]
        return (
            f"Alexa {does} the product {product:.100} in her own words, and sends Connections.Response with its"
            " purchaseResult. The simulator sells nothing."
        )
    if payload.get("@type").value == REQUEST_OF_PERMISSION:
        return "Alexa asks for a permission."
    return f"Alexa sends {name:.60} to another service, and the skill gets Connections.Response. Not simulated."


def _connection(node: JsonNode) -> str:
    uri = node["uri"].text
    if "AMAZON.AskForPermissionsConsent" in uri:
        return "Alexa asks for a permission, and resumes the session with SessionResumedRequest."
    return f"Alexa hands over to {uri:.200}, and resumes the session with SessionResumedRequest. Not simulated."


def _audio_document(node: JsonNode) -> str:
    said = " ".join(_contents(node.get("document").value))
    sounds = len(list(_items(node.get("document").value, "Audio", "source")))
    parts = [f'which says: "{said:.300}"'] if said else []
    parts += [f"with {sounds} {'sound' if sounds == 1 else 'sounds'}"] if sounds else []
    return f"Alexa plays an audio document (APL for audio){', ' if parts else ''}{', '.join(parts)}."


def _contents(document: Any) -> Iterator[str]:
    yield from _items(document, "Speech", "content")


def _items(value: Any, kind: str, key: str) -> Iterator[str]:
    """Yield a text of each item of this type in a document."""
    if isinstance(value, dict):
        if value.get("type") == kind and isinstance(value.get(key), str):
            yield value[key]
        for child in value.values():
            yield from _items(child, kind, key)
    elif isinstance(value, list):
        for child in value:
            yield from _items(child, kind, key)


def _hint(node: JsonNode) -> str:
    return f'Hint, shown on a screen: Try "Alexa, {node["hint"]["text"].text:.200}"'


_EFFECTS: Final[Mapping[str, Callable[[JsonNode], str]]] = {
    "Alexa.Presentation.APLA.RenderDocument": _audio_document,
    "Connections.SendRequest": _send_request,
    "Connections.StartConnection": _connection,
    "Hint": _hint,
    "Tasks.CompleteTask": lambda node: "The task is complete: Alexa goes back to where it was started.",
    "VideoApp.Launch": _video,
}
