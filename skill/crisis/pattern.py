"""The small language of word patterns, and the regular expressions that they become.

Its notation is told at the head of every language's file. Text to be searched has one space after each word.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

END = "."
"""The word that stands where a sentence ends."""

GONE = "~"
"""The word that stands where something was taken out."""

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
_NAMED = re.compile(r"\{?<\w+>\}?")
_TOKEN = re.compile(r"<\w+>|\.\.|[!&]\(|[()\[\]{}|^$]|[^\s()\[\]{}|^$]+")


class Patterns:
    """Word patterns with the names that may stand in them."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self._named = cache(self._any)

    def any_of(self, patterns: Sequence[str]) -> re.Pattern[str]:
        """What finds any of them, and no part of a word. Raises ValueError, naming the pattern that is crooked."""
        return re.compile(rf"(?<!\S)(?:{self._joined(patterns) or '(?!)'})")

    def _joined(self, patterns: Sequence[str]) -> str:
        """What several begin with is written once; that halves the time that it takes to compile them."""
        rests: dict[str, list[str]] = {}
        for pattern in patterns:
            first, _, rest = pattern.partition(" ")
            begins_alike = _NAMED.fullmatch(first) is not None
            rests.setdefault(first if begins_alike else pattern, []).append(rest if begins_alike else "")
        return "|".join(
            f"{self._expression(first)}(?:{self._joined(rest)})" if any(rest) else self._expression(first)
            for first, rest in rests.items()
        )

    def _any(self, name: str) -> str:
        return f"(?:{'|'.join(map(self._expression, self._names[name]))})"

    def _expression(self, pattern: str) -> str:
        return "".join(map(self._part, _TOKEN.findall(pattern)))

    def _part(self, token: str) -> str:
        if token in _NOTATION:
            return _NOTATION[token]
        if token.startswith("<"):
            return self._named(token[1:-1])
        return re.escape(token).replace(r"\*", f"{_LETTER}*") + " "
