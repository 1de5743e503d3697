"""Going away. Goodbyes are short, and say nothing that another listener could wonder about."""

from skill.dialogue.opening import keep_place
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def stop(turn: Turn) -> Reply:
    """A short goodbye; the place is kept anyway."""
    return turn.ends(turn.say("goodbye"))


def cancel(turn: Turn) -> Reply:
    """Calls off what was about to happen; where nothing was, it leaves."""
    return keep_place(turn) if turn.asked == "start_over" else stop(turn)


def pause(turn: Turn) -> Reply:
    """A goodbye that says so: the place is kept."""
    return turn.ends(turn.say("pause"))
