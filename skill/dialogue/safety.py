"""Help now: what somebody hears who is afraid, hurt or in despair. Nothing of it is kept."""

from collections.abc import Iterator, Sequence
from typing import Final

from skill.dialogue.reply import Card, Reply
from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine

INTENT: Final = "SafetyIntent"
QUESTIONS: Final = frozenset({"safety", "card"})
"""Of those who are in danger: these and what is answered to them leave no trace, not even of the day."""


def concerns(turn: Turn, reply: Reply) -> bool:
    """Whether this is about somebody in danger: they are asked about that, or were and have not gone on to a step."""
    return reply.question in QUESTIONS or (turn.open_question in QUESTIONS and reply.progress == turn.progress)


def tell_safety(turn: Turn) -> Reply:
    """The emergency number first, then the country's lines. It is offered once more, even when asked in one breath."""
    return turn.ask("safety", turn.phrase("safety"), *_numbers(turn), turn.phrase("safety_kept_safe"))


def offer_card(turn: Turn) -> Reply:
    """The numbers in the app, once, and first of all who could read them there: it may be the one who is feared."""
    return turn.ask("card", turn.phrase("safety_card")) if turn.guide.country else end_safety(turn)


def send_card(turn: Turn) -> Reply:
    country = turn.guide.country
    if country is None:
        return end_safety(turn)
    card = Card(turn.phrase("card_title"), "\n".join(_written(turn, country)))
    told = turn.close(turn.phrase("safety_card_sent", card=card.title), turn.phrase("safety_end"))
    return told._replace(card=card)


def end_safety(turn: Turn) -> Reply:
    """Afterwards the guide does not push on."""
    return turn.close(turn.phrase("safety_end"))


def _numbers(turn: Turn) -> Iterator[str]:
    country = turn.guide.country
    if country is None:
        yield turn.phrase("safety_local")
        return
    yield turn.phrase("safety_emergency", emergency=country.emergency)
    if lines := country.confirmed("abuse"):
        yield _against_abuse(turn, lines)
    for line in country.confirmed("distress"):
        yield turn.phrase("safety_distress", line=line.name, hours=line.hours, contact=line.number)
    if country.web:
        yield turn.phrase("safety_web", web=country.web.replace(".", " dot "), whom=country.web_whom)


def _against_abuse(turn: Turn, lines: Sequence[HelpLine]) -> str:
    """One line for the whole country, or those of its parts in one breath."""
    first = lines[0]
    if first.part:
        parts = [turn.phrase("safety_part", part=line.part, contact=line.number) for line in lines]
        return turn.phrase("safety_abuse_parts", hours=first.hours, parts=" ".join(parts))
    whom = {"whom": first.whom} if first.whom else {}
    key = "safety_abuse_for" if whom else "safety_abuse"
    return turn.phrase(key, line=first.name, hours=first.hours, contact=first.number, **whom)


def _written(turn: Turn, country: Country) -> Iterator[str]:
    """All that is confirmed, to be read: there is room for what would be too much to hear."""
    yield turn.phrase("card_emergency", emergency=country.emergency)
    for line in country.lines:
        if line.is_confirmed:
            yield ""
            yield from _line(turn, line)
    if country.web:
        yield from ("", turn.phrase("card_web", web=country.web, whom=country.web_whom))


def _line(turn: Turn, line: HelpLine) -> Iterator[str]:
    whom = line.part or line.whom
    name = line.name[:1].upper() + line.name[1:]
    only = {"whom": whom} if whom else {}
    yield turn.phrase(
        "card_line_for" if only else "card_line", line=name, contact=line.number, hours=line.hours, **only
    )
    if line.text:
        yield turn.phrase("card_text", contact=line.text)
    if line.web:
        yield line.web
