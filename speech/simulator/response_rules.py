"""Amazon's rules for the cards and directives of a response, apart from those for dialogs and for the audio player.

https://developer.amazon.com/docs/alexa/custom-skills/request-and-response-json-reference.html
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from typing import Any, Final

from speech.json_reader import JsonNode
from speech.simulator.response import SkillResponse

MAX_CARD: Final = 8_000
"""Characters of a card's texts and addresses."""

MAX_IMAGE_URL: Final = 2_000

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Simple": ("title", "content"),
    "Standard": ("title", "text"),
    "LinkAccount": (),
    "AskForPermissionsConsent": (),
}
"""The texts of each type of card."""

_BEHAVIORS: Final = ("ENQUEUE", "REPLACE_ALL", "REPLACE_ENQUEUED")
_COMPLETIONS: Final = ("RESUME_SESSION", "SEND_ERRORS_ONLY")
_PURCHASES: Final = ("Buy", "Upsell", "Cancel")
_CONNECTION: Final = re.compile(r"connection://[\w.-]+/\d+(\.\d+)?(\?.*)?")

KNOWN: Final = frozenset(
    {
        "Alexa.Advertisement.InjectAds",
        "Alexa.Presentation.APL.ExecuteCommands",
        "Alexa.Presentation.APL.RenderDocument",
        "Alexa.Presentation.APL.SendIndexListData",
        "Alexa.Presentation.APL.SendTokenListData",
        "Alexa.Presentation.APL.UpdateIndexListData",
        "Alexa.Presentation.APLA.RenderDocument",
        "Alexa.Presentation.APLT.ExecuteCommands",
        "Alexa.Presentation.APLT.RenderDocument",
        "Alexa.Presentation.HTML.HandleMessage",
        "Alexa.Presentation.HTML.Start",
        "Alexa.SmartVision.SnapshotProvider.GetSnapshotDirective",
        "AudioPlayer.ClearQueue",
        "AudioPlayer.Play",
        "AudioPlayer.Stop",
        "Connections.SendRequest",
        "Connections.SendResponse",
        "Connections.StartConnection",
        "Conversations.ResetContext",
        "CustomInterfaceController.SendDirective",
        "CustomInterfaceController.StartEventHandler",
        "CustomInterfaceController.StopEventHandler",
        "Dialog.ConfirmIntent",
        "Dialog.ConfirmSlot",
        "Dialog.Delegate",
        "Dialog.DelegateRequest",
        "Dialog.ElicitSlot",
        "Dialog.UpdateDynamicEntities",
        "Display.RenderTemplate",
        "GadgetController.SetLight",
        "GameEngine.StartInputHandler",
        "GameEngine.StopInputHandler",
        "Hint",
        "Navigation.Assistance.AnnounceRoadRegulation",
        "Tasks.CompleteTask",
        "VideoApp.Launch",
    }
)
"""Every type of directive, as Amazon's package for skills lists them."""

_INTERFACES: Final[Mapping[str, str]] = {
    "Alexa.Presentation.APL.": "Alexa.Presentation.APL",
    "Alexa.Presentation.APLT.": "Alexa.Presentation.APLT",
    "Alexa.Presentation.HTML.": "Alexa.Presentation.HTML",
    "Display.": "Display",
    "VideoApp.": "VideoApp",
}
"""The interface that a device must support, by the beginning of a directive's type."""


def broken_rules(response: SkillResponse, interfaces: Container[str] | None) -> Iterator[str]:
    """Yield a sentence for each. `interfaces` are those of the device; None if it is not known."""
    root = JsonNode(response.envelope["response"], "response")
    yield from _faults(_speech_rules, root, response)
    yield from _faults(_card_rules, root.get("card"), response)
    for part in (root, root.get("reprompt")):
        yield from _faults(partial(_directive_rules, interfaces=interfaces), part, response)


def _directive_rules(part: JsonNode, response: SkillResponse, interfaces: Container[str] | None) -> Iterator[str]:
    for node in part.get("directives").items:
        kind = str(node.get("type").value)
        if kind not in KNOWN:
            yield f"There is no directive {kind:.100}."
        needed = next((name for start, name in _INTERFACES.items() if kind.startswith(start)), None)
        if needed and interfaces is not None and needed not in interfaces:
            yield f"This device does not support {kind}: send it only if supportedInterfaces has {needed}."
        elif rules := _RULES.get(kind):
            yield from _faults(rules, node, response)


