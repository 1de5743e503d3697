"""What brought a person here: asked once after the welcome, changed on request, and what follows from it."""

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def ask_path(turn: Turn) -> Reply:
    """Ask again what brought the person, even in a one-shot."""
    return turn.ask("path", turn.phrase("path_again"))


def skip(turn: Turn) -> Reply:
    """Go on without a path, after a no."""
    return turn.ask(turn.resume_question, turn.phrase("all_right"))


def doubt_path(turn: Turn) -> Reply:
    return turn.ask(turn.resume_question, turn.phrase("unsure_path"))


def choose(turn: Turn, path: str, words: str) -> Reply:
    """Store the path and say the words that acknowledge it. Offer to breathe first to those who were hurt or worry.

    Which offers a step makes, and in which order, is in `steps.OFFERS`.
    """
    moved = turn.with_progress(turn.progress.choose_path(path, turn.now))
    return moved.ask("steady" if path in {"happened", "worry"} else moved.resume_question, words)
