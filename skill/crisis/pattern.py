"""The small language of word patterns, told at the head of each language's file, and what it becomes.

The text that patterns are looked for in has one space after each word.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

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
