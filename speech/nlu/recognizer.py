"""Recognizes the intent and the slots of an utterance, by a skill's interaction model and its detector of crises.

`Recognizer.recognize` compares the utterance with every sample of the model, in this order:

1. `ExactMatcher.match`: a sample word for word, with a known value in every slot. The first match wins.
2. Otherwise the candidate with the highest score wins:
   - `SimilarityMatcher.match`: the most similar sample, with known values in its slots;
   - `ExactMatcher.match_wildcards`: a sample with any words in a slot such as AMAZON.SearchQuery;
   - `ExactMatcher.match_unknown_values`: a sample with a value that the slot's type does not list;
   - `ExactMatcher.match_slot_alone`: a sample that is one slot, with a name that only Amazon knows;
   - `EvidenceMatcher.match`: an `urgent` intent, by all samples of such intents together, unless the skill has a
     detector. `SimilarityMatcher` leaves these intents out.
   If the skill has `urgent` intents and the fallback has samples to compare with, a candidate's score is also weighed
   by how probable its intent is (`IntentClassifier`), and what is less probable than the fallback is left out.
3. A candidate below the bar of its intent (`acceptance.py`) is no match. If none is left, the result is
   `AMAZON.FallbackIntent` if the model has it, otherwise no intent.

Unless the utterance is a sample word for word, an intent that the skill's detector returns replaces the result.
`Recognizer.hear` also takes what is said to a device: the name of the skill, and the words that end a session.

The matchers get slot values from an `Utterance`, which asks the `SlotParser` of the slot's type
(`slot_types/registry.py`).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from speech.nlu.acceptance import ANSWERS, EXACT, Acceptance, lowest_bar
from speech.nlu.evidence_matcher import EvidenceMatcher
from speech.nlu.exact_matcher import ExactMatcher, Match
from speech.nlu.intent_classifier import IntentClassifier
from speech.nlu.interaction_model import FALLBACK, InteractionModel, SlotDefinition, SlotType
from speech.nlu.invocation import Launch, OneShot, is_exit, parse_invocation
from speech.nlu.language import Language, load_language
from speech.nlu.matcher_cache import cached, model_key
from speech.nlu.samples import Sample, Template, glued_words, parse_template, split_glued, unique_samples
from speech.nlu.similarity_matcher import Intents, SimilarityMatcher
from speech.nlu.slot_types.registry import slot_parsers
from speech.nlu.slots import FilledSlot, SlotValue, alexa_slots
from speech.nlu.tokens import Tokens, tokenize
from speech.nlu.utterance import Utterance

Reason = Literal["sample", "crisis", "similar", "fallback", "none", "launch", "exit", "slot", "yes", "no"]
"""Why an intent was recognized: none is for a model without a fallback intent, the last three are for dialogs."""

PROBABILITY_SHARE: Final = 0.5
"""How much of a weighed score is how probable the intent is; the rest is likeness. Measured on sentences of others."""

PROBABILITY_SHARE_OF_VALUES: Final = 0.3
"""The same for matches with values: "eight" is in sentences about other things too, so they need more likeness."""

MAX_OTHERS: Final = 3


@dataclass(frozen=True, slots=True)
class RecognitionResult:
    utterance: str
    intent: str | None
    """None if no sample is similar enough and the model has no fallback intent."""

    score: float
    """1 for a sample word for word and for a crisis phrase; otherwise the best score of the samples compared.

    By `fallback`, that is the score of the best of the others, which is below its bar.
    """

    slots: Mapping[str, FilledSlot]
    """The filled slots by name."""

    by: Reason
    others: Mapping[str, float]
    """The scores of the most similar other intents; empty after an exact match, which is compared with nothing else."""

    request: str = ""
    """The words after the skill's name, if the utterance begins or ends with it."""

    bars: Mapping[str, float] = field(default_factory=dict)
    """The lowest score that each of the others needs to be recognized."""


