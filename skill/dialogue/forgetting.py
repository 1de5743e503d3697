"""Forgetting a person: asked once more, then all that is kept of them is deleted, and their reminder with it."""

from skill.dialogue.effects import Done, Failure, Forget, Outcome
from skill.dialogue.reply import Reply
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
