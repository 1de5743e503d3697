"""Classifies an utterance by all samples of each intent together.

A multinomial logistic regression over TF-IDF vectors of length 1, trained when a model is read. It learns which words
tell intents apart, such as "i" and "he" before "lied". scikit-learn has the same, but takes 200 MB, and the rest of the
simulator takes 30.
"""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain
from random import Random
from typing import Final, NamedTuple

from speech.nlu.exact_matcher import MAX_INEXACT_SCORE, Match
from speech.nlu.samples import Sample, Template
from speech.nlu.similarity_matcher import ngrams
from speech.nlu.tokens import Tokens, words_and_pairs

_UNSEEN_WORDS: Final = 3.0
"""Added to the fallback's score in proportion to the words that no sample has."""

_FEWEST_WORDS: Final = 3
"""What a match by probability alone needs."""

_FEWEST_SAMPLES: Final = 2
"""What a feature of fewer says holds for no other sentence."""

_PASSES: Final = 3
"""How often training takes every sample of a large model. More gain nothing on sentences of other people."""

_FEWEST_STEPS: Final = 20_000
"""A small model takes its samples more often, so that it learns as much from each."""

_STEP: Final = 5.0
"""How far the first correction goes. The following ones go ever less far, the last one nowhere."""

_LEAST: Final = 0.02
"""A smaller error is not corrected, which saves most of the time."""

_BUILT_IN: Final = "{AMAZON."

Probabilities = Callable[[Template], Mapping[str, float]]


class _Feature(NamedTuple):
    position: int
    """Where its weights begin, one for each intent."""

    rarity: float
    """The inverse document frequency."""


class IntentClassifier:
    def __init__(
        self, templates: Mapping[str, Sequence[Template]], fallback: str, samples: Iterable[Sample] = ()
    ) -> None:
        """`templates` are those of each intent's samples. `samples` are of the intents that `match` may return."""
        self._fallback = fallback
        self._samples = {sample.intent.name: sample for sample in samples if not sample.intent.slots}
        self._intents = list(templates)
        labelled = [(number, _features(each)) for number, group in enumerate(templates.values()) for each in group]
        counts = Counter(chain.from_iterable(features for _, features in labelled))
        known = sorted(feature for feature, count in counts.items() if count >= _FEWEST_SAMPLES)
        self._features = {
            feature: _Feature(number * len(self._intents), math.log((1 + len(labelled)) / (1 + counts[feature])) + 1)
            for number, feature in enumerate(known)
        }
        self._weights = array("f", bytes(4 * len(known) * len(self._intents)))
        self._train([(number, self._known(features)) for number, features in labelled])

    def probabilities(self, tokens: Tokens) -> Probabilities:
        """Return a function from a template to the probability of each intent. They add up to 1.

        A template are the tokens with slot types in place of values, as samples have them; empty, it stands for the
        tokens.
        """

        @cache
        def probabilities_of(template: Template) -> Mapping[str, float]:
            words = template or tokens
            scores = dict(zip(self._intents, self._scores(self._known(_features(words))), strict=True))
            scores[self._fallback] += _UNSEEN_WORDS * self._unseen_share(words)
            return _softmax(scores)

        return probabilities_of

    def match(self, tokens: Tokens, probabilities: Mapping[str, float]) -> Match | None:
        """Return a match with the most probable intent, its probability as score; None if that is the fallback.

        `probabilities` are those of the tokens. People say the same thing in words that no single sample has.
        """
        intent = max(probabilities, key=probabilities.__getitem__)
        sample = self._samples.get(intent)
        if sample is None or len(tokens) < _FEWEST_WORDS:
            return None
        return Match(sample, {}, min(probabilities[intent], MAX_INEXACT_SCORE), is_vague=True)

    def _unseen_share(self, tokens: Tokens) -> float:
        return sum(token not in self._features for token in tokens) / max(1, len(tokens))

    def _known(self, features: AbstractSet[str]) -> list[_Feature]:
        """Return the known features in an order that does not change from one process to the next."""
        return sorted(filter(None, map(self._features.get, features)))

    def _scores(self, features: Sequence[_Feature]) -> list[float]:
        """Add up the weights of the features, each in proportion to how rare it is, for each intent."""
        size = len(self._intents)
        if not features:
            return [0.0] * size
        # The weights hold the rarity already, so that all that is left to do is one sum.
        rows = [self._weights[each.position : each.position + size] for each in features]
        length = _length(features)
        return [total / length for total in map(sum, zip(*rows, strict=True))]

    def _train(self, samples: list[tuple[int, list[_Feature]]]) -> None:
        """Stochastic gradient descent. The samples are the numbers of their intents, and their features."""
        random = Random(0)  # noqa: S311 - no secret: the same model has to give the same weights
        passes = max(_PASSES, _FEWEST_STEPS // max(1, len(samples)))
        last, taken = passes * len(samples), 0
        for _ in range(passes):
            random.shuffle(samples)
            for intent, features in samples:
                taken += 1
                shares = [*map(math.exp, self._scores(features))]
                total = sum(shares)
                if shares[intent] < (1 - _LEAST) * total:
                    self._correct(intent, features, shares, _STEP * (1 - taken / last) / total)

    def _correct(self, intent: int, features: list[_Feature], shares: list[float], step: float) -> None:
        """Move the weights of the features towards the intent, and away from what else seems probable."""
        total = sum(shares)
        moves = [(number, -step * share) for number, share in enumerate(shares) if share > _LEAST * total]
        moves.append((intent, step * total))
        weights, length = self._weights, _length(features)
        for position, rarity in features:
            value = rarity * rarity / length
            for number, move in moves:
                weights[position + number] += move * value


def _length(features: Iterable[_Feature]) -> float:
    return math.hypot(*(rarity for _, rarity in features))


def _softmax(scores: Mapping[str, float]) -> Mapping[str, float]:
    highest = max(scores.values())
    likelihoods = {intent: math.exp(each - highest) for intent, each in scores.items()}
    total = sum(likelihoods.values())
    return {intent: likelihood / total for intent, likelihood in likelihoods.items()}


def _features(template: Template) -> set[str]:
    """Return the words, the pairs of words next to each other or to one between them, and the runs of letters.

    Numbers, times and other values of Amazon's types give none: people say them whatever they mean, and as samples of
    the fallback have them in words, such a type would speak for the intents with slots wherever it stands.
    """
    with_one_between = (f"{left} _ {right}" for left, right in zip(template, template[2:], strict=False))
    words = {each for each in words_and_pairs(template).union(with_one_between) if _BUILT_IN not in each}
    return words.union(*(ngrams(word) for word in template if _BUILT_IN not in word))
