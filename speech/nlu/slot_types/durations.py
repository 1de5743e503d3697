"""Durations, as AMAZON.DURATION sends them: "PT1H30M"."""

import re
from collections import Counter
from collections.abc import Mapping

from speech.nlu.language import Language
from speech.nlu.samples import match_template, parse_template
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 10

_UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
"""As in ISO 8601, largest first; units that come after the "T" have it in their name."""

_HALVES = {"Y": "6 M", "D": "12 TH", "TH": "30 TM", "TM": "30 TS"}

_NEXT_UNITS = {"TH": "TM", "TM": "TS"}
"""The unit of a number that follows without one, as in "one hour thirty"."""

_UNITS_IN_NEXT = 60

_DECIMAL = re.compile(r"(\d+)\.5")

_Duration = Counter[str]
"""The count of each unit."""


class DurationParser:
    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._articles = frozenset(language.texts("articles"))
        self._joiners = frozenset(language.texts("joiners"))
        self._partial = frozenset(language.texts("duration", "partial"))
        self._units = language.table("duration", "units")
        self._phrases = {
            tokenize(phrase): _duration(text) for phrase, text in language.table("duration", "phrases").items()
        }
        self._templates = [
            (parse_template(text), kind)
            for kind in ("whole", "half", "and_a_half", "and_next")
            for text in language.texts("duration", kind)
        ]
        phrases = [*self._phrases, tuple(self._joiners), *(template for template, _ in self._templates)]
        words = frozenset(word for phrase in phrases for word in phrase)
        self._vocabulary = words.union(self._units, self._articles)

    def could_contain(self, word: str) -> bool:
        """Whether a duration could contain this word."""
        return word in self._vocabulary or self._numbers.cardinal_could_contain(word) or bool(_DECIMAL.fullmatch(word))

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a number or a point stands beside it, as in "two point five hours"."""
        beside = (*before[-1:], *after[:1])
        return any(word in self._partial or self._numbers.cardinal((word,)) is not None for word in beside)

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
                return _with_next(match) if kind == "and_next" else _with_half(match, kind)
        return self._parse_decimal(tokens) or self._parse_sum(tokens)

    def _parse_decimal(self, tokens: Tokens) -> _Duration | None:
        """Parse "1.5 hours"."""
        decimal = _DECIMAL.fullmatch(tokens[0]) if len(tokens) == 2 else None  # noqa: PLR2004 - a count and a unit
        unit = self._units.get(tokens[-1])
        return _with_half({"unit": unit, "count": decimal[1]}, "and_a_half") if decimal and unit else None

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


def _with_next(match: Mapping[str, str]) -> _Duration | None:
    unit, count, more = match["unit"], int(match["count"]), int(match["next"])
    return Counter({unit: count, _NEXT_UNITS[unit]: more}) if unit in _NEXT_UNITS and more < _UNITS_IN_NEXT else None


def _with_half(match: Mapping[str, str], kind: str) -> _Duration | None:
    unit, count = match["unit"], int(match.get("count", "0"))
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
