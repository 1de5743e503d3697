"""Weighs how much the words of an utterance speak for intents that must not be missed, such as a cry for help.

No list of samples holds what people say in danger, so likeness with a single sample finds few of such sentences. This
matcher adds up what every word and pair of words says: how much more often the samples of these intents have it than
the samples of the fallback, and than those of all other intents (naive Bayes). It takes the lower of the two sums.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from speech.nlu.acceptance import THRESHOLD
from speech.nlu.exact_matcher import Match
from speech.nlu.samples import Sample, Template
from speech.nlu.tokens import Tokens

_SMOOTHING = 0.05
"""Added to the count of each feature, so that none is impossible."""

_SCALE = 16.7
"""How much evidence scores 1 / (1 + 1/e). The score 0.74, the bar of a guarded intent, needs 17.5.

Measured on people whose sentences are not in the samples: lower takes more than 3 of 100 ordinary sentences.
"""

_FLATTENING = 4.0
"""The evidence for an intent is divided by this, since the words of a sentence do not occur independently."""

_LOWEST_PROBABLE = 0.3
_TIMES_FALLBACK = 8
_FEWEST_WORDS = 3
"""What a match by probability alone needs. Measured on the development sentences and those out of scope."""

_INTENT_SMOOTHING = 0.1
"""Added to the count of each feature in an intent's samples."""

_MAX_SCORE = 0.99
"""Only a sample word for word scores 1."""


class EvidenceMatcher:
    def __init__(self, urgent: Sequence[Sample], contrasts: Iterable[Sequence[Template]]) -> None:
        """Each of the `contrasts` is a group of templates that must not be mistaken for an urgent sample."""
        by_intent: defaultdict[str, list[Sample]] = defaultdict(list)
        for sample in urgent:
            by_intent[sample.intent.name].append(sample)
        self._intents = [_Class(samples[0], samples) for samples in by_intent.values()]
        ours = _logs([sample.template for sample in urgent])
        self._contrasts = [_weights(ours, _logs(templates)) for templates in contrasts if templates]

    def match(self, tokens: Tokens) -> Match | None:
        """Return a match with the most likely of the intents. None if there is nothing to weigh."""
        if not self._contrasts or not self._intents:
            return None
        features = _features(tokens)
        evidence = min(sum(weights.get(each, 0.0) for each in features) for weights in self._contrasts)
        likeliest = max(self._intents, key=lambda intent: intent.likelihood(features))
        score = 1 / (1 + math.exp(-max(evidence, -500 * _SCALE) / _SCALE))
        return Match(likeliest.sample, {}, min(score, _MAX_SCORE), is_vague=len(tokens) == 1)


class IntentProbabilities:
    """How probable each intent is, by all words and pairs of words of its samples (naive Bayes)."""

    def __init__(self, templates: Mapping[str, Sequence[Template]], samples: Iterable[Sample] = ()) -> None:
        """`templates` are those of each intent's samples. `samples` are of the intents that `match` may return."""
        self._words = {
            intent: frozenset(word for each in group for word in each) for intent, group in templates.items()
        }
        self._samples = {sample.intent.name: sample for sample in samples if not sample.intent.slots}
        counts = {
            intent: Counter(feature for template in each for feature in _words_and_pairs(template))
            for intent, each in templates.items()
        }
        self._known = frozenset[str]().union(*counts.values())
        self._logs = {intent: self._logs_of(each) for intent, each in counts.items()}

    def of(self, tokens: Tokens) -> Mapping[str, float]:
        """Return the probability of each intent. They add up to 1."""
        features = self._known.intersection(_words_and_pairs(tokens))
        evidence = {intent: sum(map(logs.__getitem__, features)) / _FLATTENING for intent, logs in self._logs.items()}
        highest = max(evidence.values(), default=0.0)
        likelihoods = {intent: math.exp(each - highest) for intent, each in evidence.items()}
        total = sum(likelihoods.values())
        return {intent: likelihood / total for intent, likelihood in likelihoods.items()}

    def match(self, tokens: Tokens, fallback: str) -> Match | None:
        """Return a match with the most probable intent, None if it is not much more probable than the fallback.

        People say the same thing in words that no single sample has. The share of the words that the intent's samples
        know counts too, since a sentence on another subject can only be more or less improbable.
        """
        probabilities = self.of(tokens)
        intent = max(probabilities, key=probabilities.__getitem__)
        sample, probability = self._samples.get(intent), probabilities[intent]
        if sample is None or len(tokens) < _FEWEST_WORDS or probability < _TIMES_FALLBACK * probabilities[fallback]:
            return None
        score = probability * sum(word in self._words[intent] for word in tokens) / len(tokens)
        if score < _LOWEST_PROBABLE:
            return None
        return Match(sample, {}, min(max(score, THRESHOLD), _MAX_SCORE), is_vague=True)

    def _logs_of(self, counts: Mapping[str, int]) -> "_Logs":
        total = math.log(sum(counts.values()) + _INTENT_SMOOTHING * len(self._known))
        logs = {feature: math.log(count + _INTENT_SMOOTHING) - total for feature, count in counts.items()}
        return _Logs(logs, math.log(_INTENT_SMOOTHING) - total)


class _Class:
    """The samples of one intent."""

    def __init__(self, sample: Sample, samples: Iterable[Sample]) -> None:
        self.sample = sample
        """What a match names as its sample."""
        self._logs = _logs([each.template for each in samples])

    def likelihood(self, features: Iterable[str]) -> float:
        return sum(map(self._logs.__getitem__, features))


class _Logs(dict[str, float]):
    """The logarithm of the share of templates that have a feature; of a small share for unseen features."""

    def __init__(self, shares: Mapping[str, float], unseen: float) -> None:
        super().__init__(shares)
        self._unseen = unseen

    def __missing__(self, feature: str) -> float:
        return self._unseen


def _logs(templates: Sequence[Template]) -> _Logs:
    counts = Counter(feature for template in templates for feature in _features(template))
    total = math.log(len(templates) + 2 * _SMOOTHING)
    shares = {feature: math.log(count + _SMOOTHING) - total for feature, count in counts.items()}
    return _Logs(shares, math.log(_SMOOTHING) - total)


def _weights(ours: _Logs, theirs: _Logs) -> Mapping[str, float]:
    return {feature: ours[feature] - theirs[feature] for feature in ours.keys() | theirs.keys()}


def _features(tokens: Tokens) -> set[str]:
    """Return the words, and the pairs of words that are neighbours or have one word between them."""
    marked = ("", *tokens, "")
    apart = (f"{left}  {right}" for left, right in zip(marked, marked[2:], strict=False))
    return {*_words_and_pairs(tokens), *apart}


def _words_and_pairs(tokens: Tokens) -> set[str]:
    return {*tokens, *(f"{left} {right}" for left, right in pairwise(("", *tokens, "")))}
