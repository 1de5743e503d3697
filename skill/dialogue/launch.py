"""Opening the skill, resuming, starting over, and leaving."""

from typing import Final

from skill.dialogue.help import nothing_deleted
from skill.dialogue.reply import Reply
from skill.dialogue.steps import present_step, resume_step
from skill.dialogue.turn import Turn

_GREETINGS: Final = ((2, "welcome_back"), (13, "back_after_days"))
"""The greeting of people who were last here at most so many days ago, but not today."""


def launch(turn: Turn) -> Reply:
    """Greet the person. Others may be listening, so the place is not mentioned until the person asks for it."""
    if not turn.progress.welcomed:
        return _welcome(turn)
    days = _days_away(turn)
    if days == 0:
        varied = _vary_within_a_day(turn)
        return varied.ask(turn.resume_question, varied.phrase("back_today"))
    greeting = next((greeting for most, greeting in _GREETINGS if days <= most), "back_after_weeks")
    return turn.ask(turn.resume_question, turn.phrase(greeting))


def start_guide(turn: Turn) -> Reply:
    """Begin or resume. A new person first hears what the skill is and what it is not."""
    step = turn.next_open_step
    if not turn.progress.welcomed and not turn.current_step:
        return _welcome(turn)
    if step is None:
        return turn.answer(turn.phrase("all_done"), turn.phrase("weekly"), then=turn.resume_question)
    return resume_step(turn, step) if _has_heard(turn, step.key) else present_step(turn, step)


def start_over(turn: Turn) -> Reply:
    """Ask for confirmation, or simply begin if there is no progress to lose."""
    if not turn.current_step:
        return start_guide(turn)
    return turn.ask("start_over", turn.phrase("start_over"))


def confirm_start_over(turn: Turn) -> Reply:
    first = turn.guide.first
    return present_step(turn.with_progress(turn.progress.start_over(first.key, turn.now)), first)


def keep_place(turn: Turn) -> Reply:
    """Change nothing, after a no to a confirmation."""
    return turn.ask(turn.resume_question, *(nothing_deleted(turn) or [turn.phrase("kept")]))


def doubt_beginning(turn: Turn) -> Reply:
    """Offer to name the steps to a person who is not sure about beginning."""
    return turn.ask("list", turn.phrase("unsure_begin"))


def doubt_starting_over(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_start_over"))


def stop(turn: Turn) -> Reply:
    return turn.close(*nothing_deleted(turn), turn.phrase("goodbye"))


def pause(turn: Turn) -> Reply:
    """Leave, and say that the person can come back at any time."""
    return turn.close(*nothing_deleted(turn), turn.phrase("pause"))


def _days_away(turn: Turn) -> int:
    """Return 0 too if the last visit was tomorrow, as in another time zone, or if none is known."""
    last = turn.progress.history.last_visit
    return max(0, (turn.today - last).days) if last else 0


def _vary_within_a_day(turn: Turn) -> Turn:
    """Let the wordings depend on the minute, and on what the person has heard: the visits of a day are not counted."""
    minute = turn.now.hour * 60 + turn.now.minute
    heard = turn.detail_part + turn.done + len(turn.progress.history.used_prompts.split())
    return turn._replace(turn_count=turn.turn_count + minute + heard)


def _has_heard(turn: Turn, step: str) -> bool:
    """Return True if the person has heard the guidance of the step. Before the welcome they may only have tried it."""
    place = turn.progress.place
    is_on_it = place is not None and place.step == step
    return is_on_it and turn.progress.welcomed is not None and turn.open_question not in {"begin", "path"}


def _welcome(turn: Turn) -> Reply:
    return turn.with_progress(turn.progress.welcome(turn.now)).ask("path", turn.phrase("welcome"))
