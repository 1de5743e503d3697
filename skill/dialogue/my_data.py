"""Forgetting a person: asked once more, then all that is kept of them is deleted, and their reminder with it."""

from collections.abc import Iterator

from skill.dialogue.check_in import ratings_told
from skill.dialogue.reply import Done, EffectOutcome, Failure, Forget, Reply
from skill.dialogue.screen import RatingsScreen
from skill.dialogue.turn import Turn
from skill.progress import Progress


def forget_me(turn: Turn) -> Reply:
    return turn.ask("forget", turn.phrase("forget"))


def confirm(turn: Turn) -> Reply:
    """Until somebody carries it out, the reply says that it could not be done."""
    reminder = turn.progress.reminder
    effect = Forget(reminder.token if reminder else "")
    return tell_forgotten(turn, effect, Failure.AWAY)._replace(effect=effect)


def tell_forgotten(turn: Turn, effect: Forget, outcome: EffectOutcome) -> Reply:
    match outcome:
        case Done(token=""):
            return turn.with_progress(Progress()).close(turn.phrase("forgotten"))
        case Done():
            return turn.with_progress(Progress()).close(turn.phrase("forgotten"), turn.phrase("forgotten_reminder"))
        case _:
            return turn.close(turn.phrase("not_forgotten"))


def tell_progress(turn: Turn) -> Reply:
    """The place, what is done, the days come back, and how trust was rated over time."""
    told = (*_place_told(turn), *_days_told(turn), *ratings_told(turn))
    return turn.answer(*told, then=turn.resume_question, screen=lambda: _ratings(turn))


def tell_what_is_known(turn: Turn) -> Reply:
    """All that is stored, and that it can be deleted."""
    told = (*_place_told(turn), *_days_told(turn), *ratings_told(turn), *_rest_told(turn))
    return turn.answer(turn.phrase("known"), *told, turn.phrase("known_end"), then=turn.resume_question)


def _ratings(turn: Turn) -> RatingsScreen | None:
    history = turn.progress.history.past_ratings
    return RatingsScreen(turn.phrase("screen_ratings"), tuple(history)) if history else None


def _place_told(turn: Turn) -> Iterator[str]:
    if turn.current_step is None:
        yield turn.phrase("not_begun")
    elif turn.next_open_step is None:
        yield turn.phrase("all_done")
    else:
        yield turn.phrase("place")
        yield turn.phrase("some_done" if turn.done else "none_done")


def _rest_told(turn: Turn) -> Iterator[str]:
    """What is kept beside what a person hears of their progress."""
    reminder = turn.progress.reminder
    if reminder and reminder.is_set:
        yield turn.phrase("reminder_known")
    if turn.progress.history.todays_prompts:
        yield turn.phrase("reflections_known")


def _days_told(turn: Turn) -> Iterator[str]:
    """Counted with today, and kindly: never as something missed."""
    days = turn.progress.record_visit(turn.today).history.days_come
    if days > 1:
        yield turn.phrase("days_come", days=days)
