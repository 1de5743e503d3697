"""Finds the sample that is most similar to an utterance.

Samples and utterance become vectors of weighted features, and the score is the cosine of two vectors. Features that
few samples have weigh more (TF-IDF). Before the comparison, known slot values in the utterance are replaced by their
slot types, since the samples have placeholders there.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter

from speech.nlu.exact_matcher import MAX_INEXACT_SCORE, Match
from speech.nlu.interaction_model import SlotDefinition
from speech.nlu.language import Contractions, Language, Mood
from speech.nlu.samples import Sample, Template, placeholder_name
from speech.nlu.slots import FilledSlot
from speech.nlu.tokens import Tokens
from speech.nlu.utterance import Span, Utterance

Features = dict[str, float]
"""The weight of each feature: a word, a placeholder, two neighbouring words ("a b") or part of a word ("<abcd")."""

_PLACEHOLDER_WEIGHT = 1.25
_WORD_WEIGHT = 1.0
_FUNCTION_WORD_WEIGHT = 0.7
_NEIGHBOURS_WEIGHT = 0.2
_NGRAM_WEIGHT = 0.35
"""In proportion to the word's own weight."""

_NGRAM_LENGTH = 4

_UNSEEN_WORD_FACTOR = 1.5
_UNSEEN_FUNCTION_WORD_FACTOR = 0.6

_NEGATION_FACTOR = 0.5
"""For a sample and an utterance of which only one is negated; below a guarded intent's bar, whatever the score."""

_REFUSAL_FACTOR = 0.2
"""For a sample that is not negated and an utterance such as "don't ..."; below every threshold."""

_MAX_ASSIGNMENTS = 12
"""How many ways to fill the same slots are compared."""

_Signature = tuple[tuple[str, bool], ...]
"""The types of a sample's slots in order, each with whether the slot takes a list."""

_Index = dict[str, dict[int, float]]
"""For each feature, its value in the vector of each sample that has it, by the sample's position."""

_Candidate = tuple[float, Sample, Sequence[Span]]

Intents = Callable[[Template], Container[str]]
"""Given an utterance's tokens with slot types in place of values, returns the intents to compare it with."""


class SimilarityMatcher:
    def __init__(
        self, samples: Iterable[Sample], language: Language, others: Iterable[Sample] = (), floor: float = 0.0
    ) -> None:
        """`others` are samples that are not matched, but count in how rare a feature is.

        Samples that cannot score as much as the `floor` are skipped, or score less than they should.
        """
        self._floor = floor
        self._extractor = FeatureExtractor(language)
        self._mood = Mood(language)
        self._function_words = frozenset(language.texts("function_words"))
        self._samples = [sample for sample in samples if sample.words]
        self._negated = [self._mood.is_negated(sample.template) for sample in self._samples]
        features = [self._extractor.extract(sample.typed_template) for sample in self._samples]
        counted = [*features, *(self._extractor.extract(sample.typed_template) for sample in others)]
        counts = Counter(chain.from_iterable(counted))
        matched = frozenset().union(*features)
        self._idf = {feature: idf(len(counted), count) for feature, count in counts.items() if feature in matched}
        self._max_idf = idf(len(counted), 0)
        self._slots = {_signature(sample): sample.ordered_slots for sample in self._samples}
        self._indexes: dict[_Signature, dict[str, _Index]] = {}
        for position, (sample, each) in enumerate(zip(self._samples, features, strict=True)):
            index = self._indexes.setdefault(_signature(sample), {}).setdefault(sample.intent.name, {})
            for feature, value in self._vector(each).items():
                index.setdefault(feature, {})[position] = value

    def matches(self, utterance: Utterance, intents: Intents | None = None) -> Iterator[Match]:
        """Yield the most similar sample of every intent, or of the `intents`, whatever its score."""
        best: dict[str, _Candidate] = {}
        asks = self._mood.is_question(utterance.tokens)
        for candidate in self._candidates(utterance, intents):
            score, sample, _ = candidate
            if sample.intent.name not in best or score > best[sample.intent.name][0]:
                best[sample.intent.name] = candidate
        is_word = len(utterance.tokens) == 1
        for score, sample, spans in best.values():
            slots = zip(sample.ordered_slots, spans, strict=True)
            filled = {slot.name: FilledSlot(slot.name, span.values) for slot, span in slots}
            is_value = bool(sample.slots) and self._function_words.issuperset(sample.words)
            is_vague = is_word or is_value or (asks and not self._mood.is_question(sample.template))
            template = _with_placeholders(utterance.tokens, sample.ordered_slots, spans) if spans else ()
            yield Match(sample, filled, min(score, MAX_INEXACT_SCORE), is_vague, template)

    def _candidates(self, utterance: Utterance, intents: Intents | None) -> Iterator[_Candidate]:
        """Yield the most similar sample of each intent for each way to fill slots with tokens of the utterance."""
        for signature, slots in self._slots.items():
            for spans in islice(_assignments(utterance, slots, 0), _MAX_ASSIGNMENTS):
                template = _with_placeholders(utterance.tokens, slots, spans)
                chosen = intents(template if spans else ()) if intents else self._indexes[signature]
                indexes = [index for intent, index in self._indexes[signature].items() if intent in chosen]
                scores = self._highest_scores(indexes, template) if indexes else ()
                yield from ((score, self._samples[position], spans) for score, position in scores)

    def _highest_scores(self, indexes: Iterable[_Index], template: Template) -> Iterator[tuple[float, int]]:
        """Yield the highest score in each index, with the sample's position.

        The score is the cosine; it is less where only one of the two is negated.
        """
        vector = self._vector(self._extractor.extract(template))
        negated = self._mood.is_negated(template)
        factor = _REFUSAL_FACTOR if self._mood.is_refusal(template) else _NEGATION_FACTOR
        for cosines in filter(None, (self._cosines(index, vector) for index in indexes)):
            yield max(
                (cosine if self._negated[position] is negated else cosine * factor, position)
                for position, cosine in cosines.items()
            )

    def _cosines(self, index: _Index, vector: Features) -> Mapping[int, float]:
        """Start with what weighs most, and look at no new samples once the rest cannot reach the floor."""
        cosines: defaultdict[int, float] = defaultdict(float)
        rest = 1.0
        for feature, value in sorted(vector.items(), key=itemgetter(1), reverse=True):
            values = index.get(feature, {})
            if rest >= self._floor**2:
                for position, sample_value in values.items():
                    cosines[position] += value * sample_value
            else:
                for position in cosines.keys() & values.keys():
                    cosines[position] += value * values[position]
            rest -= value**2
        return cosines

    def _vector(self, features: Features) -> Features:
        """Weigh the features by how rare they are, and scale the vector to length 1."""
        known = self._idf
        weighted = {
            feature: weight * (known[feature] if feature in known else self._unseen_rarity(feature))
            for feature, weight in features.items()
        }
        length = math.hypot(*weighted.values())
        return {feature: weight / length for feature, weight in weighted.items()}

    def _unseen_rarity(self, feature: str) -> float:
        return self._max_idf * self._extractor.unseen_factor(feature, self._idf)


