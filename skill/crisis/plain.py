"""How a sentence, as typed or recognised, becomes plain words that patterns can be looked for in."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from skill.crisis.pattern import END, Patterns

_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")
_PAUSE = re.compile(r"\.{2,}")
_ENDING = r"'(?:s|m|d|ll|re|ve)\b"
_END = r"[.!?;\n](?!\w)"
_WORD = re.compile(rf"{_ENDING}|[\w\u0300-\u036f\u0900-\u0dff]+|{_END}")
_TWICE = re.compile(r"(?<!\S)((?:\S+ ){1,3})\1+")


class Plain:
    """Knows the fillers and the spellings of one language."""

    def __init__(self, fillers: Sequence[str], spellings: Mapping[str, str], patterns: Patterns) -> None:
        self._fillers = patterns.any_of(fillers)
        self._spelled = patterns.any_of(list(spellings))
        self._spellings = spellings

    def words(self, text: str) -> str:
        """With a space after each, and nothing twice in a row: "He... he's hit me!" is "he 's hit me . "."""
        text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
        parted = re.sub(r"n't\b", " not", _PAUSE.sub(" ", text))
        said = "".join(END + " " if re.match(_END, word) else word + " " for word in _WORD.findall(parted))
        spelled = self._spelled.sub(lambda found: self._spellings[found.group().rstrip()] + " ", said)
        return _TWICE.sub(r"\1", self._fillers.sub("", spelled))
