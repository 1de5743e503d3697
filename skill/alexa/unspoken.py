"""Requests that no person spoke: they are acknowledged, and nothing is said, for Alexa allows no words there."""

from collections.abc import Mapping
from typing import Any, Final

from skill.alexa.payload import table, text
from skill.alexa.verification import LATE_EVENTS

UNSPOKEN: Final = (
    "SessionEndedRequest",
    "System.",
    "AudioPlayer.",
    "PlaybackController.",
    "CanFulfillIntentRequest",
    "Alexa.Presentation.APL.RuntimeError",
)

EVENTS: Final = LATE_EVENTS | {
    "SessionEndedRequest",
    "System.ExceptionEncountered",
    "CanFulfillIntentRequest",
    "Alexa.Presentation.APL.RuntimeError",
    "Reminders.ReminderCreated",
    "Reminders.ReminderDeleted",
    "Reminders.ReminderStarted",
    "Reminders.ReminderStatusChanged",
    "Reminders.ReminderUpdated",
}
"""Those that are counted by name; there are more, and Amazon adds to them."""


def acknowledgement(envelope: Mapping[str, Any]) -> dict[str, Any] | None:
    """What answers an event, or None where somebody spoke and waits. What belongs to no session is an event."""
    kind = text(envelope, "request", "type") or ""
    if table(envelope, "session") and not kind.startswith(UNSPOKEN):
        return None
    response = {"canFulfillIntent": {"canFulfill": "NO"}} if kind == "CanFulfillIntentRequest" else {}
    return {"version": "1.0", "response": response}
