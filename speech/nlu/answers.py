"""Recognizes the answer to a question of a dialog: a value for a slot, or a yes or no. Another intent may interrupt.

While Alexa asks for a slot, an utterance is taken as the first of these that it fits:

1. one of the slot's samples, or the value alone, with a known value in every slot; or a sample that fills none;
2. a sample of the model word for word, or a crisis phrase;
3. one of the slot's samples that has words of its own, with any value;
4. a known value among words that say nothing else, as in "i think the big one";
5. the value alone, if it is not known, but the slot's type takes it; a long one only if it is no other intent;
6. what it is without the question.

A sentence that is very similar to a sample of the model goes before 5; before "?", which numbers take, any similar one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from speech.nlu.acceptance import THRESHOLD
from speech.nlu.exact_matcher import ExactMatcher, Match, match_sample
from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition
from speech.nlu.language import Mood, load_language
from speech.nlu.recognizer import RecognitionResult, Recognizer
from speech.nlu.samples import Sample, samples_of
from speech.nlu.slot_types.registry import UNKNOWN_NUMBER
from speech.nlu.slots import FilledSlot
from speech.nlu.tokens import Tokens, tokenize
from speech.nlu.utterance import Utterance

YES: Final = "AMAZON.YesIntent"
NO: Final = "AMAZON.NoIntent"

_WORDS: Final = {YES: "yes", NO: "no"}
"""For languages whose file has none."""

_SEARCH_QUERY: Final = "AMAZON.SearchQuery"

_INTERRUPTION: Final = 0.8
"""The lowest score of a sentence that is another request, and no unknown value of the slot."""

_ANSWER_SCORE: Final = 0.9
"""Of an answer that is not word for word; any score above `_INTERRUPTION` says the same."""


class AnswerRecognizer:
    def __init__(self, recognizer: Recognizer, model: InteractionModel, locale: str) -> None:
        self._recognizer = recognizer
        self._model = model
        self._language = load_language(locale)
        self._mood = Mood(self._language)
        self._leads = self._language.phrases("answers", "before")
        self._articles = frozenset(self._language.texts("answers", "articles"))
        self._small_words = frozenset(self._language.texts("function_words"))

    def slot_answer(self, utterance: str, intent: Intent, slot: SlotDefinition) -> RecognitionResult:
        """Recognize an answer to the question for the slot. It may fill other slots of the intent too."""
        said = [self._recognizer.utterance(tokens) for tokens in self._variants(tokenize(utterance))]
        samples = _samples(intent, slot)
        if known := _first(_match_known(samples, each) for each in said):
            return _result(utterance, intent, known, 1.0)
        if _is_said(slot, said):
            return _result(utterance, intent, {}, 1.0)
        heard = _without_weak_match(self._recognizer.recognize(utterance))
        if heard.by in {"sample", "crisis"}:
            return heard
        own = [sample for sample in samples if sample.words]
        inexact = _first(_match_any(own, each) for each in said) or _first(self._within(each, slot) for each in said)
        if inexact:
            return _result(utterance, intent, inexact, _ANSWER_SCORE)
        alone = [sample for sample in samples if not sample.words]
        value = _first(
            _match_any(alone, open_value) for each in said[-1:] for open_value in self._open_value(each, slot)
        )
        if value is None and heard.intent is None:
            value = _first(_whole(slot, each) for each in said)
        return (
            heard
            if value is None or _interrupts(heard, intent, value)
            else _result(utterance, intent, value, _ANSWER_SCORE)
        )

    def confirmation(self, utterance: str, intent: Intent) -> RecognitionResult:
        """Recognize a yes or a no, which need no intents of their own in the model."""
        tokens = tokenize(utterance)
        trimmed = self._recognizer.fillers.trim(tokens)
        match = self._answers.match_answers(trimmed, {YES, NO}) if tokens else None
        if match is None or self._recognizer.fillers.has_hedge(tokens, trimmed):
            return _without_weak_match(self._recognizer.recognize(utterance))
        is_yes = match.sample.intent.name == YES
        return RecognitionResult(utterance, intent.name, 1.0, {}, "yes" if is_yes else "no", {})

    @cached_property
    def _answers(self) -> ExactMatcher:
        intents = [self._model.intent(name) or Intent(name, (), ()) for name in (YES, NO)]
        samples = [
            sample
            for intent in intents
            for sample in samples_of(intent, (*intent.samples, *self._texts(intent.name), _WORDS[intent.name]))
        ]
        return ExactMatcher(samples, self._language)

    def _texts(self, intent: str) -> tuple[str, ...]:
        """What means yes or no, and what does so only where Alexa waits for one of them."""
        return (*self._language.texts("built_in", intent), *self._language.texts("confirmation", intent))

    def _variants(self, tokens: Tokens) -> Iterator[Tokens]:
        """Yield the words as they are said, then without fillers."""
        if tokens:
            yield from dict.fromkeys((tokens, self._recognizer.fillers.trim(tokens)))

    def _within(self, said: Utterance, slot: SlotDefinition) -> Mapping[str, FilledSlot] | None:
        """Find the only known value, if the words around it are small and neither ask nor negate."""
        spans = said.spans(slot)
        if len(spans) != 1 or self._mood.is_question(said.tokens):
            return None
        before, after = said.tokens[: spans[0].start], said.tokens[spans[0].end :]
        if not self._small_words.issuperset((*before, *after)) or self._mood.is_negated((*before, "{}", *after)):
            return None
        return {slot.name: FilledSlot(slot.name, spans[0].values)}

    def _open_value(self, said: Utterance, slot: SlotDefinition) -> Iterator[Utterance]:
        """Yield what can be an unknown value: no question, and what follows words such as "i want" and "give me a".

        A search takes all words. Small words alone, such as "go back", are a value only of a list that Amazon knows.
        """
        if slot.type == _SEARCH_QUERY:
            yield said
        elif not self._mood.is_question(said.tokens):
            value = self._recognizer.utterance(self._without_lead(said.tokens))
            if slot.type.startswith("AMAZON.") or not self._small_words.issuperset(value.tokens):
                yield value

    def _without_lead(self, tokens: Tokens) -> Tokens:
        lead = next((each for each in self._leads if tokens[: len(each)] == each != tokens), None)
        if lead is None:
            return tokens
        rest = tokens[len(lead) :]
        return rest[1:] if rest[0] in self._articles and len(rest) > 1 else rest


def _samples(intent: Intent, slot: SlotDefinition) -> list[Sample]:
    """Return the slot's samples that fill a slot, and the slot alone, those with the most words first."""
    samples = samples_of(intent, dict.fromkeys((*slot.samples, f"{{{slot.name}}}")))
    return sorted((each for each in samples if each.slots), key=lambda each: (-len(each.words), len(each.slots)))


