"""What happened while nobody spoke: the skill disabled, reminders deleted in the app, permissions withdrawn.

Events name the account and never a person, so what they tell holds for the account's own progress. A recognised
person's reminder that was deleted elsewhere is found to be gone when they next change or cancel it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from skill.alexa.identity import household, key
from skill.alexa.json_access import sequence, table, text
from skill.alexa.reminders import PERMISSION
from skill.alexa.verification.verifier import LATE_EVENTS
from skill.progress import Progress
from skill.store.interface import ProgressStore, write

OLDEST: Final = timedelta(days=1)
"""Events come for an hour; whatever says that it is older is no older than this."""


@dataclass(frozen=True, slots=True)
class Events:
    """Hearing an event twice, or late, changes no more than hearing it once."""

    store: ProgressStore
    secret: str
    now: Callable[[], datetime]

    def hear(self, envelope: Mapping[str, Any]) -> None:
        """Events that mean nothing here are left alone.

        Raises StoreError while the store is away: an event that is not acknowledged comes again, for an hour.
        """
        kind, user_id = text(envelope, "request", "type"), text(envelope, "context", "System", "user", "userId")
        if not user_id:
            return
        if kind == "AlexaSkillEvent.SkillDisabled":
            self.store.delete_household(household(self.secret, user_id))
        elif means := _MEANINGS.get(kind or ""):
            account = key(self.secret, user_id, None)
            kept = self.store.read(account, is_visit=False)
            progress = means(kept.progress, table(envelope, "request", "body"), self._time(envelope))
            if progress != kept.progress:
                write(self.store, account, kept, progress)

    def _time(self, envelope: Mapping[str, Any]) -> datetime:
        """When it happened, so that hearing it again an hour later makes it no later."""
        now = self.now()
        try:
            told = datetime.fromisoformat(text(envelope, "request", "eventCreationTime") or "")
            return min(now, max(told, now - OLDEST))
        except (ValueError, TypeError):
            return now


def _reminder_deleted(progress: Progress, body: Mapping[str, Any], now: datetime) -> Progress:
    reminder = progress.reminder
    is_ours = reminder is not None and reminder.is_set and reminder.token in sequence(body, "alertTokens")
    return progress.clear_reminder(now) if is_ours else progress


def _permission_changed(progress: Progress, body: Mapping[str, Any], now: datetime) -> Progress:
    """Who takes the permission away has said no, and is not asked for it right afterwards."""
    scopes = [text(accepted, "scope") for accepted in sequence(body, "acceptedPermissions")]
    if PERMISSION in scopes or progress.reminder is None:
        return progress
    return progress.refuse_reminders(now)


_MEANINGS: Final[Mapping[str, Callable[[Progress, Mapping[str, Any], datetime], Progress]]] = {
    "Reminders.ReminderDeleted": _reminder_deleted,
    "AlexaSkillEvent.SkillPermissionChanged": _permission_changed,
}


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