class Recognizer:
    def __init__(  # noqa: PLR0913 - the last four have sensible defaults
        self,
        model: InteractionModel,
        locale: str,
        today: Callable[[], date],
        *,
        guarded: AbstractSet[str] = frozenset(),
        urgent: AbstractSet[str] = frozenset(),
        crisis_intent: Callable[[str], str | None] | None = None,
        dynamic: Sequence[SlotType] = (),
    ) -> None:
        """`today` is the day that dates such as "tomorrow" are relative to. Raises LanguageError.

        `guarded` are the intents that do harm if they are recognized by mistake; they need a higher score.
        `urgent` are the intents that do harm if they are missed, and have no slots.
        `crisis_intent` returns an intent that replaces any other, unless the utterance is a sample word for word. With
        it, the samples of urgent intents are not weighed together, since that takes more ordinary sentences.
        `dynamic` are the dynamic entities that the skill has set.
        """
        language = load_language(locale)
        self._locale = locale
        self._crisis_intent = crisis_intent
        self._model = model
        self.fillers = language.fillers
        self._joiners = frozenset(language.texts("joiners"))
        self._never_values = frozenset(language.texts("never_values"))
        self._slot_parsers = slot_parsers(model, language, today, dynamic)
        self._matchers = _matchers(model, language.code, frozenset(urgent))
        is_weighed = self._matchers.classifier is not None
        self._acceptance = Acceptance(model.intent(FALLBACK) is not None, guarded, is_weighed)

    def hear(self, utterance: str) -> RecognitionResult:
        """Recognize what a device makes of an utterance. Without the skill's name, a session is taken to be open."""
        invocation = parse_invocation(utterance, self._model.invocation_name, self._locale)
        if isinstance(invocation, Launch):
            return RecognitionResult(utterance, "LaunchRequest", EXACT, {}, "launch", {})
        if isinstance(invocation, OneShot):
            return replace(self.recognize(invocation.text), utterance=utterance, request=invocation.text)
        if is_exit(utterance, self._locale):
            return RecognitionResult(utterance, "SessionEndedRequest", EXACT, {}, "exit", {})
        return self.recognize(utterance)

    def recognize(self, utterance: str) -> RecognitionResult:
        result = self._recognize(utterance)
        return replace(result, bars={intent: self._acceptance.bar(intent) for intent in result.others})

    def _recognize(self, utterance: str) -> RecognitionResult:
        tokens = tokenize(utterance)
        matches = sorted(self._matches(tokens), key=lambda match: match.score, reverse=True) if tokens else []
        best = next(filter(self._acceptance.accepts, matches), None)
        if best and best.score == EXACT:
            return RecognitionResult(utterance, best.sample.intent.name, EXACT, best.slots, "sample", {})
        if tokens in self._matchers.fallback_samples:
            return RecognitionResult(utterance, FALLBACK, EXACT, {}, "sample", _others(matches))
        if crisis_intent := self._crisis_intent and self._crisis_intent(utterance):
            return RecognitionResult(utterance, crisis_intent, EXACT, {}, "crisis", _others(matches, crisis_intent))
        if best:
            name = best.sample.intent.name
            return RecognitionResult(utterance, name, best.score, best.slots, "similar", _others(matches, name))
        score = max((match.score for match in matches), default=0.0)
        if not self._acceptance.has_fallback:
            return RecognitionResult(utterance, None, score, {}, "none", _others(matches))
        return RecognitionResult(utterance, FALLBACK, score, {}, "fallback", _others(matches))

    def utterance(self, tokens: Tokens) -> Utterance:
        return Utterance(tokens, self._slot_parsers, self._joiners, self._never_values)

    def slot_value(self, slot: SlotDefinition, text: str) -> SlotValue:
        """Resolve a value that the skill has set itself."""
        parser, tokens = self._slot_parsers[slot.type], tokenize(text)
        value = parser.parse(tokens) or parser.parse_unknown(tokens) if tokens else None
        return replace(value, value=text) if value and value.type else SlotValue(text)

    def alexa_slots(self, result: RecognitionResult, skill_id: str) -> dict[str, object]:
        """Return the `slots` of the IntentRequest that Alexa would send to the skill with that id."""
        intent = self._model.intent(result.intent or "")
        return alexa_slots(intent, result.slots, skill_id) if intent else {}

    def _matches(self, tokens: Tokens) -> Iterator[Match]:
        """Yield an exact match alone if there is one, otherwise every candidate."""
        utterance = self.utterance(tokens)
        trimmed = self.utterance(self.fillers.trim(tokens))
        exact = (
            self._matchers.exact.match(utterance)
            or self._exact_without_fillers(tokens)
            or self._exact_with_glued_words(trimmed.tokens)
        )
        if exact:
            yield exact
            return
        yield from self._weighed(tokens, trimmed)
        if self._matchers.evidence and not self._crisis_intent:
            yield self._matchers.evidence.match(tokens)

    def _weighed(self, tokens: Tokens, trimmed: Utterance) -> Iterator[Match]:
        """Weigh each inexact match by how probable its intent is. Leave out what is less probable than the fallback.

        This needs samples of the fallback, to compare with.
        """
        if not self._matchers.classifier:
            yield from self._inexact_matches(tokens, trimmed)
            return
        probabilities_of = self._matchers.classifier.probabilities(tokens)

        def probable_intents(template: Template) -> AbstractSet[str]:
            probabilities = probabilities_of(template)
            return {intent for intent, each in probabilities.items() if each >= probabilities[FALLBACK]}

        for match in self._inexact_matches(tokens, trimmed, probable_intents):
            intent = match.sample.intent.name
            probabilities = probabilities_of(match.template)
            if probabilities[intent] >= probabilities[FALLBACK]:
                share = PROBABILITY_SHARE_OF_VALUES if match.slots else PROBABILITY_SHARE
                yield replace(match, score=(1 - share) * match.score + share * probabilities[intent])

    def _inexact_matches(
        self, tokens: Tokens, trimmed: Utterance, similar_intents: Intents | None = None
    ) -> Iterator[Match]:
        yield from self._matchers.similarity.matches(trimmed, similar_intents)
        matchers = (
            self._matchers.exact.match_wildcards,
            self._matchers.exact.match_unknown_values,
            self._matchers.exact.match_slot_alone,
        )
        others = dict.fromkeys((trimmed.tokens, self.fillers.trim_end(tokens), tokens))
        variants = [trimmed, *map(self.utterance, islice(others, 1, None))]
        candidates = (match(said) for said in variants for match in matchers)
        yield from filter(None, candidates)

    def _exact_without_fillers(self, tokens: Tokens) -> Match | None:
        """Trim either end, then both: a sample can begin with a filler itself, as in "i want {drink}".

        A yes or no with a hedge, such as "maybe yes", is not an answer.
        """
        trimmed = self.fillers.trim(tokens)
        for words in dict.fromkeys((self.fillers.trim_end(tokens), self.fillers.trim_start(tokens), trimmed)):
            match = self._matchers.exact.match(self.utterance(words))
            if match is None and words == trimmed:
                match = self._matchers.exact.match_answers(trimmed, ANSWERS)
            if match:
                is_answer = match.sample.intent.name in ANSWERS
                return None if is_answer and self.fillers.has_hedge(tokens, words) else match
        return None

    def _exact_with_glued_words(self, tokens: Tokens) -> Match | None:
        """Match samples with text that is glued to a slot, as in "{who}'s birthday"."""
        split = split_glued(tokens, self._matchers.glued_words, self._matchers.sample_words)
        if split == tokens:
            return None
        utterance = self.utterance(split)
        return self._matchers.exact.match(utterance) or self._matchers.exact.match_wildcards(utterance)


