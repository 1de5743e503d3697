"""Times of day, as AMAZON.TIME sends them: "19:30", or MO, AF, EV and NI for parts of the day.

https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html
"""

import re
from collections.abc import Mapping

from speech.nlu.language import Language
from speech.nlu.samples import Phrases
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 9

_CLOCK_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_CLOCK_DIGITS = re.compile(r"([01]\d|2[0-4])([0-5]\d)")
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
        self._suffixes = frozenset(language.texts("time", "suffixes"))
        clock = language.table("time", "clock") or {"{hour}": "0"}
        self._clock = Phrases(clock.items())
        halves = [*self._halves, *self._halves_before]
        self._vocabulary = self._clock.words.union(self._prepositions, self._suffixes, *self._names, *halves)

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

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether four digits may be another number, such as a year: no preposition stands before them."""
        is_bare = len(inside) == 1 and inside[0].isdecimal() and not inside[0].startswith("0")
        return is_bare and len(inside[0]) > len("12") and not self._prepositions.intersection(before[-1:])

    def _without_preposition(self, tokens: Tokens) -> Tokens:
        return tokens[1:] if tokens and tokens[0] in self._prepositions else tokens

    def _parse_clock(self, tokens: Tokens, half: str) -> str | None:
        text = " ".join(tokens[:-1] if tokens[-1:] and tokens[-1] in self._suffixes else tokens)
        digits = _CLOCK_TIME.fullmatch(text) or _CLOCK_DIGITS.fullmatch(text)
        if digits:
            return _time(int(digits[1]), int(digits[2]), half)
        for match, minutes in self._clock.matches(tokens, lambda _, part: self._numbers.cardinal(part)):
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
