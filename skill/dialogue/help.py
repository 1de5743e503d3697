"""Help at any point: what to say next, what was not understood, whom the skill is for, where to find a therapist."""

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def give_help(turn: Turn) -> Reply:
    """Say what the person can say now. Amazon's certification requires a question at the end, even in a one-shot."""
    return turn.ask("what_next", turn.phrase(f"help_{turn.resume_question}"))


def fallback(turn: Turn) -> Reply:
    """Repeat the open question or, without one, say what the person can say now."""
    if turn.open_question and turn.open_question != "what_next":
        return turn.ask(turn.open_question, turn.phrase("not_understood"))
    return _hint(turn, "not_understood")


def about(turn: Turn) -> Reply:
    """Say whom the skill is for, and that it is not therapy."""
    return turn.answer(turn.phrase("about"), then=turn.resume_question)


def find_help(turn: Turn) -> Reply:
    """Say how to find a therapist or counsellor, without naming any."""
    return turn.answer(turn.phrase("find_help"), then=turn.resume_question)


def repeat(turn: Turn) -> Reply:
    """Give the last reply again. Its change of progress is already made."""
    if turn.last_reply is None:
        return _hint(turn, "nothing_to_repeat")
    return Reply(
        turn.last_reply.speech,
        turn.progress,
        turn.last_reply.question,
        turn.last_reply.reprompt,
        turn.last_reply.proposed_time,
    )


def yes_without_question(turn: Turn) -> Reply:
    return _hint(turn, "yes_to_nothing")


def no_without_question(turn: Turn) -> Reply:
    return _hint(turn, "no_to_nothing")


def _hint(turn: Turn, phrase: str) -> Reply:
    return turn.ask("what_next", turn.phrase(phrase), turn.phrase(f"hint_{turn.resume_question}"))
