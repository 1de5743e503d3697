"""Coming in, going on and beginning anew."""

from skill.dialogue.reply import Reply
from skill.dialogue.steps import tell
from skill.dialogue.turn import Turn


def launch(turn: Turn) -> Reply:
    """Greets. Others may be listening, so nobody's place is told before they ask for it."""
    if not turn.progress.welcomed:
        return _welcome(turn)
    return turn.ask(turn.resume_question, turn.phrase("welcome_back"))


def start_guide(turn: Turn) -> Reply:
    """Begins, or goes on where the person stopped. A newcomer first hears what this is, and what it is not."""
    if not turn.progress.welcomed and not turn.current_step:
        return _welcome(turn)
    if turn.next_open_step is None:
        return turn.answer(turn.phrase("all_done"), then="revisit")
    return tell(turn, turn.next_open_step)


def start_over(turn: Turn) -> Reply:
    """Asks once more first; where nothing was begun there is nothing to lose."""
    if not turn.current_step:
        return start_guide(turn)
    return turn.ask("start_over", turn.phrase("start_over"))


def confirm_start_over(turn: Turn) -> Reply:
    """The first step, with nothing marked as done any more."""
    first = turn.guide.first
    return tell(turn.with_progress(turn.progress.start_over(first.key, turn.now)), first)


def keep_place(turn: Turn) -> Reply:
    """Whatever was about to happen does not."""
    return turn.ask(turn.resume_question, turn.phrase("kept"))


def _welcome(turn: Turn) -> Reply:
    return turn.with_progress(turn.progress.welcome(turn.now)).ask("begin", turn.phrase("welcome"))


def stop(turn: Turn) -> Reply:
    """A short goodbye; the place is kept anyway."""
    return turn.close(turn.phrase("goodbye"))


def cancel(turn: Turn) -> Reply:
    """Calls off what was about to happen; where nothing was, it leaves."""
    return keep_place(turn) if turn.open_question == "start_over" else stop(turn)


def pause(turn: Turn) -> Reply:
    """A goodbye that says so: the place is kept."""
    return turn.close(turn.phrase("pause"))