Rules = Callable[[JsonNode, SkillResponse], Iterator[str]]


def _faults(rules: Rules, node: JsonNode, response: SkillResponse) -> Iterator[str]:
    """Yield the broken rules, and what has a wrong type."""
    try:
        yield from rules(node, response)
    except ValueError as fault:
        yield f"{fault}."


def _speech_rules(root: JsonNode, response: SkillResponse) -> Iterator[str]:
    for speech in (root.get("outputSpeech"), root.get("reprompt").get("outputSpeech")):
        behavior = speech.get("playBehavior")
        if not behavior.is_absent and behavior.value not in _BEHAVIORS:
            yield f"{behavior.path} must be one of {', '.join(_BEHAVIORS)}, not {behavior.value!r:.60}."


def _card_rules(card: JsonNode, response: SkillResponse) -> Iterator[str]:
    if card.is_absent or not card.value:
        return
    kind = card.get("type").value
    if not isinstance(kind, str) or kind not in _TEXTS:
        yield f"{card.path}.type must be one of {', '.join(_TEXTS)}, not {kind!r:.60}."
        return
    if kind == "AskForPermissionsConsent" and not card["permissions"].items:
        yield f"{card.path}.permissions is empty; add a permission."
    texts = [node.text for name in _TEXTS[kind] if not (node := card.get(name)).is_absent and node.value != ""]
    if kind == "Simple" and card.get("content").is_absent:
        yield f"{card.path}.content is missing; add it."
    images = [node.text for name in ("smallImageUrl", "largeImageUrl") if (node := card.get("image").get(name)).value]
    size = sum(map(len, (*texts, *images)))
    if size > MAX_CARD:
        yield f"The card has {size:,} characters; the limit is {MAX_CARD:,}."
    for url in images:
        if len(url) > MAX_IMAGE_URL:
            yield f"The address of an image of the card has {len(url):,} characters; the limit is {MAX_IMAGE_URL:,}."
        if not url.startswith("https://"):
            yield f"An image of the card must have an https address, not {url!r:.60}."


def _video(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    source = node["videoItem"]["source"].text
    if not source.startswith("https://"):
        yield f"{node.path}.videoItem.source must be an https address, not {source!r:.60}."
    if response.session != "undefined":
        yield "VideoApp.Launch must come without shouldEndSession."


def _send_request(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    name = node["name"].text
    if name in _PURCHASES:
        product = node["payload"]["InSkillProduct"]["productId"].text
        if name == "Upsell" and node["payload"].get("upsellMessage").is_absent:
            yield f"{node.path}.payload.upsellMessage is missing; Alexa says it for {product:.60}."
        if response.session == "open":
            yield f"{name} ends the session: set shouldEndSession to true, or leave it out."
    if not node.get("token").is_absent:
        _ = node["token"] if node["token"].value == "" else node["token"].text


def _connection(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    uri = node["uri"].text
    if not _CONNECTION.fullmatch(uri):
        yield f"{node.path}.uri must be connection://PROVIDER.TASK/VERSION, not {uri!r:.60}."
    completion = node.get("onCompletion")
    if not completion.is_absent and completion.value not in _COMPLETIONS:
        yield f"{completion.path} must be one of {', '.join(_COMPLETIONS)}, not {completion.value!r:.60}."
    _ = node.get("input").members


def _document(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    _ = node["document"].members
    if not node.get("token").is_absent:
        _ = node["token"].text
    yield from ()


def _commands(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    _ = node["token"].text
    if not node["commands"].items:
        yield f"{node.path}.commands is empty; add a command."


def _hint(node: JsonNode, response: SkillResponse) -> Iterator[str]:
    hint = node["hint"]
    if hint["type"].text != "PlainText":
        yield f"{hint.path}.type must be PlainText, not {hint['type'].value!r:.60}."
    _ = hint["text"].text


_RULES: Final[Mapping[str, Rules]] = {
    "Alexa.Presentation.APL.ExecuteCommands": _commands,
    "Alexa.Presentation.APL.RenderDocument": _document,
    "Alexa.Presentation.APLA.RenderDocument": _document,
    "Connections.SendRequest": _send_request,
    "Connections.StartConnection": _connection,
    "Hint": _hint,
    "VideoApp.Launch": _video,
}


def device_interfaces(request: Mapping[str, Any] | None) -> Container[str] | None:
    """Return the interfaces of the device that sent a request; None if there was no request."""
    return request["context"]["System"]["device"]["supportedInterfaces"] if request else None
