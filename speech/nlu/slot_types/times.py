"""Times of day, as AMAZON.TIME sends them: "19:30", or MO, AF, EV and NI for parts of the day."""

import re
from collections.abc import Mapping

from speech.nlu.language import Language
from speech.nlu.samples import match_template, parse_template
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 9

_CLOCK_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_CLOCK_DIGITS = re.compile(r"(0\d)(\d{2})")
_TIME_WITH_LETTERS = re.compile(r"(\d{1,2}(?::\d{2})?)(\D+)")
_NOON, _HOURS, _MINUTES = 12, 24, 60

_NIGHT_START = 6
"""From six on, an hour "at night" is before midnight; an earlier hour is after it."""


class TimeParser:
    """Clock times such as "19:30" are parsed in every language."""

    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._names = {tokenize(phrase): value for phrase, value in language.table("time", "names").items()}
        self._halves = _longest_first(language.table("time", "halves"))
        self._halves_before = _longest_first(language.table("time", "halves_before"))
        self._prepositions = frozenset(language.texts("time", "prepositions"))
        clock = language.table("time", "clock") or {"{hour}": "0"}
        self._clock = [(parse_template(phrase), minutes) for phrase, minutes in clock.items()]
        halves = [*self._halves, *self._halves_before]
        phrases = [*self._names, *halves, tuple(self._prepositions), *(template for template, _ in self._clock)]
        self._vocabulary = frozenset(word for phrase in phrases for word in phrase)

    def could_contain(self, word: str) -> bool:
        return word[0].isdecimal() or word in self._vocabulary or self._numbers.cardinal_could_contain(word)

    def parse(self, tokens: Tokens) -> str | None:
        """Return 19:30 for "half past seven in the evening". Without a half of the day, the hour is taken as it is."""
        tokens = tuple(part for token in tokens for part in _split_letters(token))
        if tokens in self._names:
            return str(self._names[tokens])
        for phrase, half in self._halves.items():
            if tokens[-len(phrase) :] == phrase:
                return self._parse_clock(tokens[: -len(phrase)], half)
        for phrase, half in self._halves_before.items():
            if tokens[: len(phrase)] == phrase:
                return self._parse_clock(self._without_preposition(tokens[len(phrase) :]), half)
        return self._parse_clock(tokens, "")

    def _without_preposition(self, tokens: Tokens) -> Tokens:
        return tokens[1:] if tokens and tokens[0] in self._prepositions else tokens

    def _parse_clock(self, tokens: Tokens, half: str) -> str | None:
        text = " ".join(tokens)
        digits = _CLOCK_TIME.fullmatch(text) or _CLOCK_DIGITS.fullmatch(text)
        if digits:
            return _time(int(digits[1]), int(digits[2]), half)
        for template, minutes in self._clock:
            match = match_template(template, tokens, lambda _, start, end: self._numbers.cardinal(tokens[start:end]))
            if match is not None:
                minute = match.get("minute", 0)
                variable = {"minute": minute, "-minute": -minute}
                return _time(match["hour"], variable[minutes] if minutes in variable else int(minutes), half)
        return None


def _longest_first(halves: Mapping[str, str]) -> dict[Tokens, str]:
    """So that "every evening" is found before "evening"."""
    return dict(sorted(((tokenize(phrase), half) for phrase, half in halves.items()), key=lambda each: -len(each[0])))


def _split_letters(token: str) -> Tokens:
    """Split "7pm" into "7" and "pm"."""
    parts = _TIME_WITH_LETTERS.fullmatch(token)
    return (parts[1], parts[2]) if parts else (token,)


def _time(hour: int, minute: int, half: str) -> str | None:
    if not (0 <= hour <= _HOURS and -_MINUTES < minute < _MINUTES):
        return None
    if hour == _NOON and half in ("am", "night"):
        hour = 0
    elif hour < _NOON and (half == "pm" or (half == "night" and hour >= _NIGHT_START)):
        hour += _NOON
    total = (hour * _MINUTES + minute) % (_HOURS * _MINUTES)
    return f"{total // _MINUTES:02d}:{total % _MINUTES:02d}"
