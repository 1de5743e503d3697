"""Events, which Alexa sends without a person speaking: skill disabled, reminder deleted, permission changed.

Events name the account and never a person, so they apply to the account's own progress. A recognised person's reminder
that was deleted in the app is found to be gone when they next change or cancel it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from skill.alexa.identity import Secrets
from skill.alexa.json_access import get_dict, get_list, get_str
from skill.alexa.reminders import PERMISSION
from skill.alexa.verification.verifier import LATE_EVENTS
from skill.progress import Progress
from skill.store.interface import ProgressStore, write

MAX_AGE: Final = timedelta(days=1)
"""Amazon delivers an event for an hour. One that claims to be older than this is treated as this old."""


@dataclass(frozen=True, slots=True)
class Events:
    """Handling an event twice or late changes no more than handling it once."""

    store: ProgressStore
    secrets: Secrets
    now: Callable[[], datetime]

    def handle(self, envelope: Mapping[str, Any]) -> None:
        """Ignore events that the skill has no use for.

        Raise StoreError if the store is unavailable. The event is then not acknowledged, and Amazon delivers it again
        for an hour.
        """
        kind = get_str(envelope, "request", "type") or ""
        user_id = get_str(envelope, "context", "System", "user", "userId")
        if not user_id:
            return
        if kind == "AlexaSkillEvent.SkillDisabled":
            for household in self.secrets.households(user_id):
                self.store.delete_household(household)
        elif handler := _HANDLERS.get(kind):
            body, time = get_dict(envelope, "request", "body"), self._time(envelope)
            for account in (self.secrets.key(user_id, None), *self.secrets.former_keys(user_id, None)):
                stored = self.store.read(account, is_visit=False)
                progress = handler(stored.progress, body, time)
                if progress != stored.progress:
                    write(self.store, account, stored, progress)

    def _time(self, envelope: Mapping[str, Any]) -> datetime:
        """Return the time of the event itself, which stays the same when it is delivered again."""
        now = self.now()
        try:
            created = datetime.fromisoformat(get_str(envelope, "request", "eventCreationTime") or "")
            return min(now, max(created, now - MAX_AGE))
        except (ValueError, TypeError):
            return now


def _reminder_deleted(progress: Progress, body: Mapping[str, Any], now: datetime) -> Progress:
    reminder = progress.reminder
    is_ours = reminder is not None and reminder.is_set and reminder.token in get_list(body, "alertTokens")
    return progress.clear_reminder(now) if is_ours else progress


def _permission_changed(progress: Progress, body: Mapping[str, Any], now: datetime) -> Progress:
    """Treat a withdrawn permission as a no, so that the person is not asked for it right afterwards."""
    scopes = [get_str(accepted, "scope") for accepted in get_list(body, "acceptedPermissions")]
    if PERMISSION in scopes or progress.reminder is None:
        return progress
    return progress.refuse_reminders(now)


_HANDLERS: Final[Mapping[str, Callable[[Progress, Mapping[str, Any], datetime], Progress]]] = {
    "Reminders.ReminderDeleted": _reminder_deleted,
    "AlexaSkillEvent.SkillPermissionChanged": _permission_changed,
}


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
"""The events that are counted by name. There are more, and Amazon adds to them."""
