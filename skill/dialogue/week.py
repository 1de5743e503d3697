"""The week: a look back on it, and the exercise for those who are through with the steps."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, RatingsScreen
from skill.dialogue.turn import Turn

_DAYS: Final = timedelta(days=7)
"""The same weekday of the week before is included, for people who check in once a week."""


def look_back(turn: Turn) -> Reply:
    """Report the days and the ratings of the week. Nothing that was missed is mentioned."""
    statements = tuple(_statements(turn)) or (turn.phrase("week_empty"),)
    ratings = tuple(turn.progress.history.ratings_since(turn.today - _DAYS))
    return turn.answer(
        *statements,
        then=turn.resume_question,
        screen=lambda: RatingsScreen(turn.phrase("screen_ratings"), ratings) if ratings else None,
    )


def is_look_back_due(turn: Turn) -> bool:
    """Return True for the first check-in of a week, if there is something to look back on."""
    history = turn.progress.history
    return not history.ratings_since(turn.monday) and bool(history.ratings_since(turn.today - _DAYS))


def exercise(turn: Turn) -> Reply:
    """Give the exercise of one step, another one each week. Nothing is marked or moved."""
    step = turn.guide.steps[turn.monday.toordinal() // 7 % len(turn.guide.steps)]
    return turn.close(step.practice, turn.phrase("week_exercise_end"), screen=lambda: ExerciseScreen(step.title))


def _statements(turn: Turn) -> Iterator[str]:
    history = turn.progress.history
    ratings = history.ratings_since(turn.today - _DAYS)
    days = history.record_visit(turn.today).visits_between(turn.today - _DAYS, turn.today)
    if days > 1:
        yield turn.phrase("week_days", days=days)
    if len(ratings) > 1:
        first, last = ratings[0].value, ratings[-1].value
        way = "same" if first == last else "up" if last > first else "down"
        yield turn.phrase(f"week_rating_{way}", before=first, rating=last)
