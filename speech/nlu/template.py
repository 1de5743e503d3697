"""Patterns with gaps, such as "go to step {number}" or "half past {hour}", and what a sentence has in the gaps."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from speech.nlu.tokens import Words, words

T = TypeVar("T")
Pattern = Words
"""Words, of which a gap is one: its name in braces."""

Read = Callable[[str, int, int], T | None]
"""What the words from one place up to another mean in the gap of that name; None where they mean nothing there."""

_GAP = re.compile(r"\{([^{}]*)\}")


def pattern(text: str) -> Pattern:
    """The names of gaps stay as they are written, all else becomes words."""
    parts = enumerate(_GAP.split(text))
    return tuple(word for at, part in parts for word in ((f"{{{part.strip()}}}",) if at % 2 else words(part)))


def placeholder(word: str) -> str | None:
    """The name of the gap that this is; None for a plain word."""
    return word[1:-1] if word.startswith("{") else None


def fill(form: Pattern, said: Words, read: Read[T]) -> Mapping[str, T] | None:
    """What stands in each gap if the form fits all that was said; an earlier gap takes as many words as it can."""
    return _fill(form, said, 0, read) if len(form) <= len(said) else None


def _fill(form: Pattern, said: Words, start: int, read: Read[T]) -> Mapping[str, T] | None:
    at = next((at for at, word in enumerate(form) if placeholder(word) is not None), len(form))
    if said[start : start + at] != form[:at]:
        return None
    if at == len(form):
        return {} if start + at == len(said) else None
    return _fill_gap(form[at:], said, start + at, read)


def _fill_gap(form: Pattern, said: Words, start: int, read: Read[T]) -> Mapping[str, T] | None:
    name, rest = form[0][1:-1], form[1:]
    for end in range(len(said) - len(rest), start, -1):
        found = read(name, start, end)
        others = None if found is None else _fill(rest, said, end, read)
        if found is not None and others is not None:
            return {name: found, **others}
    return None
