"""Matches an utterance with samples word for word; only what fills the slots may vary."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from speech.nlu.interaction_model import SlotDefinition
from speech.nlu.language import Contractions, Language, Mood
from speech.nlu.samples import Sample, Template, match_template
from speech.nlu.slots import FilledSlot
from speech.nlu.tokens import Tokens, word_count
from speech.nlu.utterance import SlotValues, Utterance

_WILDCARD_SCORE = 0.85
_LEADING_WORDS_SCORE = 0.75
_UNKNOWN_VALUE_SCORE = 0.7

_NAME_ALONE_SCORE = 0.55
_UNLISTED_VALUE_ALONE_SCORE = 0.2

_MAX_NAME_WORDS = 3
"""Words in a name that only Amazon knows, such as of a city, if nothing else is said."""

_MAX_LEADING_WORDS = 8
"""Words before a sample with a wildcard slot, as in "i would like you to search for ..."."""

_TOPIC_SHARE = 0.05
"""A word in this share of all samples belongs to the skill's topic, such as "step" or "pizza"."""

_MAX_ANSWER_WORDS = 8
"""Words in one of several answers in a row."""

MAX_INEXACT_SCORE = 0.99
"""Only a sample word for word scores 1."""

_ParseSlot = Callable[[SlotDefinition, int, int], SlotValues | None]


@dataclass(frozen=True, slots=True)
class Match:
    """A sample that an utterance matches."""

    sample: Sample
    slots: Mapping[str, FilledSlot]
    score: float
    """From 0 to 1; 1 is word for word."""

    is_vague: bool = False
    """Whether it is too little for a request that cannot be taken back.

    The utterance is a single word; or it is a question and the sample is none, as "stop what" for "stop"; or the
    sample is little more than a value, as "at {time}".
    """

    template: Template = ()
    """The utterance with slot types in place of the values; empty if it has none, or was not compared by likeness."""


