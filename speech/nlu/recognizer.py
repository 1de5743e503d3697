"""Understanding: from a sentence to the intent and the slots that a skill is asked with, by its model alone."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from speech.nlu.exact_matcher import ExactMatcher, Found
from speech.nlu.interaction_model import FALLBACK, InteractionModel
from speech.nlu.language import fillers, language
from speech.nlu.samples import samples
from speech.nlu.similarity_matcher import FeatureExtractor, SimilarityMatcher
from speech.nlu.slot_types.registry import parsers
from speech.nlu.slots import FilledSlot, alexa_slots
from speech.nlu.tokens import Words, words
from speech.nlu.utterance import Hearing

THRESHOLD = 0.5
"""The least likeness at which a sentence is taken for a sample."""


@dataclass(frozen=True, slots=True)
class RecognitionResult:
    """What a sentence means to a skill."""

    utterance: str
    intent: str | None
    """None where the sentence is like nothing in the model, and the model has no fallback."""

    score: float
    """1 where the sentence is a sample word for word; for the fallback, how near the nearest sample was."""

    slots: Mapping[str, FilledSlot]
    """The slots that were filled, by name."""


class Recognizer:
    """Everything that one interaction model can understand."""

    def __init__(self, model: InteractionModel, locale: str, today: Callable[[], date]) -> None:
        spoken = language(locale)
        self._model = model
        self._fillers = fillers(locale)
        self._joiners = frozenset(spoken.texts("joiners"))
        self._readers = parsers(model, spoken, today)
        self._exact, self._nearest = _matchers(model, locale)

    def understand(self, utterance: str) -> RecognitionResult:
        """The sample that was said, else the nearest, else the fallback where the model has one."""
        said = words(utterance)
        found = self._find(said) if said else None
        if self._model.intent(FALLBACK) and (found is None or found.score < THRESHOLD):
            return RecognitionResult(utterance, FALLBACK, found.score if found else 0.0, {})
        if found is None:
            return RecognitionResult(utterance, None, 0.0, {})
        return RecognitionResult(utterance, found.form.intent.name, found.score, found.slots)

    def alexa_slots(self, understood: RecognitionResult, skill_id: str) -> dict[str, object]:
        """The `slots` of the IntentRequest that Alexa would send to the skill of that id."""
        intent = self._model.intent(understood.intent or "")
        return alexa_slots(intent, understood.slots, skill_id) if intent else {}

    def _find(self, said: Words) -> Found | None:
        core = self._fillers.trim(said)
        whole, trimmed = self._heard(said), self._heard(core)
        exact = self._exact.find(whole) or self._exact.find(trimmed)
        if exact:
            return exact
        near = (self._nearest.find(trimmed), self._exact.find_open(trimmed), self._exact.guess(trimmed))
        return max((found for found in near if found), key=lambda found: found.score, default=None)

    def _heard(self, said: Words) -> Hearing:
        return Hearing(said, self._readers, self._joiners)


@lru_cache(8)
def _matchers(model: InteractionModel, locale: str) -> tuple[ExactMatcher, SimilarityMatcher]:
    """Made once for all who speak with the same model, for it takes a while."""
    spoken = language(locale)
    every = samples(model, spoken)
    exact = ExactMatcher(every, frozenset(spoken.texts("function_words")))
    return exact, SimilarityMatcher(every, FeatureExtractor(spoken))


def result_as_json(understood: RecognitionResult) -> str:
    """What a sentence means to the skill, on one line."""
    slots = {
        name: {"value": filled.value} | ({"id": filled.id} if filled.id else {})
        for name, filled in understood.slots.items()
    }
    told = {"utterance": understood.utterance, "intent": understood.intent, "score": round(understood.score, 3)}
    return json.dumps(told | {"slots": slots})
