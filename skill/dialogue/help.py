"""Help at any point: what can be said, what was not understood, who this is for and where people find more."""

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def give_help(turn: Turn) -> Reply:
    """What can be said from here. Always asks, even when asked in one breath: Amazon's certification wants it so."""
    return turn.ask("what_next", turn.phrase(f"help_{turn.resume_question}"))


def fallback(turn: Turn) -> Reply:
    """Not understood: a question that is open is put again, else the person hears what would be."""
    if turn.open_question and turn.open_question != "what_next":
        return turn.ask(turn.open_question, turn.phrase("not_understood"))
    return turn.ask("what_next", turn.phrase("not_understood"), turn.phrase(f"hint_{turn.resume_question}"))


def about(turn: Turn) -> Reply:
    """Whom this is for, and that it is not therapy."""
    return turn.answer(turn.phrase("about"), then=turn.resume_question)


def find_help(turn: Turn) -> Reply:
    """How a therapist or counsellor is found; no name and no number."""
    return turn.answer(turn.phrase("find_help"), then=turn.resume_question)


def repeat(turn: Turn) -> Reply:
    """The same answer with the same question; what it moved is moved already."""
    if turn.last_reply is None:
        return turn.ask("what_next", turn.phrase("nothing_to_repeat"), turn.phrase(f"hint_{turn.resume_question}"))
    return Reply(
        turn.last_reply.speech,
        turn.progress,
        turn.last_reply.question,
        turn.last_reply.reprompt,
        turn.last_reply.proposed,
    )


def unsure_of_yes(turn: Turn) -> Reply:
    """A yes where nothing had been asked."""
    return turn.ask("what_next", turn.phrase("yes_to_nothing"), turn.phrase(f"hint_{turn.resume_question}"))


def unsure_of_no(turn: Turn) -> Reply:
    """A no where nothing had been asked."""
    return turn.ask("what_next", turn.phrase("no_to_nothing"), turn.phrase(f"hint_{turn.resume_question}"))
