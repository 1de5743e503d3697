"""When each word of an answer is spoken: the words as they are written, by the words that the engine reports."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from speech.tts.audio import SpokenWord

_PART: Final = re.compile(r"[^\W_]+")
"""Engines report "8:30" and "well-known" as several words, and apostrophes as one or two."""

_MAX_SKIPPED: Final = 24
"""How many parts both sides together may differ in a row, such as where a number is read in words."""


def estimated_words(text: str, seconds: float) -> tuple[SpokenWord, ...]:
    """Return the words with their times in proportion to their letters, for an engine that reports none."""
    words = text.split()
    lengths = [len(word) + 1 for word in words]
    pace = seconds / max(1, sum(lengths))
    return tuple(SpokenWord(pace * sum(lengths[:at]), word) for at, word in enumerate(words))


def start_times(words: Sequence[str], spoken: Sequence[SpokenWord], seconds: float) -> list[float]:
    """Return when each of the written words starts, in seconds, in ascending order.

    A word that is not spoken as it is written starts between its neighbours. `seconds` is the length of the sound.
    """
    written = [(part, at) for at, word in enumerate(words) for part in _parts(word)]
    heard = [(part, word.start) for word in spoken for part in _parts(word.text)]
    starts: dict[int, float] = {}
    for one, other in _matches([part for part, _ in written], [part for part, _ in heard]):
        starts.setdefault(written[one][1], heard[other][1])
    return _interpolated(starts, len(words), seconds)


def _parts(word: str) -> list[str]:
    return _PART.findall(word.casefold())


def _matches(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Return the positions of parts that are spoken at the same time, in order: equal ones, and where both differ."""
    found, left, right = [], 0, 0
    while left < len(one) and right < len(other):
        step = _next_match(one, other, left, right)
        if step is None:
            left, right = left + 1, right + 1
            continue
        if all(step):
            found.append((left, right))
        left, right = left + step[0], right + step[1]
        found.append((left, right))
        left, right = left + 1, right + 1
    return found


def _next_match(one: Sequence[str], other: Sequence[str], left: int, right: int) -> tuple[int, int] | None:
    for skipped in range(_MAX_SKIPPED):
        for step in range(skipped + 1):
            at, there = left + step, right + skipped - step
            if at < len(one) and there < len(other) and one[at] == other[there]:
                return step, skipped - step
    return None


def _interpolated(starts: dict[int, float], count: int, seconds: float) -> list[float]:
    known = sorted({-1: 0.0, **starts, count: seconds}.items())
    times: list[float] = []
    for (before, start), (after, end) in pairwise(known):
        if before >= 0:
            times.append(start)
        gap = (end - start) / (after - before)
        times += [start + gap * step for step in range(1, after - before)]
    return [round(time, 2) for time in times]
