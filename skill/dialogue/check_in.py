"""Rating trust today, and telling how it has moved."""

from collections.abc import Iterator
from typing import Final

from skill.dialogue.reply import Reply
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Slot, Turn
from skill.history import HIGHEST, LOWEST, Rating

_UNITS: Final = (("month", 30, 60), ("week", 7, 14), ("day", 1, 2))
"""Each with its days, and from how many days on people count in it: always two or more."""


def check_in(turn: Turn) -> Reply:
    """Takes the rating that was said, or asks for it."""
    heard = turn.slots.get("rating")
    return _rate(turn, heard) if heard else ask_rating(turn)


def ask_rating(turn: Turn) -> Reply:
    return turn.ask("rate")


def rate_number(turn: Turn) -> Reply:
    """A bare number after the question is the rating; a step's name is still a step."""
    number = turn.slots.get("number")
    return _rate(turn, number) if number else go_to_step(turn)


def ratings_told(turn: Turn) -> Iterator[str]:
    """How the ratings moved, in words; nothing where there is none."""
    history = turn.progress.history.past_ratings
    if len(history) == 1:
        yield turn.phrase("rating_once", rating=history[0].value)
    elif history:
        yield _change(turn, history[0], history[-1])


def _rate(turn: Turn, heard: Slot) -> Reply:
    value = int(heard.value[:4]) if heard.value.isdecimal() else 0
    if not LOWEST <= value <= HIGHEST:
        return turn.ask("rate", turn.phrase("not_a_rating"))
    before = [rating for rating in turn.progress.history.past_ratings if rating.day != turn.today]
    moved = turn.with_progress(turn.progress.rate(value, turn.today))
    change = [_change(moved, before[0], moved.progress.history.past_ratings[-1])] if before else []
    return moved.answer(moved.phrase("rated", rating=value), *change, then=moved.resume_question)


def _change(turn: Turn, first: Rating, last: Rating) -> str:
    span = _span(turn, (last.day - first.day).days)
    if first.value == last.value:
        return turn.phrase("rating_same", rating=last.value, span=span)
    return turn.phrase("rating_moved", before=first.value, rating=last.value, span=span)


def _span(turn: Turn, days: int) -> str:
    """A stretch of time as people say it."""
    if days <= 1:
        return turn.phrase("span_day")
    unit, length = next((unit, length) for unit, length, least in _UNITS if days >= least)
    return turn.phrase(f"span_{unit}s", count=round(days / length))