class FeatureExtractor:
    """Splits contractions, and treats words that people use for one another as the same word."""

    def __init__(self, language: Language) -> None:
        self._function_words = frozenset(language.texts("function_words"))
        self._contractions = Contractions(language)
        self._synonyms = {word: group[0] for group in reversed(language.texts("alike")) for word in group}

    def extract(self, template: Template) -> Features:
        features: Features = {}
        before = ""
        for token in self._contractions.split(template):
            word = self._synonyms.get(token, token)
            features[f"{before} {word}"] = _NEIGHBOURS_WEIGHT
            features |= {word: _PLACEHOLDER_WEIGHT} if placeholder_name(token) else self._word_features(token, word)
            before = word
        return features | {f"{before} ": _NEIGHBOURS_WEIGHT}

    def unseen_factor(self, feature: str, seen: Container[str]) -> float:
        """Return the factor for a feature that no sample has.

        New words count more, since an utterance on another subject should not match any sample.
        """
        if " " in feature or feature.startswith("<"):
            return 1.0
        if feature in self._function_words:
            return _UNSEEN_FUNCTION_WORD_FACTOR
        runs = ngrams(feature)
        return _UNSEEN_WORD_FACTOR * sum(ngram not in seen for ngram in runs) / len(runs)

    def _word_features(self, token: str, word: str) -> Features:
        weight = _FUNCTION_WORD_WEIGHT if token in self._function_words else _WORD_WEIGHT
        return dict.fromkeys(ngrams(token), _NGRAM_WEIGHT * weight) | {word: weight}


@lru_cache(10_000)
def ngrams(word: str) -> tuple[str, ...]:
    """Return the character n-grams of a word, with marks at its start and end."""
    marked = f"<{word}>"
    return tuple(f"<{marked[at : at + _NGRAM_LENGTH]}" for at in range(max(1, len(marked) - _NGRAM_LENGTH + 1)))


def idf(samples: int, with_feature: int) -> float:
    """Return the inverse document frequency: how rare a feature is."""
    return math.log((1 + samples) / (1 + with_feature)) + 1


def _signature(sample: Sample) -> _Signature:
    return tuple((slot.type, slot.is_multiple) for slot in sample.ordered_slots) if sample.slots else ()


def _assignments(utterance: Utterance, slots: Sequence[SlotDefinition], start: int) -> Iterator[tuple[Span, ...]]:
    """Yield every way to fill all slots with known values, in their order."""
    if not slots:
        yield ()
        return
    for span in utterance.spans(slots[0]):
        if span.start >= start:
            yield from ((span, *others) for others in _assignments(utterance, slots[1:], span.end))


def _with_placeholders(tokens: Tokens, slots: Sequence[SlotDefinition], spans: Sequence[Span]) -> Template:
    """Replace what fills the slots by the slots' types."""
    for slot, span in reversed(list(zip(slots, spans, strict=True))):
        tokens = (*tokens[: span.start], f"{{{slot.type}}}", *tokens[span.end :])
    return tokens
