"""The directive that draws a reply: a static document, with everything variable in its data."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from skill.apl.datasources import button_data, document_data
from skill.dialogue.intents import buttons
from skill.dialogue.screen import Screen, default_screen
from skill.guide import Guide

INTERFACE: Final = "Alexa.Presentation.APL"


def directive(
    screen: Screen | None, *, speech: str, question: str | None, guide: Guide, rate: float = 1.0
) -> dict[str, Any]:
    """Return the directive for a reply. The screen shows all of its speech.

    Send one with every reply, because a document stays on the screen until it is replaced, but only to a device that
    lists `INTERFACE`: Alexa rejects the whole response otherwise. `rate` is the speech's rate as a factor.
    """
    name, properties = document_data(screen or default_screen(question, guide), speech, rate)
    return {
        "type": f"{INTERFACE}.RenderDocument",
        "token": name,
        "document": document(name),
        "datasources": {"screen": properties, "bar": {"touches": button_data(buttons(question, guide))}},
    }


@cache
def document(name: str) -> dict[str, Any]:
    """Return a document merged with the shared theme. It is cached; do not change it."""
    theme, own = _read("theme"), _read(name)
    return {**theme, **own, "layouts": theme["layouts"] | own.get("layouts", {})}


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        files("skill.apl").joinpath("documents", f"{name}.json").read_text(encoding="utf-8")
    )
    return content
