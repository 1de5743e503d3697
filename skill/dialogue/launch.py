"""Coming in, going on and beginning anew."""

from skill.dialogue.reply import Reply
from skill.dialogue.steps import tell
from skill.dialogue.turn import Turn


def launch(turn: Turn) -> Reply:
    """Greets. Others may be listening, so nobody's place is told before they ask for it."""
    if not turn.progress.welcomed:
        return _welcome(turn)
    return turn.asks(turn.onward, turn.say("welcome_back"))


def start_guide(turn: Turn) -> Reply:
    """Begins, or goes on where the person stopped. A newcomer first hears what this is, and what it is not."""
    if not turn.progress.welcomed and not turn.here:
        return _welcome(turn)
    if turn.due is None:
        return turn.tells(turn.say("all_done"), then="revisit")
    return tell(turn, turn.due)


def start_over(turn: Turn) -> Reply:
    """Asks once more first; where nothing was begun there is nothing to lose."""
    if not turn.here:
        return start_guide(turn)
    return turn.asks("start_over", turn.say("start_over"))


def confirm_start_over(turn: Turn) -> Reply:
    """The first step, with nothing marked as done any more."""
    first = turn.guide.first
    return tell(turn.at(turn.progress.start_over(first.key, turn.now)), first)


def keep_place(turn: Turn) -> Reply:
    """Whatever was about to happen does not."""
    return turn.asks(turn.onward, turn.say("kept"))


def _welcome(turn: Turn) -> Reply:
    return turn.at(turn.progress.welcome(turn.now)).asks("begin", turn.say("welcome"))


def stop(turn: Turn) -> Reply:
    """A short goodbye; the place is kept anyway."""
    return turn.ends(turn.say("goodbye"))


def cancel(turn: Turn) -> Reply:
    """Calls off what was about to happen; where nothing was, it leaves."""
    return keep_place(turn) if turn.asked == "start_over" else stop(turn)


def pause(turn: Turn) -> Reply:
    """A goodbye that says so: the place is kept."""
    return turn.ends(turn.say("pause"))
