"""What the skill stores about a person: reporting progress, listing everything stored, and deleting it."""

from collections.abc import Iterator

from skill.dialogue.check_in import rating_statements
from skill.dialogue.reply import Done, EffectOutcome, Failure, Forget, Reply
from skill.dialogue.screen import RatingsScreen
from skill.dialogue.turn import Turn
from skill.progress import PATHS, Progress


def report_progress(turn: Turn) -> Reply:
    """Report the place, the steps done, the number of visits, and how the ratings changed."""
    return turn.answer(*_progress_statements(turn), then=turn.resume_question, screen=lambda: _ratings_screen(turn))


def list_stored_data(turn: Turn) -> Reply:
    """Report everything that is stored, and that it can be deleted."""
    statements = (*_progress_statements(turn), *_other_statements(turn))
    return turn.answer(turn.phrase("known"), *statements, turn.phrase("known_end"), then=turn.resume_question)


def forget_me(turn: Turn) -> Reply:
    """Ask only: a plain yes to exactly this question deletes, and nothing else does."""
    return turn.ask("forget", turn.phrase("forget_again" if turn.open_question == "forget" else "forget"))


def doubt_deletion(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_forget"))


def confirm_deletion(turn: Turn) -> Reply:
    """Request the deletion. Until the effect has run, the speech says that nothing was deleted."""
    reminder = turn.progress.reminder
    effect = Forget(reminder.token if reminder else "")
    return report_deletion(turn, effect, Failure.UNKNOWN)._replace(effect=effect)


def report_deletion(turn: Turn, effect: Forget, outcome: EffectOutcome) -> Reply:
    """A token in the outcome is that of a reminder which may still exist."""
    match outcome:
        case Done(token=""):
            return turn.with_progress(Progress()).close(turn.phrase("forgotten"))
        case Done():
            return turn.with_progress(Progress()).close(turn.phrase("forgotten"), turn.phrase("forgotten_reminder"))
        case _:
            return turn.close(turn.phrase("not_forgotten"))


def _progress_statements(turn: Turn) -> Iterator[str]:
    yield from _place_statements(turn)
    yield from _visit_statements(turn)
    yield from rating_statements(turn)


def _place_statements(turn: Turn) -> Iterator[str]:
    if turn.current_step is None:
        yield turn.phrase("not_begun")
    elif turn.next_open_step is None:
        yield turn.phrase("all_done")
    else:
        yield turn.phrase("place")
        yield turn.phrase("some_done" if turn.done else "none_done")


def _visit_statements(turn: Turn) -> Iterator[str]:
    """Count today too. Missed days are never mentioned."""
    days = turn.progress.record_visit(turn.today).history.visit_count
    if days > 1:
        yield turn.phrase("days_come", days=days)


def _other_statements(turn: Turn) -> Iterator[str]:
    """Yield what is stored beyond what the progress report says."""
    reminder, path = turn.progress.reminder, turn.progress.path
    if path in PATHS:
        yield turn.phrase(f"path_{path}")
    if reminder and reminder.is_set:
        yield turn.phrase("reminder_known")
    if turn.progress.history.todays_prompts:
        yield turn.phrase("reflections_known")


def _ratings_screen(turn: Turn) -> RatingsScreen | None:
    ratings = turn.progress.history.past_ratings
    return RatingsScreen(turn.phrase("screen_ratings"), tuple(ratings)) if ratings else None