@dataclass(frozen=True, slots=True)
class _Matchers:
    exact: ExactMatcher
    similarity: SimilarityMatcher
    evidence: EvidenceMatcher | None
    classifier: IntentClassifier | None
    fallback_samples: frozenset[Tokens]
    glued_words: frozenset[str]
    sample_words: frozenset[str]


@lru_cache(8)
def _matchers(model: InteractionModel, language: str, urgent: frozenset[str]) -> _Matchers:
    """Cached for all conversations with the same model, and on disk by its content, since it is slow to build."""
    return cached(model_key(model, language, urgent), lambda: _build_matchers(model, load_language(language), urgent))


def _build_matchers(model: InteractionModel, language: Language, urgent: frozenset[str]) -> _Matchers:
    samples = unique_samples(model, language)
    fallback = model.intent(FALLBACK)
    out_of_scope = [parse_template(text) for text in fallback.samples] if fallback else []
    contrast = out_of_scope if urgent else []
    weighed = [sample for sample in samples if sample.intent.name in urgent] if contrast else []
    others = [sample for sample in samples if not contrast or sample.intent.name not in urgent]
    return _Matchers(
        ExactMatcher(samples, language, urgent),
        SimilarityMatcher(others, language, weighed, lowest_bar(has_fallback=fallback is not None)),
        EvidenceMatcher(weighed, (contrast, [sample.template for sample in others])) if weighed else None,
        _classifier(samples, contrast),
        frozenset(out_of_scope),
        glued_words(" ".join(sample.text for sample in samples)),
        frozenset(word for sample in samples for word in sample.words),
    )


def _classifier(samples: Iterable[Sample], contrast: Sequence[Template]) -> IntentClassifier | None:
    """None if there is nothing to compare with."""
    if not contrast:
        return None
    templates: defaultdict[str, list[Template]] = defaultdict(list, {FALLBACK: list(contrast)})
    for sample in samples:
        templates[sample.intent.name].append(sample.typed_template)
    return IntentClassifier(templates, FALLBACK)


def _others(matches: Iterable[Match], recognized: str = "") -> dict[str, float]:
    """Return the best scores of the other intents. The matches are sorted, the best first."""
    scores: dict[str, float] = {}
    for match in matches:
        if match.sample.intent.name != recognized:
            scores.setdefault(match.sample.intent.name, match.score)
    return dict(islice(scores.items(), MAX_OTHERS))


def result_as_json(result: RecognitionResult) -> str:
    """Return the result on one line."""
    slots = {
        name: {"value": filled.value} | ({"id": filled.id} if filled.id else {})
        for name, filled in result.slots.items()
    }
    summary = {
        "utterance": result.utterance,
        **({"request": result.request} if result.request else {}),
        "intent": result.intent,
        "score": round(result.score, 3),
        "by": result.by,
        "slots": slots,
        "others": [
            {"intent": intent, "score": round(score, 3), "needs": result.bars[intent]}
            for intent, score in result.others.items()
        ],
    }
    return json.dumps(summary)
