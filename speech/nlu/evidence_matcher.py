"""Weighs how much the words of an utterance speak for intents that must not be missed, such as a cry for help.

No list of samples holds what people say in danger, so likeness with a single sample finds few of such sentences. This
matcher adds up what every word and pair of words says: how much more often the samples of these intents have it than
the samples of the fallback, and than those of all other intents (naive Bayes). It takes the lower of the two sums.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from speech.nlu.exact_matcher import MAX_INEXACT_SCORE, Match
from speech.nlu.samples import Sample, Template
from speech.nlu.tokens import Tokens, words_and_near_pairs

_SMOOTHING = 0.05
"""Added to the count of each feature, so that none is impossible."""

_SCALE = 20.0
"""How much evidence scores 1 / (1 + 1/e). The score 0.74, the bar of a guarded intent, needs 20.9.

Measured on people whose sentences are not in the samples: lower takes more than 3 of 100 ordinary sentences.
"""


class EvidenceMatcher:
    def __init__(self, urgent: Sequence[Sample], contrasts: Iterable[Sequence[Template]]) -> None:
        """Each of the `contrasts` is a group of templates that must not be mistaken for an urgent sample.

        At least one of them has templates, and there are urgent samples.
        """
        by_intent: defaultdict[str, list[Sample]] = defaultdict(list)
        for sample in urgent:
            by_intent[sample.intent.name].append(sample)
        total = Counter[str]()
        self._intents = []
        for samples in by_intent.values():
            counts = _count(sample.template for sample in samples)
            total.update(counts)
            self._intents.append(_Class(samples[0], _logs(counts, len(samples))))
        ours = _logs(total, len(urgent))
        self._contrasts = [_weights(ours, _logs(_count(each), len(each))) for each in contrasts if each]

    def match(self, tokens: Tokens) -> Match:
        """Return a match with the most likely of the intents, whatever its score."""
        features = words_and_near_pairs(tokens)
        evidence = min(sum(weights.get(each, 0.0) for each in features) for weights in self._contrasts)
        likeliest = max(self._intents, key=lambda intent: intent.likelihood(features))
        score = 1 / (1 + math.exp(-max(evidence, -500 * _SCALE) / _SCALE))
        return Match(likeliest.sample, {}, min(score, MAX_INEXACT_SCORE), is_vague=len(tokens) == 1)


class _Class:
    """The samples of one intent."""

    def __init__(self, sample: Sample, logs: "_Logs") -> None:
        self.sample = sample
        """What a match names as its sample."""
        self._logs = logs

    def likelihood(self, features: Iterable[str]) -> float:
        return sum(map(self._logs.__getitem__, features))


class _Logs(dict[str, float]):
    """The logarithm of the share of templates that have a feature; of a small share for unseen features."""

    def __init__(self, shares: Mapping[str, float], unseen: float) -> None:
        super().__init__(shares)
        self._unseen = unseen

    def __missing__(self, feature: str) -> float:
        return self._unseen


def _count(templates: Iterable[Template]) -> Counter[str]:
    """Return how many templates have each feature."""
    return Counter(chain.from_iterable(map(words_and_near_pairs, templates)))


def _logs(counts: Mapping[str, int], templates: int) -> _Logs:
    total = math.log(templates + 2 * _SMOOTHING)
    shares = {feature: math.log(count + _SMOOTHING) - total for feature, count in counts.items()}
    return _Logs(shares, math.log(_SMOOTHING) - total)


def _weights(ours: _Logs, theirs: _Logs) -> Mapping[str, float]:
    return {feature: ours[feature] - theirs[feature] for feature in ours.keys() | theirs.keys()}
