"""Checks an interaction model before Amazon or a user finds what is wrong with it."""

from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from speech.nlu.amazon_rules import Problem, broken_rules
from speech.nlu.dialog_rules import broken_dialog_rules
from speech.nlu.interaction_model import FALLBACK, InteractionModel, SlotDefinition
from speech.nlu.invocation import OneShot, invocation_templates, parse_invocation
from speech.nlu.language import Language, load_language
from speech.nlu.recognizer import Recognizer
from speech.nlu.samples import Sample, Template, all_samples, placeholder_name
from speech.nlu.tokens import tokenize

_EXAMPLES = {
    "AMAZON.AlphaNumeric": "a12",
    "AMAZON.FOUR_DIGIT_NUMBER": "1984",
    "AMAZON.NUMBER": "3",
    "AMAZON.PhoneNumber": "5551234",
    "AMAZON.TIME": "7:30",
}
"""Slot values that are recognized in every language."""


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A problem, with the file that it is in."""

    source: str
    problem: Problem

    def __str__(self) -> str:
        return ": ".join(part for part in (self.source, *self.problem) if part)


def lint(  # noqa: PLR0913 - the last two have sensible defaults
    model: InteractionModel,
    locale: str,
    today: Callable[[], date],
    handled_intents: Collection[str] | None = None,
    *,
    guarded: AbstractSet[str] = frozenset(),
    urgent: AbstractSet[str] = frozenset(),
) -> list[LintFinding]:
    """Return every problem of a model, including, if `handled_intents` are given, where model and skill differ."""
    language = load_language(locale)
    samples = list(all_samples(model, language))
    problems = [
        *broken_rules(model, language),
        *broken_dialog_rules(model),
        *_without_samples(model, language, samples),
        *_duplicate_samples(samples),
        *_misrecognized_samples(
            Recognizer(model, locale, today, guarded=guarded, urgent=urgent), model, locale, samples
        ),
        *_misparsed_one_shots(model, locale, samples),
        *([] if handled_intents is None else _handler_mismatches(model, handled_intents)),
    ]
    return [LintFinding(model.source, problem) for problem in problems]


def _without_samples(model: InteractionModel, language: Language, samples: list[Sample]) -> Iterator[Problem]:
    """Skip Amazon's built-in intents if their samples are unknown in this language."""
    with_samples = {FALLBACK, *(sample.intent.name for sample in samples)}
    for intent in model.intents:
        if intent.name not in with_samples and (not intent.is_built_in or language.table("built_in")):
            yield Problem(intent.name, "", "has no samples; add what people say")


def _duplicate_samples(samples: list[Sample]) -> Iterator[Problem]:
    first: dict[Template, Sample] = {}
    for sample in samples:
        other = first.setdefault(sample.typed_template, sample).intent.name
        if other != sample.intent.name:
            yield Problem(sample.intent.name, sample.text, f"{other} has the same sample")


def _misrecognized_samples(
    recognizer: Recognizer, model: InteractionModel, locale: str, samples: list[Sample]
) -> Iterator[Problem]:
    for sample in samples:
        sentence = _example_sentence(sample, model, load_language(locale))
        result = recognizer.recognize(sentence)
        if result.intent != sample.intent.name or result.slots.keys() != sample.slots.keys():
            slots = ", ".join(result.slots) or "no slots"
            problem = f"{sentence!r} is recognized as {result.intent} with {slots}"
            yield Problem(sample.intent.name, sample.text, problem)


def _misparsed_one_shots(model: InteractionModel, locale: str, samples: list[Sample]) -> Iterator[Problem]:
    """Try one sample of each intent with the skill's name, as in "ask trust steps for the next step"."""
    first = {sample.intent.name: sample for sample in reversed(samples)}
    for sample in first.values():
        request = _example_sentence(sample, model, load_language(locale))
        for template in invocation_templates("request", model.invocation_name, locale):
            sentence = " ".join(template).replace("{request}", request)
            if parse_invocation(sentence, model.invocation_name, locale) != OneShot(request):
                yield Problem(sample.intent.name, sample.text, f"{sentence!r} is not recognized as that request")


def _handler_mismatches(model: InteractionModel, handled_intents: Collection[str]) -> Iterator[Problem]:
    names = {intent.name for intent in model.intents}
    for name in sorted(names.difference(handled_intents)):
        yield Problem(name, "", "is not handled by the skill")
    for name in sorted(set(handled_intents) - names):
        yield Problem(name, "", "is handled by the skill, but is not in the model")


def _example_sentence(sample: Sample, model: InteractionModel, language: Language) -> str:
    return " ".join(
        token if (name := placeholder_name(token)) is None else _example_value(sample.slots[name], model, language)
        for token in sample.template
    )


def _example_value(slot: SlotDefinition, model: InteractionModel, language: Language) -> str:
    """Return the name of the slot type if its values are only known to Amazon."""
    slot_type = model.type(slot.type)
    if slot_type and slot_type.values:
        return " ".join(tokenize(slot_type.values[0].name))
    examples = {**_EXAMPLES, **language.table("examples")}
    return str(examples.get(slot.type, slot.type.removeprefix("AMAZON.").lower()))
