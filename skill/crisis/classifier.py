"""Estimates how likely a sentence is a crisis phrase, by models that learned from thousands of sentences.

They recognize what no pattern describes. English has two: a small network, which generalizes, and a linear model, which
knows exact wordings. A language without a network has a linear model alone, which knows the kinds as well. The weights
are in a language's crisis_classifier.safetensors, and the pieces of words that a network knows in
crisis_vocabulary.txt. `python -m tools.crisis_training` makes these files.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from skill.crisis.network import SentenceNetwork, Tensor, Tokenizer, parse_tensors
from skill.crisis.ngrams import NgramModel

KINDS: Final = ("harm", "despair", "child", "abuse")
"""What crisis phrases are about. A text of several kinds is of the first: "he hits me and I want to die" is despair."""

CLASSES: Final = ("ordinary", *KINDS)
"""What a network, or a linear model without one, distinguishes."""


@dataclass(frozen=True, slots=True)
class Estimate:
    score: float
    """The log odds that a sentence is a crisis phrase."""

    kind: str
    """The most probable of `KINDS`, if it is one."""


class Classifier(Protocol):
    def estimate(self, sentence: str) -> Estimate:
        """Estimate one normalized sentence."""


class NetworkClassifier:
    """Adds up the log odds of the network and of the linear model. The network decides the kind."""

    def __init__(self, tokenizer: Tokenizer, network: SentenceNetwork, ngrams: NgramModel) -> None:
        self._tokenizer = tokenizer
        self._network = network
        self._ngrams = ngrams

    def estimate(self, sentence: str) -> Estimate:
        result = estimate(self._network(self._tokenizer.ids(sentence)))
        return replace(result, score=result.score + self._ngrams(sentence)[0])


class LinearClassifier:
    """For a language without a network."""

    def __init__(self, ngrams: NgramModel) -> None:
        self._ngrams = ngrams

    def estimate(self, sentence: str) -> Estimate:
        return estimate(self._ngrams(sentence))


class PatternsOnly:
    """For a language in which nothing was trained: it leaves the decision to the patterns."""

    def estimate(self, sentence: str) -> Estimate:
        return Estimate(0.0, KINDS[-1])


def parse_classifier(weights: bytes, vocabulary: str) -> Classifier:
    """Parse a crisis_classifier.safetensors and a crisis_vocabulary.txt, a piece of a word a line.

    Raise ValueError or LookupError if they are invalid.
    """
    tensors = parse_tensors(weights)
    ngrams = NgramModel(tensors["ngrams"])
    if not vocabulary:
        _check_classes(tensors["ngrams"])
        return LinearClassifier(ngrams)
    return NetworkClassifier(Tokenizer(vocabulary.splitlines()), SentenceNetwork(tensors), ngrams)


def _check_classes(ngrams: Tensor) -> None:
    if ngrams.rows != len(CLASSES):
        raise ValueError(f"ngrams has {ngrams.rows} rows, and without crisis_vocabulary.txt it needs {len(CLASSES)}")


def estimate(scores: Sequence[float]) -> Estimate:
    """Turn the scores of `CLASSES` into an estimate."""
    ordinary, *crisis = scores
    highest = max(crisis)
    total = math.log(sum(math.exp(score - highest) for score in crisis)) + highest
    return Estimate(total - ordinary, KINDS[crisis.index(highest)])
