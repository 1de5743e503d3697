"""Recognizes the intent and the slots of an utterance, by a skill's interaction model alone.

`Recognizer.recognize` compares the utterance with every sample of the model, in this order:

1. `ExactMatcher.match`: a sample word for word, with a known value in every slot. The first match wins.
2. Otherwise the candidate with the highest score wins:
   - `SimilarityMatcher.match`: the most similar sample, with known values in its slots;
   - `ExactMatcher.match_wildcards`: a sample with any words in a slot such as AMAZON.SearchQuery;
   - `ExactMatcher.match_unknown_values`: a sample with a value that the slot's type does not list;
   - `ExactMatcher.match_slot_alone`: a sample that is one slot, with a name that only Amazon knows;
   - `EvidenceMatcher.match`: an `urgent` intent, by all samples of such intents together, if the fallback has samples
     to compare them with. `SimilarityMatcher` then leaves these intents out.
3. A candidate below the bar of its intent (`acceptance.py`) is no match. If none is left, the result is
   `AMAZON.FallbackIntent` if the model has it, otherwise no intent.

The matchers get slot values from an `Utterance`, which asks the `SlotParser` of the slot's type
(`slot_types/registry.py`).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from speech.nlu.acceptance import ANSWERS, Acceptance, lowest_bar
from speech.nlu.evidence_matcher import EvidenceMatcher
from speech.nlu.exact_matcher import ExactMatcher, Match
from speech.nlu.interaction_model import FALLBACK, InteractionModel
from speech.nlu.language import load_language
from speech.nlu.samples import glued_endings, parse_template, split_endings, unique_samples
from speech.nlu.similarity_matcher import SimilarityMatcher
from speech.nlu.slot_types.registry import slot_parsers
from speech.nlu.slots import FilledSlot, alexa_slots
from speech.nlu.tokens import Tokens, tokenize
from speech.nlu.utterance import Utterance


@dataclass(frozen=True, slots=True)
class RecognitionResult:
    utterance: str
    intent: str | None
    """None if no sample is similar enough and the model has no fallback intent."""

    score: float
    """1 if the utterance is a sample word for word; otherwise the best score of the samples that were compared."""

    slots: Mapping[str, FilledSlot]
    """The filled slots by name."""


class Recognizer:
    def __init__(
        self,
        model: InteractionModel,
        locale: str,
        today: Callable[[], date],
        *,
        guarded: AbstractSet[str] = frozenset(),
        urgent: AbstractSet[str] = frozenset(),
    ) -> None:
        """`today` is the day that dates such as "tomorrow" are relative to. Raises LanguageError.

        `guarded` are the intents that do harm if they are recognized by mistake; they need a higher score.
        `urgent` are the intents that do harm if they are missed, and have no slots.
        """
        language = load_language(locale)
        self._model = model
        self._acceptance = Acceptance(model.intent(FALLBACK) is not None, guarded)
        self._fillers = language.fillers
        self._joiners = frozenset(language.texts("joiners"))
        self._never_values = frozenset(language.texts("never_values"))
        self._slot_parsers = slot_parsers(model, language, today)
        self._matchers = _matchers(model, locale, frozenset(urgent))

    def recognize(self, utterance: str) -> RecognitionResult:
        tokens = tokenize(utterance)
        matches = list(self._matches(tokens)) if tokens else []
        best = max(filter(self._acceptance.accepts, matches), key=lambda match: match.score, default=None)
        if best:
            return RecognitionResult(utterance, best.sample.intent.name, best.score, best.slots)
        score = max((match.score for match in matches), default=0.0)
        return RecognitionResult(utterance, FALLBACK if self._acceptance.has_fallback else None, score, {})

    def alexa_slots(self, result: RecognitionResult, skill_id: str) -> dict[str, object]:
        """Return the `slots` of the IntentRequest that Alexa would send to the skill with that id."""
        intent = self._model.intent(result.intent or "")
        return alexa_slots(intent, result.slots, skill_id) if intent else {}

    def _matches(self, tokens: Tokens) -> Iterator[Match]:
        """Yield an exact match alone if there is one, otherwise every candidate."""
        utterance = self._utterance(tokens)
        trimmed = self._utterance(self._fillers.trim(tokens))
        exact = (
            self._matchers.exact.match(utterance)
            or self._exact_without_fillers(tokens, trimmed)
            or self._exact_with_endings(trimmed.tokens)
        )
        if exact:
            yield exact
            return
        yield from self._matchers.similarity.matches(trimmed)
        matchers = (
            self._matchers.exact.match_wildcards,
            self._matchers.exact.match_unknown_values,
            self._matchers.exact.match_slot_alone,
        )
        variants = [trimmed]
        with_leading_fillers = self._fillers.trim_end(tokens)
        if with_leading_fillers != trimmed.tokens:
            variants.append(self._utterance(with_leading_fillers))
        candidates = (match(said) for said in variants for match in matchers)
        yield from filter(None, (*candidates, self._matchers.evidence.match(tokens)))

    def _exact_without_fillers(self, tokens: Tokens, trimmed: Utterance) -> Match | None:
        """A yes or no with a hedge, such as "maybe yes", is not an answer."""
        match = self._matchers.exact.match(trimmed) or self._matchers.exact.match_answers(trimmed.tokens, ANSWERS)
        if match and match.sample.intent.name in ANSWERS and self._fillers.has_hedge(tokens, trimmed.tokens):
            return None
        return match

    def _exact_with_endings(self, tokens: Tokens) -> Match | None:
        """Match samples with text that is glued to a slot, as in "{who}'s birthday"."""
        split = split_endings(tokens, self._matchers.glued_endings, self._matchers.sample_words)
        if split == tokens:
            return None
        utterance = self._utterance(split)
        return self._matchers.exact.match(utterance) or self._matchers.exact.match_wildcards(utterance)

    def _utterance(self, tokens: Tokens) -> Utterance:
        return Utterance(tokens, self._slot_parsers, self._joiners, self._never_values)


@dataclass(frozen=True, slots=True)
class _Matchers:
    exact: ExactMatcher
    similarity: SimilarityMatcher
    evidence: EvidenceMatcher
    glued_endings: frozenset[str]
    sample_words: frozenset[str]


@lru_cache(8)
def _matchers(model: InteractionModel, locale: str, urgent: frozenset[str]) -> _Matchers:
    """Cached for all conversations with the same model, since it is slow to build."""
    language = load_language(locale)
    samples = unique_samples(model, language)
    fallback = model.intent(FALLBACK)
    contrast = [parse_template(text) for text in fallback.samples] if fallback and urgent else []
    weighed = [sample for sample in samples if sample.intent.name in urgent] if contrast else []
    others = [sample for sample in samples if not contrast or sample.intent.name not in urgent]
    return _Matchers(
        ExactMatcher(samples, language, urgent),
        SimilarityMatcher(others, language, weighed, lowest_bar(has_fallback=fallback is not None)),
        EvidenceMatcher(weighed, (contrast, [sample.template for sample in others])),
        glued_endings(" ".join(sample.text for sample in samples)),
        frozenset(word for sample in samples for word in sample.words),
    )


def result_as_json(result: RecognitionResult) -> str:
    """Return the result on one line."""
    slots = {
        name: {"value": filled.value} | ({"id": filled.id} if filled.id else {})
        for name, filled in result.slots.items()
    }
    summary = {"utterance": result.utterance, "intent": result.intent, "score": round(result.score, 3), "slots": slots}
    return json.dumps(summary)
