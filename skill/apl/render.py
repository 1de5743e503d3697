"""The directive that draws a reply: a static document, and all that varies in its data."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from skill.apl.datasources import filled, touchable
from skill.dialogue.screen import Screen, touches, usual
from skill.guide import Guide

INTERFACE: Final = "Alexa.Presentation.APL"


def supports(interfaces: Mapping[str, Any]) -> bool:
    """Whether a device draws documents: by the supportedInterfaces that it sends with every request."""
    return INTERFACE in interfaces


def directive(screen: Screen | None, *, speech: str, question: str | None, guide: Guide) -> dict[str, Any]:
    """Draws a reply, on the usual screen for its question where it names none. All of its speech can be read.

    Every reply needs one, since what was drawn before stays until it is replaced. Only for a device that `supports` it:
    Alexa refuses the whole response of any other.
    """
    name, properties = filled(screen or usual(question, guide), speech)
    return {
        "type": f"{INTERFACE}.RenderDocument",
        "token": name,
        "document": document(name),
        "datasources": {"screen": properties, "bar": {"touches": touchable(touches(question, guide))}},
    }


@cache
def document(name: str) -> dict[str, Any]:
    """A kind of screen, laid over what all of them share. Not to be changed by whoever gets it."""
    theme, own = _read("theme"), _read(name)
    return {**theme, **own, "layouts": theme["layouts"] | own.get("layouts", {})}


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        files("skill.apl").joinpath("documents", f"{name}.json").read_text(encoding="utf-8")
    )
    return content
