"""What brought a person here: asked once after the welcome, changed on request, and what follows from it."""

from skill.dialogue.check_in import check_in
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
    """Take a number as the path of that number. The name of a step leads to that step, and a higher rating is noted."""
    rating = turn.slots.get("rating")
    if rating and rating.value.isdecimal() and int(rating.value[:4]) > len(PATHS):
        return check_in(turn)
    number = turn.slots.get("number") or rating
    position = _ordinal(turn) or (number.value[:4] if number else "")
    if not position:
        return go_to_step(turn)
    if not (position.isdecimal() and 1 <= int(position) <= len(PATHS)):
        return turn.ask("path", turn.phrase("no_such_path"))
    path = PATHS[int(position) - 1]
    return choose(turn, path, turn.phrase(f"topic_{path}"))


def _ordinal(turn: Turn) -> str:
    """Return the position in "the second one", which fills the slot of a step; empty if there is none."""
    step = turn.slots.get("step")
    said = step.value.lower().split() if step else []
    ordinals = turn.guide.phrases["path_ordinals"]
    return next((str(position) for position, word in enumerate(ordinals, start=1) if word in said), "")


def choose(turn: Turn, path: str, words: str) -> Reply:
    """Store the path and say the words that acknowledge it. Offer to breathe first to those who were hurt or worry.

    Which offers a step makes, and in which order, is in `steps.OFFERS`.
    """
    moved = turn.with_progress(turn.progress.choose_path(path, turn.now))
    return moved.ask("steady" if path in {"happened", "worry"} else moved.resume_question, words)
