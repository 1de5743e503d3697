"""What can be heard in a sound: its silences, how loud it is, and how high."""

import math
from array import array
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from speech.tts.audio import Sound

HUSHED = 150
"""Samples up to here count as silence: half a percent of full scale."""

SHORTEST = 0.06
"""Seconds; the gaps within and between words are shorter."""


def samples(sound: Sound) -> "array[int]":
    return array("h", sound.samples)


def silences(sound: Sound) -> list[float]:
    """How long each pause is, in seconds, the ones at the start and the end too."""
    runs = [(hushed, sum(1 for _ in run)) for hushed, run in groupby(samples(sound), lambda at: abs(at) <= HUSHED)]
    lengths = [count / Sound.rate for hushed, count in runs if hushed]
    return [length for length in lengths if length >= SHORTEST]


def loudness(sound: Sound) -> float:
    """In decibels, on a scale of its own; minus infinity for silence."""
    heard = samples(sound)
    power = sum(sample * sample for sample in heard) / max(1, len(heard))
    return 10 * math.log10(power) if power else -math.inf


def pitch(sound: Sound) -> float:
    """The middle pitch of its vowels, in Hertz."""
    return median(_pitches(samples(sound)[::3], Sound.rate / 3))


def _pitches(heard: "array[int]", rate: float) -> Iterator[float]:
    size = int(rate / 20)
    windows = [heard[at : at + 2 * size] for at in range(0, len(heard) - 2 * size, size)]
    windows.sort(key=lambda window: sum(sample * sample for sample in window), reverse=True)
    for window in windows[: max(4, len(windows) // 3)]:
        likeness = [_likeness(window, lag, size) for lag in range(int(rate / 450), int(rate / 50))]
        peaks = [at for at in range(1, len(likeness) - 1) if likeness[at - 1] <= likeness[at] >= likeness[at + 1]]
        voiced = [at for at in peaks if likeness[at] > max(0.6, 0.88 * max(likeness))]
        if voiced:
            yield rate / (int(rate / 450) + voiced[0])


def _likeness(window: "array[int]", lag: int, size: int) -> float:
    """How much a stretch of sound is like itself a little later, from -1 to 1."""
    here, later = window[:size], window[lag : lag + size]
    scale = math.sqrt(sum(sample * sample for sample in here) * sum(sample * sample for sample in later))
    return sum(a * b for a, b in zip(here, later, strict=True)) / scale if scale else 0.0
