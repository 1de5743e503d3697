"""Opening the skill, resuming, starting over, and leaving."""

from skill.dialogue.help import nothing_deleted
from skill.dialogue.reply import Reply
from skill.dialogue.steps import present_step
from skill.dialogue.turn import Turn


def launch(turn: Turn) -> Reply:
    """Greet the person. Others may be listening, so the place is not mentioned until the person asks for it."""
    if not turn.progress.welcomed:
        return _welcome(turn)
    return turn.ask(turn.resume_question, turn.phrase("welcome_back"))


def start_guide(turn: Turn) -> Reply:
    """Begin or resume. A new person first hears what the skill is and what it is not."""
    if not turn.progress.welcomed and not turn.current_step:
        return _welcome(turn)
    if turn.next_open_step is None:
        return turn.answer(turn.phrase("all_done"), then="revisit")
    return present_step(turn, turn.next_open_step)


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


def _welcome(turn: Turn) -> Reply:
    return turn.with_progress(turn.progress.welcome(turn.now)).ask("path", turn.phrase("welcome"))
