"""Durations, as AMAZON.DURATION sends them: "PT1H30M"."""

from collections import Counter

from speech.nlu.language import Language
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.template import match_template, parse_template
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 10

_UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
"""As in ISO 8601, largest first; units that come after the "T" have it in their name."""

_HALVES = {"Y": "6 M", "D": "12 TH", "TH": "30 TM", "TM": "30 TS"}

_Duration = Counter[str]
"""The count of each unit."""


class DurationParser:
    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._articles = frozenset(language.texts("articles"))
        self._joiners = frozenset(language.texts("joiners"))
        self._units = language.table("duration", "units")
        self._phrases = {
            tokenize(phrase): _duration(text) for phrase, text in language.table("duration", "phrases").items()
        }
        self._templates = [
            (parse_template(text), kind)
            for kind in ("whole", "half", "and_a_half")
            for text in language.texts("duration", kind)
        ]
        phrases = [*self._phrases, tuple(self._joiners), *(template for template, _ in self._templates)]
        words = frozenset(word for phrase in phrases for word in phrase)
        self._vocabulary = words.union(self._units, self._articles)

    def could_contain(self, word: str) -> bool:
        return word in self._vocabulary or self._numbers.cardinal_could_contain(word)

    def parse(self, tokens: Tokens) -> str | None:
        """Return PT1H30M for "an hour and a half". Units are not converted: "ninety minutes" is PT90M."""
        duration = self._parse(tokens)
        return None if duration is None else _iso(duration)

    def _parse(self, tokens: Tokens) -> _Duration | None:
        if tokens in self._phrases:
            return self._phrases[tokens]
        for template, kind in self._templates:
            match = match_template(template, tokens, lambda name, start, end: self._part(name, tokens[start:end]))
            if match is not None:
                return _with_half(match["unit"], int(match.get("count", "0")), kind)
        return self._parse_sum(tokens)

    def _parse_sum(self, tokens: Tokens) -> _Duration | None:
        """Parse two durations in a row, as in "five hours and ten minutes"."""
        for end in range(2, len(tokens) - 1):
            start = end + 1 if tokens[end] in self._joiners else end
            left = self._parse(tokens[:end])
            right = self._parse(tokens[start:]) if left else None
            if left and right:
                return left + right
        return None

    def _part(self, name: str, tokens: Tokens) -> str | None:
        if name == "unit":
            return self._units.get(" ".join(tokens))
        count = 1 if tokens[0] in self._articles and len(tokens) == 1 else self._numbers.cardinal(tokens)
        return None if count is None else str(count)


def _with_half(unit: str, count: int, kind: str) -> _Duration | None:
    duration = Counter({unit: count})
    if kind == "whole":
        return duration
    return duration + _duration(_HALVES[unit]) if unit in _HALVES else None


def _duration(text: str) -> _Duration:
    count, unit = text.split()
    return Counter({unit: int(count)})


def _iso(duration: _Duration) -> str:
    parts = [(unit, duration[unit]) for unit in _UNITS if unit in duration]
    date_part = "".join(f"{count}{unit}" for unit, count in parts if len(unit) == 1)
    time_part = "".join(f"{count}{unit[1]}" for unit, count in parts if len(unit) > 1)
    return f"P{date_part}T{time_part}" if time_part else f"P{date_part}"