class ExactMatcher:
    """Tries the samples with the fewest slots first, then those with the most words."""

    def __init__(self, samples: Iterable[Sample], language: Language, unrelated: Collection[str] = ()) -> None:
        """The `unrelated` intents say nothing about the skill's topic."""
        ordered = sorted(samples, key=lambda sample: (len(sample.slots), -len(sample.words)))
        self._function_words = frozenset(language.texts("function_words"))
        self._never_values = frozenset(language.texts("never_values"))
        self._contractions = Contractions(language)
        self._mood = Mood(language)
        topical = [
            sample for sample in ordered if sample.intent.name not in unrelated and not sample.intent.is_built_in
        ]
        counts = Counter(word for sample in topical for word in sample.words - self._function_words)
        self._topic = {word for word, count in counts.items() if count >= _TOPIC_SHARE * len(topical)}
        self._without_slots = {sample.template: sample for sample in ordered if not sample.slots}
        self._with_slots = [sample for sample in ordered if sample.slots]

    def match(self, utterance: Utterance) -> Match | None:
        """Match with a known value in every slot."""
        sample = self._without_slots.get(utterance.tokens)
        if sample:
            return Match(sample, {}, 1.0)
        return _first(
            match_sample(sample, utterance, utterance.known_values, 0, 1.0) for sample in self._candidates(utterance)
        )

    def match_answers(self, tokens: Tokens, intents: Collection[str]) -> Match | None:
        """Match several samples in a row, all of the same one of the intents, as in "yes, sure, go ahead"."""
        found: list[Sample] = []
        start = 0
        while start < len(tokens):
            sample = self._longest_sample(tokens[start : start + _MAX_ANSWER_WORDS])
            if sample is None or sample.intent.name not in intents:
                return None
            found.append(sample)
            start += len(sample.template)
        is_one_intent = len({sample.intent.name for sample in found}) == 1
        return Match(found[0], {}, 1.0) if is_one_intent else None

    def _longest_sample(self, tokens: Tokens) -> Sample | None:
        """Return the longest sample without slots that the tokens start with."""
        prefixes = (tokens[:end] for end in range(len(tokens), 0, -1))
        return next((self._without_slots[prefix] for prefix in prefixes if prefix in self._without_slots), None)

    def match_wildcards(self, utterance: Utterance) -> Match | None:
        """Match samples that have a wildcard slot, with any words in the slots.

        A sample with words other than function words may also start later in the utterance.
        """
        samples = [
            sample
            for sample in self._candidates(utterance)
            if sample.words and any(map(utterance.is_wildcard, sample.slots.values()))
        ]
        distinctive = [sample for sample in samples if sample.words - self._function_words]
        return self._most_specific(samples, utterance, 0, _WILDCARD_SCORE) or _first(
            self._most_specific(distinctive, utterance, start, _LEADING_WORDS_SCORE)
            for start in range(1, min(_MAX_LEADING_WORDS + 1, len(utterance.tokens)))
            if not self._mood.is_negated(utterance.tokens[:start])
        )

    def match_unknown_values(self, utterance: Utterance) -> Match | None:
        """Match samples with a word of the skill's topic, with unknown names or numbers in the slots."""
        samples = (sample for sample in self._candidates(utterance) if sample.words & self._topic)
        return self._most_specific(samples, utterance, 0, _UNKNOWN_VALUE_SCORE)

    def match_slot_alone(self, utterance: Utterance) -> Match | None:
        """Match samples that are one slot without words, with a value that only Amazon knows or that no list lists."""
        alone = (sample for sample in self._with_slots if len(sample.template) == 1)
        return _first(self._match_slot_alone(sample, utterance) for sample in alone)

    def _match_slot_alone(self, sample: Sample, utterance: Utterance) -> Match | None:
        (slot,) = sample.slots.values()
        size = len(utterance.tokens)
        if not utterance.is_wildcard(slot):
            fits = utterance.takes_unknown_values(slot) and size <= utterance.max_words(slot)
            score = _UNLISTED_VALUE_ALONE_SCORE
        else:
            fits = word_count(utterance.tokens) <= _MAX_NAME_WORDS and self._is_name(utterance.tokens)
            score = _NAME_ALONE_SCORE
        return match_sample(sample, utterance, utterance.any_values, 0, score) if fits else None

    def _is_name(self, tokens: Tokens) -> bool:
        """Whether the words could be a name that only Amazon knows, such as "new york"."""
        words = frozenset(self._contractions.split(tokens))
        return self._never_values.isdisjoint(words) and not self._function_words.issuperset(words)

    def _most_specific(self, samples: Iterable[Sample], utterance: Utterance, start: int, score: float) -> Match | None:
        """Return the match with the most words of its own, then with the most known values."""
        matches = (match_sample(sample, utterance, utterance.any_values, start, score) for sample in samples)
        return max(filter(None, matches), key=_specificity, default=None)

    def _candidates(self, utterance: Utterance) -> Iterator[Sample]:
        """The samples with slots whose words are all in the utterance."""
        tokens = frozenset(utterance.tokens)
        return (sample for sample in self._with_slots if sample.words <= tokens)


def match_sample(sample: Sample, utterance: Utterance, parse: _ParseSlot, start: int, score: float) -> Match | None:
    values = match_template(
        sample.template,
        utterance.tokens[start:],
        lambda name, begin, end: parse(sample.slots[name], start + begin, start + end),
    )
    if values is None:
        return None
    return Match(sample, {name: FilledSlot(name, slot_values) for name, slot_values in values.items()}, score)


def _specificity(match: Match) -> tuple[int, int]:
    known = sum(value.resolved is not None for slot in match.slots.values() for value in slot.values)
    return len(match.sample.template) - len(match.sample.slots), known


def _first(matches: Iterable[Match | None]) -> Match | None:
    return next(filter(None, matches), None)
