"""A linear model over runs of words and runs of letters, which classifies a sentence.

It remembers exact wordings. Beside a network, which generalizes, it is better than either; a language without a network
has the linear model alone.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

from skill.crisis.network import Tensor

WORDS: Final = (1, 2, 3)
LETTERS: Final = (3, 4, 5)
"""Lengths of the runs."""


class NgramModel:
    def __init__(self, weights: Tensor) -> None:
        """Take a row for each score: a weight for each place of the hash table, and the bias after them."""
        width = len(weights.values) // weights.rows
        self._rows = [weights.values[start : start + width] for start in range(0, len(weights.values), width)]
        self._size = width - 1
        self._scale = weights.scale

    def __call__(self, sentence: str) -> list[float]:
        """Return the scores of a normalized sentence."""
        found = [places(runs, self._size) for runs in (word_runs(sentence), letter_runs(sentence))]
        groups = [group for group in found if group]
        return [self._scale * sum((_mean(row, group) for group in groups), row[-1]) for row in self._rows]


def _mean(row: Sequence[int], group: Sequence[int]) -> float:
    return sum(row[place] for place in group) / math.sqrt(len(group))


def places(runs: Iterator[str], size: int) -> list[int]:
    """Return the weight that each different run has. Runs with the same hash share one."""
    return [crc32(run.encode()) % size for run in dict.fromkeys(runs)]


def word_runs(sentence: str) -> Iterator[str]:
    words = sentence.split()
    return (" ".join(words[start : start + length]) for length in WORDS for start in _starts(words, length))


def letter_runs(sentence: str) -> Iterator[str]:
    """Yield the runs of each word with a blank before and after it, marked to differ from runs of words."""
    padded = [f" {word} " for word in sentence.split()]
    return (
        "#" + word[start : start + length] for word in padded for length in LETTERS for start in _starts(word, length)
    )


def _starts(items: Sequence[object], length: int) -> range:
    return range(len(items) - length + 1)
