"""What long use leaves behind: people who came every day, made by the real dialogue."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Slot, Turn
from skill.guide import Guide
from skill.history import History, number_of
from skill.progress import Progress

DAYS_PER_STEP = 6


def daily(days: int, until: datetime, guide: Guide) -> Progress:
    """Somebody who came on each of so many days, heard the prompt, rated trust, and went on to a new step each week."""
    progress = Progress()
    for day in range(days):
        now = until - timedelta(days=days - day)
        for meaning, slots in _meant(day):
            progress = INTENT_HANDLERS[meaning](Turn(guide, progress, now, slots)).progress
        progress = progress.record_visit(now.date())
    return progress._replace(history=_whole(progress.history, days, until))


def _whole(history: History, days: int, until: datetime) -> History:
    """Days before the history's first are none of its days; as many follow instead, so that it holds all of them."""
    today = number_of(until.date())
    return history._replace(days=history.days | ((1 << max(0, days - today)) - 1) << today)


def _meant(day: int) -> Iterator[tuple[str, dict[str, Slot]]]:
    if day % DAYS_PER_STEP == 0:
        yield ("AMAZON.NextIntent" if day else "StartGuideIntent"), {}
    if day % DAYS_PER_STEP == DAYS_PER_STEP - 1:
        yield "CompleteStepIntent", {}
    yield "DailyReflectionIntent", {}
    yield "CheckInIntent", {"rating": Slot(str(day % 9 + 1))}
