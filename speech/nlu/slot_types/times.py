"""Times of day as they are said, and as AMAZON.TIME reports them: "19:30", or MO, AF, EV, NI for a part of the day."""

import re

from speech.nlu.language import Language
from speech.nlu.slot_types.numbers import Numbers
from speech.nlu.template import fill, pattern
from speech.nlu.tokens import Words, words

LONGEST = 9

_FIGURES = re.compile(r"(\d{1,2}):(\d{2})")
_JOINED = re.compile(r"(\d{1,2}(?::\d{2})?)(\D+)")
_NOON, _HOURS, _MINUTES, _NIGHTFALL = 12, 24, 60, 6


class Times:
    """The times of day of one language; figures such as "19:30" are understood in all."""

    def __init__(self, spoken: Language, numbers: Numbers) -> None:
        self._numbers = numbers
        self._names = {words(phrase): value for phrase, value in spoken.table("time", "names").items()}
        self._halves = {words(phrase): half for phrase, half in spoken.table("time", "halves").items()}
        clock = spoken.table("time", "clock") or {"{hour}": "0"}
        self._clock = [(pattern(phrase), minutes) for phrase, minutes in clock.items()]
        known = [*self._names, *self._halves, *(phrase for phrase, _ in self._clock)]
        self._vocabulary = frozenset(word for phrase in known for word in phrase)

    def could_contain(self, word: str) -> bool:
        """Whether a time of day may have this word in it."""
        return word[0].isdecimal() or word in self._vocabulary or self._numbers.may_count(word)

    def read(self, said: Words) -> str | None:
        """The time in "half past seven in the evening"; an hour without its half of the day is taken as it is said."""
        said = tuple(part for word in said for part in _apart(word))
        if said in self._names:
            return str(self._names[said])
        for phrase, half in self._halves.items():
            if said[-len(phrase) :] == phrase:
                return self._at(said[: -len(phrase)], half)
        return self._at(said, "")

    def _at(self, said: Words, half: str) -> str | None:
        figures = _FIGURES.fullmatch(" ".join(said))
        if figures:
            return _time(int(figures[1]), int(figures[2]), half)
        for phrase, minutes in self._clock:
            found = fill(phrase, said, lambda name, start, end: self._numbers.cardinal(said[start:end]))
            if found is not None:
                extra = {"minute": found.get("minute", 0), "-minute": -found.get("minute", 0)}
                return _time(found["hour"], extra[minutes] if minutes in extra else int(minutes), half)
        return None


def _apart(word: str) -> Words:
    """Figures and letters of "7pm" are two words here."""
    figures = _JOINED.fullmatch(word)
    return (figures[1], figures[2]) if figures else (word,)


def _time(hour: int, minute: int, half: str) -> str | None:
    if not (0 <= hour <= _HOURS and -_MINUTES < minute < _MINUTES):
        return None
    if hour == _NOON and half in ("am", "night"):
        hour = 0
    elif hour < _NOON and (half == "pm" or (half == "night" and hour >= _NIGHTFALL)):
        hour += _NOON
    total = (hour * _MINUTES + minute) % (_HOURS * _MINUTES)
    return f"{total // _MINUTES:02d}:{total % _MINUTES:02d}"
