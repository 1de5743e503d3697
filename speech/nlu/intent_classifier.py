"""Classifies an utterance by all samples of each intent together.

A multinomial logistic regression over TF-IDF vectors of length 1, trained when a model is read. It learns which words
tell intents apart, such as "i" and "he" before "lied". scikit-learn has the same, but takes 260 MB with what it needs.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from random import Random
from typing import Final, NamedTuple

from speech.nlu.packed_vectors import VectorPacker, factor
from speech.nlu.samples import Template
from speech.nlu.similarity_matcher import idf, ngrams
from speech.nlu.tokens import Tokens, words_and_near_pairs

_UNSEEN_WORDS: Final = 3.0
"""Added to the fallback's score in proportion to what is no feature: rare words, and values of Amazon's types."""

_FEWEST_SAMPLES: Final = 2
"""What fewer samples have is no feature: it says little about other sentences."""

_PASSES: Final = 3
"""How often training takes every sample of a large model. More gain nothing on sentences of other people."""

_FEWEST_STEPS: Final = 20_000
"""A small model takes its samples more often, so that it learns as much from each."""

_STEP: Final = 5.0
"""How far the first correction goes. The following ones go ever less far, the last one nowhere."""

_NEGLIGIBLE: Final = 0.02
"""An error of a probability that is not corrected, which saves most of the time."""

_BUILT_IN: Final = "{AMAZON."
"""How a slot type of Amazon's begins in a template."""

Probabilities = Callable[[Template], Mapping[str, float]]


class _Vector(NamedTuple):
    features: list[int]
    """The numbers of the features, in an order that does not change from one process to the next."""
    length: float
    """1 without features."""


class IntentClassifier:
    def __init__(self, templates: Mapping[str, Sequence[Template]], fallback: str) -> None:
        """`templates` are those of each intent's samples, the fallback among the intents."""
        self._intents = list(templates)
        self._fallback = self._intents.index(fallback)
        labelled = [(intent, _features(each)) for intent, group in enumerate(templates.values()) for each in group]
        counts = Counter(chain.from_iterable(features for _, features in labelled))
        known = sorted(feature for feature, count in counts.items() if count >= _FEWEST_SAMPLES)
        self._features = {feature: number for number, feature in enumerate(known)}
        self._rarities = [idf(len(labelled), counts[feature]) for feature in known]
        """The inverse document frequency of each feature."""
        self._packer = VectorPacker(len(self._intents))
        self._weights = [0] * len(known)
        """Of each feature, a packed vector with a weight for each intent, which holds the rarity already."""
        self._train([(intent, self._vector(features)) for intent, features in labelled])

    def probabilities(self, tokens: Tokens) -> Probabilities:
        """Return a function from a template to the probability of each intent. They add up to 1.

        A template is the tokens with slot types in place of values, as samples have them; empty, it stands for the
        tokens.
        """

        @cache
        def probabilities_of(template: Template) -> Mapping[str, float]:
            words = template or tokens
            scores = self._scores(self._vector(_features(words)))
            scores[self._fallback] += _UNSEEN_WORDS * self._unseen_share(words)
            return dict(zip(self._intents, _softmax(scores), strict=True))

        return probabilities_of

    def _unseen_share(self, template: Template) -> float:
        return sum(word not in self._features for word in template) / max(1, len(template))

    def _vector(self, features: AbstractSet[str]) -> _Vector:
        known = sorted(number for each in features if (number := self._features.get(each)) is not None)
        return _Vector(known, math.hypot(*map(self._rarities.__getitem__, known)) or 1.0)

    def _scores(self, vector: _Vector) -> list[float]:
        """Add up the weights of the features, each in proportion to how rare it is, for each intent."""
        totals = self._packer.total(map(self._weights.__getitem__, vector.features))
        return [total / vector.length for total in totals]

    def _train(self, samples: list[tuple[int, _Vector]]) -> None:
        """Stochastic gradient descent. The samples are the numbers of their intents, and their features."""
        random = Random(0)  # noqa: S311 - no secret: the same model has to give the same weights
        passes = max(_PASSES, _FEWEST_STEPS // max(1, len(samples)))
        last, taken = passes * len(samples), 0
        squares = [factor(rarity * rarity) for rarity in self._rarities]
        for _ in range(passes):
            random.shuffle(samples)
            for intent, vector in samples:
                taken += 1
                probabilities = _softmax(self._scores(vector))
                if probabilities[intent] < 1 - _NEGLIGIBLE:
                    correction = self._correction(intent, probabilities, _STEP * (1 - taken / last) / vector.length)
                    for feature in vector.features:
                        self._weights[feature] += correction * squares[feature]

    def _correction(self, intent: int, probabilities: list[float], step: float) -> int:
        """Return a packed vector that moves weights towards the intent, and away from what else seems probable."""
        away = [(number, -step * each) for number, each in enumerate(probabilities) if each > _NEGLIGIBLE]
        return self._packer.pack([*away, (intent, step)])


def _softmax(scores: Sequence[float]) -> list[float]:
    highest = max(scores)
    likelihoods = [math.exp(each - highest) for each in scores]
    total = sum(likelihoods)
    return [each / total for each in likelihoods]


def _features(template: Template) -> set[str]:
    """Return the words, the pairs of words near each other, and the runs of letters.

    Numbers, times and other values of Amazon's types give none: people say them whatever they mean, and as samples of
    the fallback have them in words, such a type would speak for the intents with slots wherever it stands.
    """
    words = {each for each in words_and_near_pairs(template) if _BUILT_IN not in each}
    return words.union(*(ngrams(word) for word in template if _BUILT_IN not in word))
