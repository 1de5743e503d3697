"""What Amazon does for a conversation: it knows the person's clock, and carries out what a reply asks for."""

from datetime import datetime

from skill.alexa.api_client import Access, Call
from skill.alexa.reminders import Reminders
from skill.alexa.time_zone import TimeZones, local
from skill.dialogue.reply import CancelReminder, EffectOutcome, Failure, SetReminder


class Services:
    """All of Amazon that a turn may need, behind one `Call`."""

    def __init__(self, call: Call) -> None:
        self._time_zones = TimeZones(call)
        self._reminders = Reminders(call)

    def local(self, now: datetime, access: Access | None, locale: str) -> datetime:
        """The same moment by the person's own clock."""
        return local(now, self._time_zones.find(access, now), locale)

    def carry_out(self, effect: object, access: Access | None, locale: str, now: datetime) -> EffectOutcome:
        match effect:
            case SetReminder():
                return self._reminders.set(effect, access, locale, now, self._time_zones.find(access, now))
            case CancelReminder():
                return self._reminders.cancel(effect, access)
            case _:
                return Failure.UNSUPPORTED
