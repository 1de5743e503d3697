"""Whether somebody cries for help, whatever else the sentence may mean."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from skill import locales
from skill.errors import ContentError


class CrisisDetector:
    """The rule of one language. It keeps nothing of what it hears."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Takes what a language's file holds; without signs it hears nothing."""
        patterns = Patterns(content.get("words", {}))
        hearing = content.get("hearing", {})
        self._plain = Plain(hearing.get("fillers", ()), hearing.get("spellings", {}), patterns)
        self._exclusions = patterns.any_of(_said(content.get("exclusions", ())))
        self._triggers = patterns.any_of(_said(content.get("triggers", ())))

    def matches(self, text: str) -> bool:
        """What is harmless hides itself alone: "he hits the gym and he hits me" is still heard."""
        left = self._exclusions.sub(f"{GONE} ", self._plain.words(text))
        return self._triggers.search(left) is not None


def parse(text: str, name: str) -> CrisisDetector:
    """The rule that a TOML text holds. Raises ContentError, naming the file and what is crooked in it."""
    try:
        return CrisisDetector(tomllib.loads(text))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ContentError(f"{name}: {error}") from error


@cache
def load(locale: str) -> CrisisDetector:
    """The rule for the locale's language. Where a language has no file yet, nothing is heard."""
    name = f"{locale.partition('-')[0]}/crisis.toml"
    return parse(locales.read(name), name)


def _said(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [pattern for group in groups for pattern in group["said"]]


END = "."
"""The word that stands where a sentence ends."""

GONE = "~"
"""The word that stands where something was taken out; no pattern reaches across it."""

_LETTER = r"[^\s.~]"
_NOTATION = {
    "(": "(?:",
    ")": ")",
    "[": "(?:",
    "]": ")?",
    "{": "(?:",
    "}": ")*",
    "|": "|",
    "!(": "(?!",
    "&(": "(?=",
    "..": rf"(?:{_LETTER}+ ){{0,3}}?",
    "^": r"(?<![^.] )",
    "$": r"(?![^.])",
}
_TOKEN = re.compile(r"<\w+>|\.\.|[!&]\(|[()\[\]{}|^$]|[^\s()\[\]{}|^$]+")
_FAULTS = {KeyError: "nothing has the name {}", RecursionError: "a name in it stands for itself"}
_NAMED = re.compile(r"\{?<\w+>\}?")


class Patterns:
    """Word patterns, and the names that may stand in them."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._named = cache(self._alternatives)

    def any_of(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """What finds any of them, and no part of a word. Raises ValueError, naming a pattern that is crooked."""
        try:
            return re.compile(rf"(?<!\S)(?:{self._joined(patterns) or '(?!)'})")
        except (KeyError, RecursionError, re.error) as error:
            crooked = next(filter(self._is_crooked, patterns))
            raise ValueError(f"{crooked!r}: {_FAULTS.get(type(error), '{}').format(error)}") from error

    def _is_crooked(self, pattern: str) -> bool:
        try:
            re.compile(self._expression(pattern))
        except (KeyError, RecursionError, re.error):
            return True
        return False

    def _joined(self, patterns: Sequence[str]) -> str:
        """A name that several begin with is written once, which halves the time that it takes to compile them."""
        rests: dict[str, list[str]] = {}
        for pattern in patterns:
            first, _, rest = pattern.partition(" ")
            start, end = (first, rest) if _NAMED.fullmatch(first) else (pattern, "")
            rests.setdefault(start, []).append(end)
        return "|".join(
            self._expression(start) + (f"(?:{self._joined(ends)})" if any(ends) else "")
            for start, ends in rests.items()
        )

    def _expression(self, pattern: str) -> str:
        return "".join(map(self._part, _TOKEN.findall(pattern)))

    def _part(self, token: str) -> str:
        if token in _NOTATION:
            return _NOTATION[token]
        if token.startswith("<"):
            return self._named(token[1:-1])
        return re.escape(token).replace(r"\*", f"{_LETTER}*") + " "

    def _alternatives(self, name: str) -> str:
        return f"(?:{'|'.join(map(self._expression, self._names[name]))})"


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
