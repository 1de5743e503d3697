"""Rating today's trust, and describing how the ratings changed."""

from collections.abc import Iterator
from typing import Final

from skill.dialogue.reply import Reply
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Slot, Turn
from skill.dialogue.week import is_look_back_due
from skill.history import HIGHEST, LOWEST, Rating

_UNITS: Final = (("month", 30, 60), ("week", 7, 14), ("day", 1, 2))
"""Each unit with its length in days, and the fewest days that are counted in it: two units or more."""


_DROP: Final = 2
"""A rating that is so much lower than the one before is answered with care."""

_LOW: Final = LOWEST + 2
_HIGH: Final = HIGHEST - 2


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
    before = turn.progress.history.past_ratings
    moved = turn.with_progress(turn.progress.rate(value, turn.today))
    if before and before[-1].value - value >= _DROP:
        return moved.ask("slow_minute", moved.phrase("rated_drop", rating=value))
    earlier = [rating for rating in before if rating.day != turn.today and value > _LOW]
    change = [_change(moved, earlier[0], moved.progress.history.past_ratings[-1])] if earlier else []
    then = "steady" if value <= _LOW else "look_back" if is_look_back_due(turn) else moved.resume_question
    return moved.answer(moved.phrase(_thanks(value), rating=value), *change, then=then)


def offer_people(turn: Turn) -> Reply:
    """After a no to a slow minute, say where else there is help, and ask nothing more."""
    return turn.close(turn.phrase("slow_minute_declined"))


def _thanks(value: int) -> str:
    """Return the phrase that fits: a three is not answered like a nine, nor with a comparison."""
    if value <= _LOW:
        return "rated_low"
    return "rated_high" if value >= _HIGH else "rated"


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
