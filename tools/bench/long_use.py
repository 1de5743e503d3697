"""The progress of a person who used the skill every day, made by the real dialogue."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Slot, Turn
from skill.guide import Guide
from skill.history import History, number_of
from skill.progress import Progress

DAYS_PER_STEP = 6


def daily_user(days: int, until: datetime, guide: Guide) -> Progress:
    """Each day they hear the prompt and rate their trust. Every sixth day they go on to the next step."""
    progress = Progress()
    for day in range(days):
        now = until - timedelta(days=days - day)
        for intent, slots in _intents(day):
            progress = INTENT_HANDLERS[intent](Turn(guide, progress, now, slots)).progress
        progress = progress.record_visit(now.date())
    return progress._replace(history=_filled(progress.history, days, until))


def _filled(history: History, days: int, until: datetime) -> History:
    """Add as many days after `until` as lie before the first day that a history can hold, so that all are counted."""
    today = number_of(until.date())
    return history._replace(days=history.days | ((1 << max(0, days - today)) - 1) << today)


def _intents(day: int) -> Iterator[tuple[str, dict[str, Slot]]]:
    if day % DAYS_PER_STEP == 0:
        yield ("AMAZON.NextIntent" if day else "StartGuideIntent"), {}
    if day % DAYS_PER_STEP == DAYS_PER_STEP - 1:
        yield "CompleteStepIntent", {}
    yield "DailyReflectionIntent", {}
    yield "CheckInIntent", {"rating": Slot(str(day % 9 + 1))}
