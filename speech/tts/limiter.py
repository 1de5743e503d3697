"""A look-ahead peak limiter: it turns the sound down around a peak, where plain gain would clip it."""

from array import array
from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean

BLOCK = 110
"""Samples that share one measured peak: 5 ms at 22,050 Hz."""

CEILING = 30_900
"""The largest sample: half a decibel below full scale, as room for what a player adds between two samples."""

_REACH = 2
"""Blocks before and after a peak in which the gain falls and rises again."""


def amplify(samples: "array[int]", factor: float) -> "array[int]":
    """Multiply samples of 16 bits by a factor, less around peaks that would exceed `CEILING`."""
    blocks = [samples[start : start + BLOCK] for start in range(0, len(samples), BLOCK)]
    allowed = [min(1.0, CEILING / max(1.0, factor * max(block), factor * -min(block))) for block in blocks]
    if min(allowed, default=1.0) == 1.0:
        return array("h", [int(sample * factor) for sample in samples])
    gains = [factor * gain for gain in _smooth(allowed)]
    return array(
        "h", [value for block, ends in zip(blocks, pairwise(gains), strict=True) for value in _ramp(block, *ends)]
    )


def _smooth(allowed: list[float]) -> list[float]:
    """Return the gain at the start of each block and at the end of the last.

    Each is the mean of minima that all include the blocks on both its sides, so a gain between two of them never
    exceeds what the block allows.
    """
    edge = [1.0] * _REACH
    padded = [*edge, *edge, *allowed, *edge, *edge]
    lowest = [min(padded[at : at + 2 * _REACH + 1]) for at in range(len(allowed) + 2 * _REACH)]
    return [fmean(lowest[at : at + 2 * _REACH]) for at in range(len(allowed) + 1)]


def _ramp(block: "array[int]", start: float, end: float) -> Iterator[int]:
    """Yield the samples with a gain that changes evenly from the start of the block to its end."""
    if start == end:
        return (int(sample * start) for sample in block)
    step = (end - start) / len(block)
    return (int(sample * (start + step * at)) for at, sample in enumerate(block))
