"""Classifies an utterance by all samples of each intent together.

A multinomial naive Bayes classifier over TF-IDF vectors of length 1. On sentences of people who wrote none of the
samples it does as well as a linear support vector machine, and its training is one count of the samples.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import chain

from speech.nlu.exact_matcher import MAX_INEXACT_SCORE, Match
from speech.nlu.samples import Sample, Template
from speech.nlu.similarity_matcher import ngrams
from speech.nlu.tokens import Tokens, words_and_pairs

_FALLBACK_PRIOR = 3.0
"""Added to the fallback's evidence, since no list of samples holds what people say on other subjects."""

_UNSEEN_WORDS = 20.0
"""Added to it in proportion to the words that no sample has."""

_SMOOTHING = 0.03
"""Added to the weight of each feature in an intent's samples, so that none is impossible."""

_FEWEST_WORDS = 3
"""What a match by probability alone needs."""

Probabilities = Callable[[Template], Mapping[str, float]]


class IntentClassifier:
    def __init__(
        self, templates: Mapping[str, Sequence[Template]], fallback: str, samples: Iterable[Sample] = ()
    ) -> None:
        """`templates` are those of each intent's samples. `samples` are of the intents that `match` may return."""
        self._fallback = fallback
        self._samples = {sample.intent.name: sample for sample in samples if not sample.intent.slots}
        features = {intent: [*map(_features, group)] for intent, group in templates.items()}
        number = sum(map(len, features.values()))
        counts = Counter(chain.from_iterable(chain.from_iterable(features.values())))
        self._idf = {feature: math.log((1 + number) / (1 + count)) + 1 for feature, count in counts.items()}
        self._unseen: dict[str, float] = {}
        """The logarithm of the share of a feature that no sample of the intent has."""
        self._gains: defaultdict[str, dict[str, float]] = defaultdict(dict)
        """For each feature, how much more each intent's logarithm is that has it."""
        for intent, group in features.items():
            self._learn(intent, group)

    def probabilities(self, tokens: Tokens) -> Probabilities:
        """Return a function from a template to the probability of each intent. They add up to 1.

        A template are the tokens with slot types in place of values, as samples have them; empty, it stands for the
        tokens. The fallback's samples have values, so it is judged by the tokens.
        """
        evidence = self._evidence(tokens)
        fallback = evidence.get(self._fallback, 0.0) + _FALLBACK_PRIOR

        @cache
        def probabilities_of(template: Template) -> Mapping[str, float]:
            words = self._evidence(template) if template else evidence
            return _shares(words | {self._fallback: fallback + _UNSEEN_WORDS * self._unseen_share(template or tokens)})

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
        return sum(token not in self._idf for token in tokens) / max(1, len(tokens))

    def _evidence(self, template: Template) -> dict[str, float]:
        vector = self._vector(_features(template))
        size = sum(vector.values())
        evidence = {intent: size * unseen for intent, unseen in self._unseen.items()}
        for feature, value in vector.items():
            for intent, gain in self._gains[feature].items():
                evidence[intent] += value * gain
        return evidence

    def _learn(self, intent: str, group: Iterable[AbstractSet[str]]) -> None:
        rarity = self._idf
        scales: defaultdict[str, float] = defaultdict(float)
        for each in group:
            scale = 1 / math.hypot(*map(rarity.__getitem__, each))
            for feature in each:
                scales[feature] += scale
        weights = {feature: rarity[feature] * scale for feature, scale in scales.items()}
        self._unseen[intent] = -math.log(sum(weights.values()) / _SMOOTHING + len(self._idf))
        for feature, weight in weights.items():
            self._gains[feature][intent] = math.log(1 + weight / _SMOOTHING)

    def _vector(self, features: AbstractSet[str]) -> Mapping[str, float]:
        """Weigh the known features by how rare they are, and scale the vector to length 1."""
        weights = {feature: self._idf[feature] for feature in features if feature in self._idf}
        length = math.hypot(*weights.values())
        return {feature: weight / length for feature, weight in weights.items()}


def _shares(evidence: Mapping[str, float]) -> Mapping[str, float]:
    """Return probabilities from their logarithms, which lack a common summand."""
    highest = max(evidence.values())
    likelihoods = {intent: math.exp(each - highest) for intent, each in evidence.items()}
    total = sum(likelihoods.values())
    return {intent: likelihood / total for intent, likelihood in likelihoods.items()}


def _features(tokens: Tokens) -> set[str]:
    """Return the words, the pairs of neighbouring words, and the runs of letters."""
    return words_and_pairs(tokens).union(*map(ngrams, tokens))
