"""Lengths of time as they are said, and as AMAZON.DURATION reports them: "PT1H30M"."""

from collections import Counter

from speech.nlu.language import Language
from speech.nlu.slot_types.numbers import Numbers
from speech.nlu.template import fill, pattern
from speech.nlu.tokens import Words, words

LONGEST = 10

_UNITS = ("Y", "M", "W", "D", "TH", "TM", "TS")
_HALVES = {"Y": "6 M", "D": "12 TH", "TH": "30 TM", "TM": "30 TS"}

_Parts = Counter[str]


class Durations:
    """The lengths of time of one language."""

    def __init__(self, spoken: Language, numbers: Numbers) -> None:
        self._numbers = numbers
        self._articles = frozenset(spoken.texts("articles"))
        self._joiners = frozenset(spoken.texts("joiners"))
        self._units = spoken.table("duration", "units")
        self._phrases = {words(phrase): _parts(text) for phrase, text in spoken.table("duration", "phrases").items()}
        self._patterns = [
            (pattern(phrase), kind)
            for kind in ("whole", "half", "and_a_half")
            for phrase in spoken.texts("duration", kind)
        ]
        known = [*self._phrases, tuple(self._joiners), *(phrase for phrase, _ in self._patterns)]
        self._vocabulary = frozenset(word for phrase in known for word in phrase).union(self._units, self._articles)

    def could_contain(self, word: str) -> bool:
        """Whether a length of time may have this word in it."""
        return word in self._vocabulary or self._numbers.may_count(word)

    def read(self, said: Words) -> str | None:
        """The length in "an hour and a half", PT1H30M; what is said as ninety minutes stays PT90M."""
        parts = self._read(said)
        return None if parts is None else _iso(parts)

    def _read(self, said: Words) -> _Parts | None:
        if said in self._phrases:
            return self._phrases[said]
        for phrase, kind in self._patterns:
            found = fill(phrase, said, lambda name, start, end: self._part(name, said[start:end]))
            if found is not None:
                return _length(found["unit"], int(found.get("count", "0")), kind)
        return self._sum(said)

    def _sum(self, said: Words) -> _Parts | None:
        """Two lengths in a row: "five hours and ten minutes"."""
        for end in range(2, len(said) - 1):
            start = end + 1 if said[end] in self._joiners else end
            left = self._read(said[:end])
            right = self._read(said[start:]) if left else None
            if left and right:
                return left + right
        return None

    def _part(self, name: str, said: Words) -> str | None:
        if name == "unit":
            return self._units.get(" ".join(said))
        number = 1 if said[0] in self._articles and len(said) == 1 else self._numbers.cardinal(said)
        return None if number is None else str(number)


def _length(unit: str, count: int, kind: str) -> _Parts | None:
    whole = Counter({unit: count})
    if kind == "whole":
        return whole
    return whole + _parts(_HALVES[unit]) if unit in _HALVES else None


def _parts(text: str) -> _Parts:
    count, unit = text.split()
    return Counter({unit: int(count)})


def _iso(parts: _Parts) -> str:
    said = [(unit, parts[unit]) for unit in _UNITS if unit in parts]
    days = "".join(f"{count}{unit}" for unit, count in said if len(unit) == 1)
    hours = "".join(f"{count}{unit[1]}" for unit, count in said if len(unit) > 1)
    return f"P{days}T{hours}" if hours else f"P{days}"
