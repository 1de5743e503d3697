"""Help for people who are afraid, hurt or in despair. Nothing about it is stored."""

from collections.abc import Iterator, Sequence
from typing import Final

from skill.dialogue.reply import Card, Reply
from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine

INTENT: Final = "SafetyIntent"
QUESTIONS: Final = frozenset({"safety", "card"})
"""The questions about danger. Asking and answering them leaves no trace, not even of the day."""


def concerns(turn: Turn, reply: Reply) -> bool:
    """Return True if the turn is about danger: it asks about it, or it follows such a question and changes nothing."""
    return reply.question in QUESTIONS or (turn.open_question in QUESTIONS and reply.progress == turn.progress)


def give_numbers(turn: Turn) -> Reply:
    """Give the emergency number, then the country's help lines. Even a one-shot is asked whether to repeat them."""
    return turn.ask("safety", turn.phrase("safety"), *_numbers(turn), turn.phrase("safety_kept_safe"))


def offer_card(turn: Turn) -> Reply:
    """Offer the numbers as a card, after saying who could read it: the person may fear someone on the account."""
    return turn.ask("card", turn.phrase("safety_card")) if turn.guide.country else end_safety(turn)


def send_card(turn: Turn) -> Reply:
    country = turn.guide.country
    if country is None:
        return end_safety(turn)
    card = Card(turn.phrase("card_title"), "\n".join(_card_lines(turn, country)))
    reply = turn.close(turn.phrase("safety_card_sent", card=card.title), turn.phrase("safety_end"))
    return reply._replace(card=card)


def end_safety(turn: Turn) -> Reply:
    """Close the session: the guide does not go on after this."""
    return turn.close(turn.phrase("safety_end"))


def _numbers(turn: Turn) -> Iterator[str]:
    country = turn.guide.country
    if country is None:
        yield turn.phrase("safety_local")
        return
    yield turn.phrase("safety_emergency", emergency=country.emergency)
    if lines := country.confirmed("abuse"):
        yield _abuse_lines(turn, lines)
    for line in country.confirmed("distress"):
        yield turn.phrase("safety_distress", line=line.name, hours=line.hours, contact=line.number)
    if country.web:
        yield turn.phrase("safety_web", web=country.web.replace(".", " dot "), whom=country.web_whom)


def _abuse_lines(turn: Turn, lines: Sequence[HelpLine]) -> str:
    """Name one line for the whole country, or all lines of its parts in one sentence."""
    first = lines[0]
    if first.part:
        parts = [turn.phrase("safety_part", part=line.part, contact=line.number) for line in lines]
        return turn.phrase("safety_abuse_parts", hours=first.hours, parts=" ".join(parts))
    whom = {"whom": first.whom} if first.whom else {}
    key = "safety_abuse_for" if whom else "safety_abuse"
    return turn.phrase(key, line=first.name, hours=first.hours, contact=first.number, **whom)


def _card_lines(turn: Turn, country: Country) -> Iterator[str]:
    """Yield every confirmed number: a card has room for more than a person can listen to."""
    yield turn.phrase("card_emergency", emergency=country.emergency)
    for line in country.lines:
        if line.is_confirmed:
            yield ""
            yield from _card_entry(turn, line)
    if country.web:
        yield from ("", turn.phrase("card_web", web=country.web, whom=country.web_whom))


def _card_entry(turn: Turn, line: HelpLine) -> Iterator[str]:
    whom = {"whom": line.part or line.whom} if line.part or line.whom else {}
    key = "card_line_for" if whom else "card_line"
    name = line.name[:1].upper() + line.name[1:]
    yield turn.phrase(key, line=name, contact=line.number, hours=line.hours, **whom)
    if line.text:
        yield turn.phrase("card_text", contact=line.text)
    if line.web:
        yield line.web
