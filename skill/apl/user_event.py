"""Touches: each becomes the intent that the person could have spoken instead."""

from typing import Any, Final

from skill.dialogue.intents import BUTTONS

USER_EVENT: Final = "Alexa.Presentation.APL.UserEvent"
"""The type of the request that Alexa sends for a touch."""


def intent(arguments: object) -> dict[str, Any]:
    """Return the intent in the form of a spoken one; empty for an unknown button."""
    match arguments:
        case [str(name)] if BUTTONS.get(name):
            return {"name": BUTTONS[name]}
        case ["step", str(key)]:
            return {"name": "GoToStepIntent", "slots": {"step": {"value": key, "resolutions": _resolved(key)}}}
        case ["rating", str(value)]:
            return {"name": "CheckInIntent", "slots": {"rating": {"value": value}}}
    return {}


def _resolved(key: str) -> dict[str, Any]:
    match = {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"id": key}}]}
    return {"resolutionsPerAuthority": [match]}
