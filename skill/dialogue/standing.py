"""Where a person stands, and all that is kept of them: told when they ask, and never before."""

from collections.abc import Iterator

from skill.dialogue.check_in import ratings_told
from skill.dialogue.reply import Reply
from skill.dialogue.screen import RatingsScreen
from skill.dialogue.turn import Turn


def tell_progress(turn: Turn) -> Reply:
    """The place, what is done, the days come back, and how trust was rated over time."""
    told = (*_place_told(turn), *_days_told(turn), *ratings_told(turn))
    return turn.tells(*told, then=turn.onward, screen=lambda: _ratings(turn))


def tell_what_is_known(turn: Turn) -> Reply:
    """All that is stored, and that it can be deleted."""
    told = (*_place_told(turn), *_days_told(turn), *ratings_told(turn), *_rest_told(turn))
    return turn.tells(turn.say("known"), *told, turn.say("known_end"), then=turn.onward)


def _ratings(turn: Turn) -> RatingsScreen | None:
    history = turn.progress.diary.history
    return RatingsScreen(turn.say("screen_ratings"), tuple(history)) if history else None


def _place_told(turn: Turn) -> Iterator[str]:
    if turn.here is None:
        yield turn.say("not_begun")
    elif turn.due is None:
        yield turn.say("all_done")
    else:
        yield turn.say("place")
        yield turn.say("some_done" if turn.done else "none_done")


def _rest_told(turn: Turn) -> Iterator[str]:
    """What is kept beside what a person hears of their progress."""
    reminder = turn.progress.reminder
    if reminder and reminder.is_set:
        yield turn.say("reminder_known")
    if turn.progress.diary.given:
        yield turn.say("reflections_known")


def _days_told(turn: Turn) -> Iterator[str]:
    """Counted with today, and kindly: never as something missed."""
    days = turn.progress.come(turn.today).diary.days_come
    if days > 1:
        yield turn.say("days_come", days=days)
