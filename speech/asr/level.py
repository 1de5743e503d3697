"""The level of recorded sound, for a meter."""

import math
from array import array
from typing import Final

FULL_SCALE: Final = 32_768
SOFTEST: Final = -60.0
"""Decibels below full scale at which the meter is empty."""


def decibels(pcm: bytes) -> float:
    """Return the level of 16-bit PCM in decibels relative to full scale, at least SOFTEST."""
    samples = array("h", pcm)
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return max(SOFTEST, 10 * math.log10(power / FULL_SCALE**2)) if power else SOFTEST


def meter(pcm: bytes, width: int) -> str:
    """Return a bar for the level, `width` characters wide."""
    filled = round(width * (1 - decibels(pcm) / SOFTEST))
    return "#" * filled + "." * (width - filled)
