"""Help at any point: what can be said, what was not understood, who this is for and where people find more."""

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def give_help(turn: Turn) -> Reply:
    """What can be said from here. Always asks, even when asked in one breath: Amazon's certification wants it so."""
    return turn.asks("what_next", turn.say(f"help_{turn.onward}"))


def fallback(turn: Turn) -> Reply:
    """Not understood: a question that is open is put again, else the person hears what would be."""
    if turn.asked and turn.asked != "what_next":
        return turn.asks(turn.asked, turn.say("not_understood"))
    return turn.asks("what_next", turn.say("not_understood"), turn.say(f"hint_{turn.onward}"))


def about(turn: Turn) -> Reply:
    """Whom this is for, and that it is not therapy."""
    return turn.tells(turn.say("about"), then=turn.onward)


def find_help(turn: Turn) -> Reply:
    """How a therapist or counsellor is found; no name and no number."""
    return turn.tells(turn.say("find_help"), then=turn.onward)


def repeat(turn: Turn) -> Reply:
    """The same answer with the same question; what it moved is moved already."""
    if turn.last is None:
        return turn.asks("what_next", turn.say("nothing_to_repeat"), turn.say(f"hint_{turn.onward}"))
    return Reply(turn.last.speech, turn.progress, turn.last.question, turn.last.reprompt, turn.last.proposed)


def unsure_of_yes(turn: Turn) -> Reply:
    """A yes where nothing had been asked."""
    return turn.asks("what_next", turn.say("yes_to_nothing"), turn.say(f"hint_{turn.onward}"))


def unsure_of_no(turn: Turn) -> Reply:
    """A no where nothing had been asked."""
    return turn.asks("what_next", turn.say("no_to_nothing"), turn.say(f"hint_{turn.onward}"))
