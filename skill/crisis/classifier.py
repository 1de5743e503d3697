"""Estimates how likely a sentence is a crisis phrase, by a small network that learned from thousands of sentences.

It recognizes what no pattern describes. A language's network is in its crisis_network.safetensors and
crisis_vocabulary.txt, which `python -m tools.crisis_training` makes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from skill.crisis.network import Network, Tokenizer, parse_tensors

KINDS: Final = ("harm", "despair", "child", "abuse")
"""What crisis phrases are about. A text of several kinds is of the first: "he hits me and I want to die" is despair."""

CLASSES: Final = ("ordinary", *KINDS)
"""What the network distinguishes."""


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
    def __init__(self, tokenizer: Tokenizer, network: Network) -> None:
        self._tokenizer = tokenizer
        self._network = network

    def estimate(self, sentence: str) -> Estimate:
        return estimate(self._network(self._tokenizer.ids(sentence)))


class PatternsOnly:
    """For a language without a network: it leaves the decision to the patterns."""

    def estimate(self, sentence: str) -> Estimate:
        return Estimate(0.0, KINDS[-1])


def parse_classifier(network: bytes, vocabulary: str) -> Classifier:
    """Parse a crisis_network.safetensors and a crisis_vocabulary.txt, a piece of a word a line.

    Raise ValueError or LookupError if they are invalid.
    """
    return NetworkClassifier(Tokenizer(vocabulary.splitlines()), Network(parse_tensors(network)))


def estimate(scores: Sequence[float]) -> Estimate:
    """Turn the scores of `CLASSES` into an estimate."""
    ordinary, *crisis = scores
    highest = max(crisis)
    total = math.log(sum(math.exp(score - highest) for score in crisis)) + highest
    return Estimate(total - ordinary, KINDS[crisis.index(highest)])
