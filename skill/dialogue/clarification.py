"""When a person could not follow, or was not understood: explain, speak more slowly or in short, and ask again."""

from typing import Final

from skill.dialogue.help import OWN_HELP, give_help, hint, nothing_deleted, repeat
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn
from skill.guide import Step

EXPLAINED: Final = frozenset({"path", "begin", "steady", "rate", "another", "done"})
"""Questions with an explanation of their own, the phrase explain_QUESTION."""

MOST_MISSES: Final = 2
"""After so many turns without a break that were not understood, something else is offered."""


def explain(turn: Turn) -> Reply:
    """Say in the simplest words what the last reply was about, and ask its question again."""
    if turn.open_question in OWN_HELP - EXPLAINED:
        return give_help(turn)
    question = turn.open_question or turn.resume_question
    return turn.answer(_explanation(turn, question), then=question)


def slower(turn: Turn) -> Reply:
    """Repeat the last reply: the person could not follow it. The slower rate is applied when it is rendered."""
    return repeat(turn) if turn.last_reply else turn.ask(turn.resume_question, turn.phrase("slower"))


def shorter(turn: Turn) -> Reply:
    """Keep the open question."""
    return turn.ask(turn.open_question or turn.resume_question, turn.phrase("shorter"))


def usual_delivery(turn: Turn) -> Reply:
    return turn.ask(turn.open_question or turn.resume_question, turn.phrase("usual_delivery"))


def fallback(turn: Turn) -> Reply:
    """Say that the words were not understood: the first time, ask again; the second, say what can be said here.

    The third time, offer something that needs no words. The person may have said what hurts, so no reply blames them.
    """
    return turn.missed(_say_not_understood(turn))


def _say_not_understood(turn: Turn) -> Reply:
    if turn.misses >= MOST_MISSES:
        return _offer_instead(turn)
    words = turn.phrase("missed_again" if turn.misses else "missed")
    question = turn.open_question
    if question is None or question == "what_next":
        return hint(turn, words)
    if question in OWN_HELP and turn.misses:
        return turn.ask(question, turn.phrase(f"help_{question}"))
    return turn.ask(question, words, *nothing_deleted(turn), *_what_to_say(turn))


def _what_to_say(turn: Turn) -> list[str]:
    """The second time, name what can be said here. The question about the path names it itself."""
    if not turn.misses or turn.open_question == "path":
        return []
    return [turn.phrase("missed_step" if _step(turn) else "missed_place")]


def _offer_instead(turn: Turn) -> Reply:
    """Drop what was asked. Nothing was deleted or changed."""
    question = turn.resume_question if turn.open_question == "steady" else "steady"
    return turn.ask(question, *nothing_deleted(turn), turn.phrase("missed_often"))


def _explanation(turn: Turn, question: str) -> str:
    if question in EXPLAINED:
        return turn.phrase(f"explain_{question}")
    step, last = _step(turn), turn.last_reply
    if step is None or not step.plain or (last and step.plain in last.speech):
        return turn.phrase("explain")
    return step.plain


def _step(turn: Turn) -> Step | None:
    """Return the current step if the open question is about it."""
    is_about_step = turn.open_question in {"more", "example", "practice", "done", "next", "again"}
    return turn.current_step if is_about_step else None