def _is_said(slot: SlotDefinition, said: Iterable[Utterance]) -> bool:
    """Whether it is one of the slot's samples that fill no slot, such as "i do not care"."""
    samples = set(map(tokenize, slot.samples))
    return any(each.tokens in samples for each in said)


def _match_known(samples: Iterable[Sample], said: Utterance) -> Mapping[str, FilledSlot] | None:
    return _slots(match_sample(sample, said, said.known_values, 0, 1.0) for sample in samples)


def _match_any(samples: Iterable[Sample], said: Utterance) -> Mapping[str, FilledSlot] | None:
    return _slots(match_sample(sample, said, said.any_values, 0, _ANSWER_SCORE) for sample in samples)


def _whole(slot: SlotDefinition, said: Utterance) -> Mapping[str, FilledSlot] | None:
    values = said.whole_value(slot)
    return {slot.name: FilledSlot(slot.name, values)} if values else None


def _slots(matches: Iterable[Match | None]) -> Mapping[str, FilledSlot] | None:
    return next((match.slots for match in matches if match), None)


def _first(found: Iterable[Mapping[str, FilledSlot] | None]) -> Mapping[str, FilledSlot] | None:
    return next(filter(None, found), None)


def _interrupts(heard: RecognitionResult, intent: Intent, answer: Mapping[str, FilledSlot]) -> bool:
    """Whether what was heard without the question is meant, and not this unknown value."""
    if heard.by != "similar" or (heard.intent == intent.name and not heard.slots):
        return False
    is_unknown_number = any(UNKNOWN_NUMBER in slot.values for slot in answer.values())
    return is_unknown_number or heard.score >= _INTERRUPTION


def _without_weak_match(heard: RecognitionResult) -> RecognitionResult:
    """A model without a fallback has a low bar, which is too low for what interrupts a dialog."""
    if heard.by == "similar" and heard.score < THRESHOLD:
        return replace(heard, intent=None, slots={}, by="none")
    return heard


def _result(utterance: str, intent: Intent, slots: Mapping[str, FilledSlot], score: float) -> RecognitionResult:
    return RecognitionResult(utterance, intent.name, score, slots, "slot", {})
