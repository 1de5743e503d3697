"""Names emergency numbers and help lines: aloud, in short, and on a card."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from skill.dialogue.turn import Turn
from skill.helplines import Country, HelpLine, Purpose


def emergency_text(turn: Turn) -> Iterator[str]:
    """Say where to write for help at once: the one whom the person fears may be in the next room."""
    if (country := turn.guide.country) and country.emergency_text:
        yield turn.phrase("safety_text", contact=country.emergency_text)


def lines_for(turn: Turn, purpose: Purpose) -> Iterator[str]:
    """Name the line for this purpose. If it serves only some people, name one for everyone too, and both in short.

    A number to write to has room beside two lines, but no web address; the other person may be in the next room.
    Against violence, a country with lines for its parts gets those, and one with a site gets it too.
    """
    country = turn.guide.country
    lines = country.lines_for(purpose) if country else ()
    if country and purpose == "abuse" and country.parts:
        yield from more_against_violence(turn, country)
    elif country and purpose == "abuse" and country.web:
        yield from _lines_and_web(turn, country)
    elif len(lines) == 1:
        yield from line_in_full(turn, lines[0])
    elif lines:
        yield line_and_whom(turn, lines[0])
        if lines[0].text and purpose in {"abuse", "child"}:
            yield from _quiet_way(turn, lines[0])
        yield _for_anyone(turn, lines[1])


def _lines_and_web(turn: Turn, country: Country) -> Iterator[str]:
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


def line_in_full(turn: Turn, line: HelpLine) -> Iterator[str]:
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


def line_and_whom(turn: Turn, line: HelpLine) -> str:
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


def more_against_violence(turn: Turn, country: Country) -> Iterator[str]:
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


def more_in_despair(turn: Turn, country: Country) -> Iterator[str]:
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


def card_lines(turn: Turn, country: Country, *, is_despair: bool) -> Iterator[str]:
    """Yield every confirmed number, in despair those for it first: a card has room for more than one can listen to."""
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
