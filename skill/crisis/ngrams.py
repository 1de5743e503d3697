"""A linear model over runs of words and runs of letters, which classifies a sentence beside the network.

It remembers exact wordings, where the network generalizes; together they are better than either.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from zlib import crc32

from skill.crisis.network import Tensor

WORDS: Final = (1, 2, 3)
LETTERS: Final = (3, 4, 5)
"""Lengths of the runs."""


class NgramModel:
    def __init__(self, weights: Tensor) -> None:
        """Take a weight for each place of the hash table, and the bias after them."""
        self._weights = weights
        self._size = len(weights.values) - 1

    def __call__(self, sentence: str) -> float:
        """Return the log odds that a normalized sentence is a crisis phrase."""
        values, scale = self._weights.values, self._weights.scale
        groups = (places(runs, self._size) for runs in (word_runs(sentence), letter_runs(sentence)))
        means: Iterator[float] = (
            sum(values[place] for place in group) / len(group) ** 0.5 for group in groups if group
        )
        return scale * sum(means, float(values[-1]))


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
