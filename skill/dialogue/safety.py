"""Help for people who are afraid, hurt or in despair. Nothing about it is stored."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Final
from xml.sax.saxutils import quoteattr

from skill.dialogue.reply import Card, Reply
from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine, Purpose

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
    country, opening = turn.guide.country, [*_opening(turn, "safety"), *_emergency_text(turn)]
    if country and country.parts:
        return turn.ask("nation", *opening)
    lines = _with_web(turn, country) if country and country.web else _lines(turn, "abuse")
    return turn.ask("safety", *opening, *lines)


def help_in_despair(turn: Turn) -> Reply:
    """The way out does not speak of an end: the person may be thinking of one."""
    opening = _opening(turn, "safety_despair", "safety_exit_despair", is_violent=False)
    return turn.ask("despair", *opening, *_lines(turn, "distress"))


def help_for_child(turn: Turn) -> Reply:
    """Answer a child who is hurt, or a person who fears for one."""
    return turn.ask("safety", *_opening(turn, "safety_child"), *_emergency_text(turn), *_lines(turn, "child"))


def help_against_harm(turn: Turn) -> Reply:
    """Answer a person who hurt someone, or is afraid of doing it."""
    return turn.ask("safety", *_opening(turn, "safety_harm"), *_lines(turn, "harm"))


def name_nation(turn: Turn) -> Reply:
    """Give the line of a part of the country, and the one for those whom it may not serve."""
    country, slot = turn.guide.country, turn.slots.get("nation")
    part = slot.id if slot else None
    here = [line for line in country.parts if _key(line.part) == part] if country else []
    if country is None or not here:
        return give_more(turn)
    others = (_for_whom(turn, line) for line in country.national("abuse") if line.whom)
    return turn.ask("safety", *_line(turn, here[0]), *others)


def give_more(turn: Turn) -> Reply:
    """Give the lines for violence and for despair in short, and offer them as a card. In despair the latter come first.

    Others could read the card, maybe the one whom the person fears, so the question says so.
    """
    country = turn.guide.country
    if country is None:
        return turn.close(turn.phrase("safety_local"), turn.phrase("safety_end"))
    kinds = [_more_against_violence(turn, country), _more_in_despair(turn, country)]
    kinds = kinds[::-1] if _is_in_despair(turn) else kinds
    return turn.ask("despair_card" if _is_in_despair(turn) else "card", *chain(*kinds), turn.phrase("safety_card"))


def send_card(turn: Turn) -> Reply:
    country = turn.guide.country
    if country is None:
        return end_safety(turn)
    card = Card(turn.phrase("card_title"), "\n".join(_card_lines(turn, country)))
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


def _is_in_despair(turn: Turn) -> bool:
    return turn.open_question in DESPAIR_QUESTIONS


def _opening(turn: Turn, warm_words: str, way_out: str = "safety_exit", *, is_violent: bool = True) -> Iterator[str]:
    """Say how to make it stop, something warm, and the emergency number."""
    yield turn.phrase(way_out)
    yield turn.phrase(warm_words)
    if country := turn.guide.country:
        number = country.against_violence if is_violent else country.emergency
        yield turn.phrase("safety_emergency", emergency=number)
    else:
        yield turn.phrase("safety_local")


def _emergency_text(turn: Turn) -> Iterator[str]:
    """Say where to write for help at once: the one whom the person fears may be in the next room."""
    if (country := turn.guide.country) and country.emergency_text:
        yield turn.phrase("safety_text", contact=country.emergency_text)


def _with_web(turn: Turn, country: Country) -> Iterator[str]:
    """Name a site and a line. A line for violence comes first, with a number to write to: a site has to be spelled."""
    own = country.national("abuse")
    if not own:
        yield _web(turn, country)
    for line in country.lines_for("abuse"):
        yield _for_anyone(turn, line)
        if own and line.text:
            yield from _quiet_way(turn, line)
    if own:
        yield _web(turn, country)


def _lines(turn: Turn, purpose: Purpose) -> Iterator[str]:
    """Name the line for this purpose. If it serves only some people, name one for everyone too, and both in short.

    A number to write to has room beside two lines, but no web address; the other person may be in the next room.
    """
    lines = turn.guide.country.lines_for(purpose) if turn.guide.country else ()
    if len(lines) == 1:
        yield from _line(turn, lines[0])
    elif lines:
        yield _for_whom(turn, lines[0])
        if lines[0].text and purpose in {"abuse", "child"}:
            yield from _quiet_way(turn, lines[0])
        yield _for_anyone(turn, lines[1])


def _line(turn: Turn, line: HelpLine) -> Iterator[str]:
    """Name a line, and how to reach it without speaking."""
    takes_both = line.text == line.number
    phrase = "safety_call_or_text" if takes_both else "safety_line"
    yield _sentence_case(_named_line(turn, phrase, line, hours=_hours(turn, line)))
    yield from _key_to_press(turn, line)
    if not takes_both:
        yield from _quiet_way(turn, line)


def _quiet_way(turn: Turn, line: HelpLine) -> Iterator[str]:
    if line.text:
        yield turn.phrase("safety_text", contact=line.text)
    elif line.chat:
        yield turn.phrase("safety_chat", web=_spoken(turn, line.chat))


def _for_whom(turn: Turn, line: HelpLine) -> str:
    words = _named_line(turn, "safety_whom", line, whom=_whom(turn, line.whom))
    return " ".join([_sentence_case(words), *_key_to_press(turn, line)])


def _for_anyone(turn: Turn, line: HelpLine) -> str:
    words = _named_line(turn, "safety_anyone", line)
    return " ".join([_sentence_case(words), *_key_to_press(turn, line)])


def _named_line(turn: Turn, phrase: str, line: HelpLine, **words: str) -> str:
    """Return a phrase with the name of a line and its number, said as people of the country say it."""
    text = turn.phrase(phrase, line=line.name, contact=line.number, **words)
    if not line.said:
        return text
    said = f"<sub alias={quoteattr(line.said)}>{line.number}</sub>"
    return re.sub(rf"<say-as [^>]*>{re.escape(line.number)}</say-as>", lambda _: said, text)


def _key_to_press(turn: Turn, line: HelpLine) -> Iterator[str]:
    if line.press:
        yield turn.phrase("safety_press", digit=line.press)


def _web(turn: Turn, country: Country) -> str:
    whom = _whom(turn, country.web_whom)
    return _sentence_case(turn.phrase("safety_web", web=_spoken(turn, country.web), whom=whom))


def _more_against_violence(turn: Turn, country: Country) -> Iterator[str]:
    for_despair = country.lines_for("distress")
    if country.parts:
        parts = [turn.phrase("safety_part", part=line.part, contact=line.number) for line in country.parts]
        yield turn.phrase("safety_more_parts", parts=" ".join(parts))
    elif lines := country.national("abuse"):
        key = "safety_more_abuse_whom" if lines[0].whom else "safety_more_abuse"
        whom = {"whom": _whom(turn, lines[0].whom)} if lines[0].whom else {}
        yield _named_line(turn, key, lines[0], **whom)
        yield from _key_to_press(turn, lines[0])
        others = country.lines_for("abuse")[1:]
        yield from (_for_anyone(turn, line) for line in others if line not in for_despair)
    elif country.web:
        yield _web(turn, country)


def _more_in_despair(turn: Turn, country: Country) -> Iterator[str]:
    for line in country.lines_for("distress"):
        yield _named_line(turn, "safety_more_despair", line)
        yield from _key_to_press(turn, line)


def _hours(turn: Turn, line: HelpLine) -> str:
    return _named(turn, f"hours_{line.hours}", line.hours)


def _whom(turn: Turn, whom: str) -> str:
    return _named(turn, f"whom_{whom}", whom)


def _named(turn: Turn, phrase: str, words: str) -> str:
    """Return a phrase of the language; the words themselves if there is no such phrase."""
    return turn.phrase(phrase) if phrase in turn.guide.phrases else words


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _spoken(turn: Turn, web: str) -> str:
    return web.replace(".", f" {turn.phrase('web_dot')} ")


def _key(part: str) -> str:
    """Return the id that the slot of a part of the country resolves to."""
    return part.casefold().replace(" ", "-")


def _card_lines(turn: Turn, country: Country) -> Iterator[str]:
    """Yield every confirmed number, in despair those for it first: a card has room for more than one can listen to."""
    is_despair = _is_in_despair(turn)
    for_despair = country.lines_for("distress")
    numbers = [country.against_violence, country.emergency]
    emergency = dict.fromkeys(reversed(numbers) if is_despair else numbers)
    yield turn.phrase("card_emergency", emergency=", ".join(emergency))
    if country.emergency_text:
        yield turn.phrase("card_text", contact=country.emergency_text)
    by_number: dict[str, HelpLine] = {}
    for line in sorted(country.lines, key=lambda line: is_despair and line not in for_despair):
        if line.is_confirmed:
            by_number.setdefault(line.number, line)  # a line may serve two purposes
    for line in by_number.values():
        yield ""
        yield from _card_entry(turn, line)
    if country.web:
        yield from ("", turn.phrase("card_web", web=country.web, whom=_whom(turn, country.web_whom)))


def _card_entry(turn: Turn, line: HelpLine) -> Iterator[str]:
    whom = {"whom": line.part or _whom(turn, line.whom)} if line.part or line.whom else {}
    key = "card_line_for" if whom else "card_line"
    yield turn.phrase(key, line=_sentence_case(line.name), contact=line.number, hours=_hours(turn, line), **whom)
    yield from _key_to_press(turn, line)
    if line.text:
        yield turn.phrase("card_text", contact=line.text)
    if line.web:
        yield line.web
