"""Forgetting a person: asked once more, then all that is kept of them is deleted, and their reminder with it."""

from collections.abc import Iterator

from skill.dialogue.check_in import ratings_told
from skill.dialogue.reply import Done, Failure, Forget, Outcome, Reply
from skill.dialogue.screen import RatingsScreen
from skill.dialogue.turn import Turn
from skill.progress import Progress


def forget_me(turn: Turn) -> Reply:
    return turn.asks("forget", turn.say("forget"))


def confirm(turn: Turn) -> Reply:
    """Until somebody carries it out, the reply says that it could not be done."""
    reminder = turn.progress.reminder
    effect = Forget(reminder.token if reminder else "")
    return tell_forgotten(turn, effect, Failure.AWAY)._replace(effect=effect)


def tell_forgotten(turn: Turn, effect: Forget, outcome: Outcome) -> Reply:
    match outcome:
        case Done(token=""):
            return turn.at(Progress()).ends(turn.say("forgotten"))
        case Done():
            return turn.at(Progress()).ends(turn.say("forgotten"), turn.say("forgotten_reminder"))
        case _:
            return turn.ends(turn.say("not_forgotten"))


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
