"""Help at any point: what to say next, whom the skill is for, privacy, therapists."""

from typing import Final

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn

OWN_HELP: Final = frozenset(
    {"rate", "remind_when", "remind", "remind_change", "forget", "start_over", "couple", "turn"}
)
"""The questions that have their own help. They stay open after it."""


def give_help(turn: Turn) -> Reply:
    """Say what the person can say now. Amazon's certification requires a question at the end, even in a one-shot."""
    if turn.open_question in OWN_HELP:
        return turn.ask(turn.open_question, turn.phrase(f"help_{turn.open_question}"))
    return turn.ask("what_next", turn.phrase(f"help_{turn.stage}"))


def nothing_deleted(turn: Turn) -> list[str]:
    """Return what to say first if the answer to the question whether to delete everything was not a yes."""
    return [turn.phrase("not_deleted")] if turn.open_question == "forget" else []


def offer_less(turn: Turn) -> Reply:
    """Offer something smaller to a person who has not decided."""
    return turn.ask("thought", turn.phrase("unsure"))


def leave_open(turn: Turn) -> Reply:
    """Expect no decision, and say what the person can say now."""
    return _hint(turn, "unsure_open")


def acknowledge(turn: Turn) -> Reply:
    """Answer a thank-you. It is no answer to the open question, so that is asked again."""
    return _keep_question(turn, "thanks")


def tell_privacy(turn: Turn) -> Reply:
    """Say that the skill keeps no words, but that Alexa does.

    The question whether to delete everything does not stay open: it would sound as if it meant Alexa's history.
    """
    if turn.open_question == "forget":
        return turn.ask(turn.resume_question, *nothing_deleted(turn), turn.phrase("privacy"))
    return _keep_question(turn, "privacy")


def about(turn: Turn) -> Reply:
    """Say whom the skill is for, and that it is not therapy."""
    return turn.answer(turn.phrase("about"), then=turn.resume_question)


def find_help(turn: Turn) -> Reply:
    """Say how to find a therapist or counsellor, without naming any."""
    return turn.answer(turn.phrase("find_help"), then=turn.resume_question)


def repeat(turn: Turn) -> Reply:
    """Give the last reply again, or the one before it if it said that the words were not understood.

    Its change of progress is already made.
    """
    if turn.last_reply is None:
        return _hint(turn, "nothing_to_repeat")
    last = turn.last_reply.before or turn.last_reply
    return Reply(
        last.speech, turn.progress, last.question, last.reprompt, last.proposed_time, couple_turn=last.couple_turn
    )


def yes_without_question(turn: Turn) -> Reply:
    return _hint(turn, "yes_to_nothing")


def no_without_question(turn: Turn) -> Reply:
    return _hint(turn, "no_to_nothing")


def _keep_question(turn: Turn, phrase: str) -> Reply:
    if turn.open_question:
        return turn.ask(turn.open_question, turn.phrase(phrase))
    return turn.answer(turn.phrase(phrase), then=turn.resume_question)


def hint(turn: Turn, words: str) -> Reply:
    """Say the words, then what the person can say now."""
    return turn.ask("what_next", words, turn.phrase(f"hint_{turn.stage}"))


def _hint(turn: Turn, phrase: str) -> Reply:
    return hint(turn, turn.phrase(phrase))
