"""What brought a person here: asked once after the welcome, changed on request, and what follows from it."""

from skill.dialogue.reply import Reply
from skill.dialogue.steps import go_to_step
from skill.dialogue.turn import Turn
from skill.progress import PATHS

def ask_path(turn: Turn) -> Reply:
    """Ask again what brought the person, even in a one-shot."""
    return turn.ask("path", turn.phrase("path_again"))


def skip(turn: Turn) -> Reply:
    """Go on without a path, after a no."""
    return turn.ask(turn.resume_question, turn.phrase("all_right"))


def doubt_path(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_path"))


def answer_with_number(turn: Turn) -> Reply:
    """Take a number as the path of that number; the name of a step still leads to that step."""
    number = turn.slots.get("number") or turn.slots.get("rating")
    if number is None:
        return go_to_step(turn)
    position = int(number.value[:4]) if number.value.isdecimal() else 0
    if not 1 <= position <= len(PATHS):
        return turn.ask("path", turn.phrase("no_such_path"))
    path = PATHS[position - 1]
    return choose(turn, path, turn.phrase(f"topic_{path}"))


def choose(turn: Turn, path: str, words: str) -> Reply:
    """Store the path and say the words that acknowledge it. Offer to breathe first to those who were hurt or worry.

    Which offers a step makes, and in which order, is in `steps.OFFERS`.
    """
    moved = turn.with_progress(turn.progress.choose_path(path, turn.now))
    return moved.ask("steady" if path in {"happened", "worry"} else moved.resume_question, words)
