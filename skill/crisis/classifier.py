"""Estimates how much a sentence resembles crisis phrases: a multinomial logistic regression over words and letters.

It recognizes what no pattern describes. A language's weights are in its crisis_weights.tsv, which
`python -m tools.crisis_training` makes from thousands of sentences. A library such as scikit-learn would serve too,
but at run time a sum over a table is all that is needed.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

KINDS: Final = ("harm", "despair", "child", "abuse")
"""What crisis phrases are about. A text of several kinds is of the first: "he hits me and I want to die" is despair."""

SCALE: Final = 100
"""The weights are stored as whole numbers, times this."""

Weights = Mapping[str, Sequence[float]]
"""For each feature, the weight of each kind, relative to ordinary sentences."""

_WORDS = 3
_LETTERS = (3, 4, 5)
_PERSON = "@ "


@dataclass(frozen=True, slots=True)
class Estimate:
    score: float
    """The log odds that a sentence is a crisis phrase, estimated from the training sentences; 0 without weights."""

    kind: str
    """The most probable of `KINDS`, if it is one."""


class CrisisClassifier:
    def __init__(self, weights: Weights, persons: re.Pattern[str]) -> None:
        """`persons` matches the words for a person, such as "my husband" or "he", which count as the same."""
        self._weights = weights
        self._persons = persons

    def estimate(self, sentence: str) -> Estimate:
        """Estimate one normalized sentence, with a blank after each word."""
        if not self._weights:
            return Estimate(0.0, KINDS[-1])
        scores = list(self._weights[BIAS])
        for features in self.features(sentence):
            known = [self._weights[feature] for feature in features if feature in self._weights]
            for position, column in enumerate(zip(*known, strict=True)):
                scores[position] += sum(column) / math.sqrt(len(known))
        return Estimate(math.log(sum(map(math.exp, scores))), max(zip(scores, KINDS, strict=True))[1])

    def features(self, sentence: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return up to three words in a row, as they are and with persons alike; and parts of words."""
        words = sentence.split()
        alike = self._persons.sub(_PERSON, sentence).split()
        return frozenset((*_word_runs(words), *_word_runs(alike))), frozenset(_letter_runs(words))


BIAS: Final = "(bias)"
"""Stands for a feature that every sentence has."""


def parse_weights(text: str) -> Weights:
    """Parse a crisis_weights.tsv: a feature and a whole number for each kind a line. Raise ValueError."""
    weights = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            feature, *numbers = line.split("\t")
            if len(numbers) != len(KINDS):
                raise ValueError(f"{line!r} must be a feature and {len(KINDS)} whole numbers, separated by tabs")
            weights[feature] = tuple(int(number) / SCALE for number in numbers)
    return weights


def _word_runs(words: Sequence[str]) -> Iterator[str]:
    words = ["^", *words, "$"]
    for size in range(1, _WORDS + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def _letter_runs(words: Sequence[str]) -> Iterator[str]:
    """The hyphen keeps them apart from words."""
    for word in words:
        marked = f"<{word}>"
        for size in _LETTERS:
            for start in range(len(marked) - size + 1):
                yield f"-{marked[start : start + size]}"
