"""Help for people who are afraid, hurt or in despair. Nothing about it is stored."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final

from skill.dialogue import signposting
from skill.dialogue.reply import Card, Reply
from skill.dialogue.turn import Turn

INTENTS: Final = {
    "abuse": "SafetyIntent",
    "despair": "SafetyDespairIntent",
    "child": "SafetyChildIntent",
    "harm": "SafetyHarmIntent",
}
"""The intent for each kind of crisis phrase. The first is also the one for danger of any other kind."""

STILL_HERE: Final = "still_here"
"""The open question after words in despair that were not understood."""

DESPAIR_QUESTIONS: Final = frozenset({"despair", "despair_card", STILL_HERE})
"""The questions to a person in despair."""

QUESTIONS: Final = frozenset({"safety", "nation", "card"}) | DESPAIR_QUESTIONS
"""The questions about danger. Asking and answering them leaves no trace, not even of the day."""

MOST_STAYS: Final = 2
"""How many times without a break the skill stays with a person in despair whom it does not understand."""


def is_about_danger(turn: Turn, reply: Reply) -> bool:
    """Return True if the turn is about danger: it asks about it, or it follows such a question and changes nothing."""
    return reply.question in QUESTIONS or (turn.open_question in QUESTIONS and reply.progress == turn.progress)


def handle(handler: Callable[[Turn], Reply], at: Mapping[str, Callable[[Turn], Reply]], turn: Turn) -> Reply:
    """Reply with the handler for the open question, such as one after help lines, else with the usual one."""
    return at.get(turn.open_question or "", handler)(turn)


def give_numbers(turn: Turn) -> Reply:
    """Answer a person who is afraid, hurt or in danger, or who asks for someone to be called."""
    opening = [*_opening(turn, "safety"), *signposting.emergency_text(turn)]
    if turn.guide.country and turn.guide.country.parts and not _is_in_despair(turn):
        return turn.ask("nation", *opening)
    return turn.ask(_question_after_lines(turn), *opening, *signposting.lines_for(turn, "abuse"))


def help_in_despair(turn: Turn) -> Reply:
    opening = _opening(turn, "safety_despair", is_violent=False)
    return turn.ask("despair", *opening, *signposting.lines_for(turn, "distress"))


def help_for_child(turn: Turn) -> Reply:
    """Answer a child who is hurt, or a person who fears for one."""
    opening = [*_opening(turn, "safety_child"), *signposting.emergency_text(turn)]
    return turn.ask(_question_after_lines(turn), *opening, *signposting.lines_for(turn, "child"))


def help_against_harm(turn: Turn) -> Reply:
    """Answer a person who hurt someone, or is afraid of doing it."""
    return turn.ask(_question_after_lines(turn), *_opening(turn, "safety_harm"), *signposting.lines_for(turn, "harm"))


def name_nation(turn: Turn) -> Reply:
    """Give the line of a part of the country, and the one for those whom it may not serve."""
    country, slot = turn.guide.country, turn.slots.get("nation")
    part = slot.id if slot else None
    here = [line for line in country.parts if _part_id(line.part) == part] if country else []
    if country is None or not here:
        return give_more(turn)
    others = (signposting.line_and_whom(turn, line) for line in country.national("abuse") if line.whom)
    return turn.ask("safety", *signposting.line_in_full(turn, here[0]), *others)


def give_more(turn: Turn) -> Reply:
    """Give the lines for violence and for despair in short, and offer them as a card. In despair the latter come first.

    Others could read the card, maybe the one whom the person fears, so the question says so.
    """
    country = turn.guide.country
    if country is None:
        return turn.close(turn.phrase("safety_local"), turn.phrase("safety_end"))
    kinds = [signposting.more_against_violence(turn, country), signposting.more_in_despair(turn, country)]
    kinds = kinds[::-1] if _is_in_despair(turn) else kinds
    return turn.ask("despair_card" if _is_in_despair(turn) else "card", *chain(*kinds), turn.phrase("safety_card"))


def send_card(turn: Turn) -> Reply:
    country = turn.guide.country
    if country is None:
        return end_safety(turn)
    lines = signposting.card_lines(turn, country, is_despair=_is_in_despair(turn))
    card = Card(turn.phrase("card_title"), "\n".join(lines))
    reply = turn.close(turn.phrase("safety_card_sent", card=card.title), turn.phrase("safety_end"))
    return reply._replace(card=card)


def end_safety(turn: Turn) -> Reply:
    """Close the session in words that tell a listener nothing."""
    return turn.close(turn.phrase("safety_end"))


def stay(turn: Turn) -> Reply:
    """Stay with a person in despair who was not understood, in words that tell a listener little; at last, end.

    "Repeat" gives the help lines again.
    """
    if turn.misses >= MOST_STAYS:
        return end_safety(turn)
    return turn.missed(turn.ask(STILL_HERE, turn.phrase("safety_still_here")))


def _opening(turn: Turn, warm_words: str, *, is_violent: bool = True) -> Iterator[str]:
    """Say how to make it stop, something warm, and the emergency number.

    In despair the way out does not speak of an end: the person may be thinking of one.
    """
    yield turn.phrase("safety_exit" if is_violent and not _is_in_despair(turn) else "safety_exit_despair")
    yield turn.phrase(warm_words)
    if country := turn.guide.country:
        number = country.against_violence if is_violent else country.emergency
        yield turn.phrase("safety_emergency", emergency=number)
    else:
        yield turn.phrase("safety_local")


def _part_id(part: str) -> str:
    """Return the id that the slot of a part of the country resolves to."""
    return part.casefold().replace(" ", "-")


def _question_after_lines(turn: Turn) -> str:
    """A person who has just spoken of despair is not hung up on, whatever else they say."""
    return "despair" if _is_in_despair(turn) else "safety"


def _is_in_despair(turn: Turn) -> bool:
    return turn.open_question in DESPAIR_QUESTIONS
