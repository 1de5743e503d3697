"""Rating today's trust, and describing how the ratings changed."""

from collections.abc import Iterator
from typing import Final

from skill.dialogue.reply import Reply
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Slot, Turn
from skill.history import HIGHEST, LOWEST, Rating

_UNITS: Final = (("month", 30, 60), ("week", 7, 14), ("day", 1, 2))
"""Each unit with its length in days, and the fewest days that are counted in it: two units or more."""


def check_in(turn: Turn) -> Reply:
    """Record the rating, or ask for it."""
    rating = turn.slots.get("rating")
    return _rate(turn, rating) if rating else ask_rating(turn)


def ask_rating(turn: Turn) -> Reply:
    return turn.ask("rate")


def doubt_rating(turn: Turn) -> Reply:
    return turn.ask("thought", turn.phrase("unsure_rate"))


def answer_with_number(turn: Turn) -> Reply:
    """Take a bare number as the rating; the name of a step still leads to that step."""
    number = turn.slots.get("number")
    return _rate(turn, number) if number else go_to_step(turn)


def rating_statements(turn: Turn) -> Iterator[str]:
    """Yield how the ratings changed; nothing if there are none."""
    ratings = turn.progress.history.past_ratings
    if len(ratings) == 1:
        yield turn.phrase("rating_once", rating=ratings[0].value)
    elif ratings:
        yield _change(turn, ratings[0], ratings[-1])


def _rate(turn: Turn, slot: Slot) -> Reply:
    value = int(slot.value[:4]) if slot.value.isdecimal() else 0
    if not LOWEST <= value <= HIGHEST:
        return turn.ask("rate", turn.phrase("not_a_rating"))
    earlier = [rating for rating in turn.progress.history.past_ratings if rating.day != turn.today]
    moved = turn.with_progress(turn.progress.rate(value, turn.today))
    change = [_change(moved, earlier[0], moved.progress.history.past_ratings[-1])] if earlier else []
    return moved.answer(moved.phrase("rated", rating=value), *change, then=moved.resume_question)


def _change(turn: Turn, first: Rating, last: Rating) -> str:
    span = _span(turn, (last.day - first.day).days)
    if first.value == last.value:
        return turn.phrase("rating_same", rating=last.value, span=span)
    return turn.phrase("rating_moved", before=first.value, rating=last.value, span=span)


def _span(turn: Turn, days: int) -> str:
    """Return a duration in words, in the largest unit that fits."""
    if days <= 1:
        return turn.phrase("span_day")
    unit, length = next((unit, length) for unit, length, fewest in _UNITS if days >= fewest)
    return turn.phrase(f"span_{unit}s", count=round(days / length))
