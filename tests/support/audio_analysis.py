"""Measure a sound's silences, loudness and pitch."""

import math
from array import array
from collections.abc import Iterator
from itertools import groupby
from statistics import median

from speech.tts.audio import Sound

SILENT = 150
"""The largest sample that counts as silence: half a percent of full scale."""

SHORTEST_SILENCE = 0.06
"""Seconds. The gaps in and between words are shorter."""


def samples(sound: Sound) -> "array[int]":
    return array("h", sound.samples)


def silences(sound: Sound) -> list[float]:
    """Return the seconds of each silence, including those at the start and the end."""
    runs = groupby(samples(sound), lambda sample: abs(sample) <= SILENT)
    lengths = [sum(1 for _ in run) / Sound.rate for is_silent, run in runs if is_silent]
    return [length for length in lengths if length >= SHORTEST_SILENCE]


def loudness(sound: Sound) -> float:
    """Return the mean power in decibels on an arbitrary scale; minus infinity for silence."""
    values = samples(sound)
    power = sum(sample * sample for sample in values) / max(1, len(values))
    return 10 * math.log10(power) if power else -math.inf


def pitch(sound: Sound) -> float:
    """Return the median pitch of the vowels in hertz."""
    return median(_pitches(samples(sound)[::3], Sound.rate / 3))


def _pitches(values: "array[int]", rate: float) -> Iterator[float]:
    size = int(rate / 20)
    windows = [values[start : start + 2 * size] for start in range(0, len(values) - 2 * size, size)]
    windows.sort(key=lambda window: sum(sample * sample for sample in window), reverse=True)
    for window in windows[: max(4, len(windows) // 3)]:
        correlation = [_autocorrelation(window, lag, size) for lag in range(int(rate / 450), int(rate / 50))]
        peaks = [
            at for at in range(1, len(correlation) - 1) if correlation[at - 1] <= correlation[at] >= correlation[at + 1]
        ]
        voiced = [at for at in peaks if correlation[at] > max(0.6, 0.88 * max(correlation))]
        if voiced:
            yield rate / (int(rate / 450) + voiced[0])


def _autocorrelation(window: "array[int]", lag: int, size: int) -> float:
    """Return the normalized correlation, from -1 to 1, of a window with itself `lag` samples later."""
    now, later = window[:size], window[lag : lag + size]
    scale = math.sqrt(sum(sample * sample for sample in now) * sum(sample * sample for sample in later))
    return sum(a * b for a, b in zip(now, later, strict=True)) / scale if scale else 0.0
