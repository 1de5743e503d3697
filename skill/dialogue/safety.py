"""Help now: what somebody hears who is afraid, hurt or in despair. Nothing of it is kept."""

from collections.abc import Iterator

from skill.dialogue.reply import Reply
from skill.dialogue.turn import Turn


def tell_safety(turn: Turn) -> Reply:
    """The emergency number first, then the country's lines. It is offered once more, even when asked in one breath."""
    return turn.asks("safety", turn.say("safety"), *_numbers(turn), turn.say("safety_kept_safe"))


def end_safety(turn: Turn) -> Reply:
    """Afterwards the guide does not push on."""
    return turn.ends(turn.say("safety_end"))


def _numbers(turn: Turn) -> Iterator[str]:
    country = turn.guide.country
    if country is None:
        yield turn.say("safety_local")
        return
    yield turn.say("safety_emergency", emergency=country.emergency)
    for purpose in ("abuse", "distress"):
        if line := country.line(purpose):
            yield turn.say(f"safety_{purpose}", line=line.name, hours=line.hours, contact=line.number)
    if country.web:
        yield turn.say("safety_web", web=country.web.replace(".", " dot "))
