"""Recognizes the intent and the slots of an utterance, by a skill's interaction model alone.

`Recognizer.recognize` compares the utterance with every sample of the model, in this order:

1. `ExactMatcher.match`: a sample word for word, with a known value in every slot. The first match wins.
2. Otherwise the candidate with the highest score wins:
   - `SimilarityMatcher.match`: the most similar sample, with known values in its slots;
   - `ExactMatcher.match_wildcards`: a sample with any words in a slot such as AMAZON.SearchQuery;
   - `ExactMatcher.match_unknown_values`: a sample with a value that the slot's type does not list.
3. `AMAZON.FallbackIntent`, if the model has it and the best score is below `THRESHOLD`.

The matchers get slot values from an `Utterance`, which asks the `SlotParser` of the slot's type
(`slot_types/registry.py`).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from speech.nlu.exact_matcher import ExactMatcher, Match
from speech.nlu.interaction_model import FALLBACK, InteractionModel
from speech.nlu.language import load_language
from speech.nlu.samples import unique_samples
from speech.nlu.similarity_matcher import SimilarityMatcher
from speech.nlu.slot_types.registry import slot_parsers
from speech.nlu.slots import FilledSlot, alexa_slots
from speech.nlu.tokens import Tokens, tokenize
from speech.nlu.utterance import Utterance

THRESHOLD = 0.5
"""The lowest score of a match in a model that has a fallback intent."""


@dataclass(frozen=True, slots=True)
class RecognitionResult:
    utterance: str
    intent: str | None
    """None if no sample is similar and the model has no fallback intent."""

    score: float
    """1 if the utterance is a sample word for word; for the fallback intent, the best score of any sample."""

    slots: Mapping[str, FilledSlot]
    """The filled slots by name."""


class Recognizer:
    def __init__(self, model: InteractionModel, locale: str, today: Callable[[], date]) -> None:
        """`today` is the day that dates such as "tomorrow" are relative to. Raises LanguageError."""
        language = load_language(locale)
        self._model = model
        self._fillers = language.fillers
        self._joiners = frozenset(language.texts("joiners"))
        self._slot_parsers = slot_parsers(model, language, today)
        self._exact, self._similarity = _matchers(model, locale)

    def recognize(self, utterance: str) -> RecognitionResult:
        tokens = tokenize(utterance)
        match = self._best_match(tokens) if tokens else None
        score = match.score if match else 0.0
        if self._model.intent(FALLBACK) and score < THRESHOLD:
            return RecognitionResult(utterance, FALLBACK, score, {})
        if match is None:
            return RecognitionResult(utterance, None, score, {})
        return RecognitionResult(utterance, match.sample.intent.name, score, match.slots)

    def alexa_slots(self, result: RecognitionResult, skill_id: str) -> dict[str, object]:
        """Return the `slots` of the IntentRequest that Alexa would send to the skill with that id."""
        intent = self._model.intent(result.intent or "")
        return alexa_slots(intent, result.slots, skill_id) if intent else {}

    def _best_match(self, tokens: Tokens) -> Match | None:
        utterance = self._utterance(tokens)
        trimmed = self._utterance(self._fillers.trim(tokens))
        exact = self._exact.match(utterance) or self._exact.match(trimmed)
        if exact:
            return exact
        candidates = (
            self._similarity.match(trimmed),
            self._exact.match_wildcards(trimmed),
            self._exact.match_unknown_values(trimmed),
        )
        return max(filter(None, candidates), key=lambda match: match.score, default=None)

    def _utterance(self, tokens: Tokens) -> Utterance:
        return Utterance(tokens, self._slot_parsers, self._joiners)


@lru_cache(8)
def _matchers(model: InteractionModel, locale: str) -> tuple[ExactMatcher, SimilarityMatcher]:
    """Cached for all conversations with the same model, since it is slow to build."""
    language = load_language(locale)
    samples = unique_samples(model, language)
    return ExactMatcher(samples, language), SimilarityMatcher(samples, language)


def result_as_json(result: RecognitionResult) -> str:
    """Return the result on one line."""
    slots = {
        name: {"value": filled.value} | ({"id": filled.id} if filled.id else {})
        for name, filled in result.slots.items()
    }
    summary = {"utterance": result.utterance, "intent": result.intent, "score": round(result.score, 3), "slots": slots}
    return json.dumps(summary)
