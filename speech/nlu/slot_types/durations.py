"""Durations, as AMAZON.DURATION sends them: "PT1H30M".

https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html gives the format. Its units are whole
numbers, so a fraction is sent in smaller units, such as PT2H15M for two and a quarter hours.
"""

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from speech.nlu.language import Language
from speech.nlu.samples import Phrases
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens

MAX_WORDS = 10

_UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
"""As in ISO 8601, largest first; units that come after the "T" have it in their name."""

_SMALLER = {"Y": ("M", 12), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60)}
"""What a fraction of a unit is counted in. In ISO 8601, weeks stand alone, and months differ in length."""

_IN_ROW = {"TH": "TM", "TM": "TS"}
"""The unit of a number that follows without one, as in "one hour thirty"."""

_UNITS_IN_NEXT = 60
_MAX_COUNT = 1_000_000

_DECIMAL = re.compile(r"\d{1,9}\.\d{1,9}")
_GLUED = re.compile(r"(?:\d+(?:\.\d+)?[^\W\d_]+)+\d*")
_GLUED_PARTS = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")

_Duration = Counter[str]
"""The count of each unit."""


class DurationParser:
    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._joiners = frozenset(language.texts("joiners"))
        self._partial = frozenset(language.texts("duration", "partial"))
        self._ranges = frozenset(language.texts("duration", "ranges"))
        self._units: dict[str, str] = dict(language.table("duration", "units"))
        fractions = language.table("duration", "fractions")
        whole = (text for kind in ("whole", "and_next") for text in language.texts("duration", kind))
        self._phrases = Phrases(
            [*((text, Fraction(0)) for text in whole), *((text, Fraction(each)) for text, each in fractions.items())]
        )
        self._vocabulary = self._joiners.union(self._phrases.words, self._units)

    def could_contain(self, word: str) -> bool:
        """Whether a duration could contain this word."""
        return word in self._vocabulary or word[0].isdecimal() or self._numbers.count_could_contain(word)

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a number beside it makes it another one, as in "minus two hours" or "ten to fifteen minutes"."""
        neighbours = (*before[-1:], *after[:1])
        if any(word in self._partial or self._is_number(word) for word in neighbours):
            return True
        left, right = before[-2:], after[:2]
        return (len(left) > 1 and left[1] in self._ranges and self._is_number(left[0])) or (
            len(right) > 1 and right[0] in self._ranges and self._is_number(right[1])
        )

    def parse(self, tokens: Tokens) -> str | None:
        """Return PT1H30M for "an hour and a half". Units are not converted: "ninety minutes" is PT90M."""
        duration = self._parse(tuple(part for token in tokens for part in _split_letters(token)))
        return None if duration is None else _iso(duration)

    def _is_number(self, word: str) -> bool:
        return self._numbers.cardinal((word,)) is not None or _DECIMAL.fullmatch(word) is not None

    def _parse(self, tokens: Tokens) -> _Duration | None:
        durations = (_duration(match, fraction) for match, fraction in self._phrases.matches(tokens, self._part))
        if duration := next(filter(None, durations), None):
            return duration
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
        match name:
            case "unit":
                return self._units.get(" ".join(tokens))
            case "decimals":
                return self._numbers.digits(tokens)
            case "count" if len(tokens) == 1 and _DECIMAL.fullmatch(tokens[0]):
                return tokens[0]
            case _:
                count = self._numbers.count(tokens)
                return None if count is None else str(count)


def _split_letters(token: str) -> Tokens:
    """Split "1h30m" into "1", "h", "30" and "m"."""
    return tuple(_GLUED_PARTS.findall(token)) if _GLUED.fullmatch(token) else (token,)


def _duration(match: Mapping[str, str], fraction: Fraction) -> _Duration | None:
    """None if the units cannot express it in whole numbers."""
    count = Fraction(
        f"{match.get('count', '0')}.{match['decimals']}" if "decimals" in match else match.get("count", "0")
    )
    unit, times = (*match["unit"].split(), "1")[:2]
    duration = _in_whole_units((count + fraction) * int(times), unit)
    if "next" not in match or duration is None:
        return duration
    follows = match["next"].isdecimal() and int(match["next"]) < _UNITS_IN_NEXT and count.denominator == 1
    return duration + Counter({_IN_ROW[unit]: int(match["next"])}) if follows and unit in _IN_ROW else None


def _in_whole_units(count: Fraction, unit: str) -> _Duration | None:
    if count > _MAX_COUNT:
        return None
    whole, rest = divmod(count, 1)
    duration = Counter({unit: int(whole)})
    if not rest:
        return duration
    smaller, size = _SMALLER.get(unit, ("", 0))
    more = _in_whole_units(rest * size, smaller) if smaller else None
    return None if more is None else duration + more


def _iso(duration: _Duration) -> str:
    parts = [(unit, duration[unit]) for unit in _UNITS if unit in duration]
    date_part = "".join(f"{count}{unit}" for unit, count in parts if len(unit) == 1)
    time_part = "".join(f"{count}{unit[1]}" for unit, count in parts if len(unit) > 1)
    return f"P{date_part}T{time_part}" if time_part else f"P{date_part}"
