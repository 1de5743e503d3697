"""Lint: what would go wrong with an interaction model, found before Amazon or a person finds it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from speech.nlu.amazon_rules import Problem, broken_rules
from speech.nlu.interaction_model import FALLBACK, InteractionModel, Slot
from speech.nlu.invocation import Utterance, phrases, split
from speech.nlu.language import Language, language
from speech.nlu.recognizer import Recognizer
from speech.nlu.samples import Sample, claims
from speech.nlu.template import Pattern, placeholder
from speech.nlu.tokens import words

_FIGURES = {"AMAZON.NUMBER": "3", "AMAZON.FOUR_DIGIT_NUMBER": "1984", "AMAZON.TIME": "7:30"}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a model file that should be mended."""

    source: str
    intent: str
    """The intent, or the other part of the model, that it is about."""

    sample: str
    """The sample, slot or value; empty where it is about the whole part."""

    problem: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.source, self.intent, self.sample, self.problem) if part)


def lint(
    model: InteractionModel, locale: str, today: Callable[[], date], actions: Collection[str] | None = None
) -> list[Finding]:
    """Everything that should be mended; given the names of a skill's actions, also where model and skill differ."""
    spoken = language(locale)
    samples = list(claims(model, spoken))
    problems = [
        *broken_rules(model, spoken),
        *_unsaid(model, spoken, samples),
        *_clashes(samples),
        *_misunderstood(model, locale, today, samples),
        *_uncalled(model, locale, samples),
        *([] if actions is None else _unanswered(model, actions)),
    ]
    return [Finding(model.source, *problem) for problem in problems]


def _unsaid(model: InteractionModel, spoken: Language, samples: list[Sample]) -> Iterator[Problem]:
    """Amazon's own intents are passed over in a language of which it is not known here what they listen for."""
    said = {FALLBACK, *(form.intent.name for form in samples)}
    for intent in model.intents:
        if intent.name not in said and (not intent.is_built_in or spoken.table("built_in")):
            yield Problem(intent.name, "", "has no samples; add what people say")


def _clashes(samples: list[Sample]) -> Iterator[Problem]:
    first: dict[Pattern, Sample] = {}
    for form in samples:
        other = first.setdefault(form.typed, form).intent.name
        if other != form.intent.name:
            yield Problem(form.intent.name, form.sample, f"{other} claims the same words")


def _misunderstood(
    model: InteractionModel, locale: str, today: Callable[[], date], samples: list[Sample]
) -> Iterator[Problem]:
    understanding = Recognizer(model, locale, today)
    for form in samples:
        sentence = _sentence(form, model, language(locale))
        understood = understanding.understand(sentence)
        if understood.intent != form.intent.name or understood.slots.keys() != form.slots.keys():
            slots = ", ".join(understood.slots) or "no slots"
            yield Problem(
                form.intent.name, form.sample, f"{sentence!r} is understood as {understood.intent} with {slots}"
            )


def _uncalled(model: InteractionModel, locale: str, samples: list[Sample]) -> Iterator[Problem]:
    """Requests in one sentence with the name of the skill that do not come out as they went in."""
    first = {form.intent.name: form for form in reversed(samples)}
    for form in first.values():
        request = _sentence(form, model, language(locale))
        for phrase in phrases("request", model.invocation_name, locale):
            said = " ".join(phrase).replace("{request}", request)
            if split(said, model.invocation_name, locale) != Utterance(request):
                yield Problem(form.intent.name, form.sample, f"{said!r} is not taken for that request")


def _unanswered(model: InteractionModel, actions: Collection[str]) -> Iterator[Problem]:
    names = {intent.name for intent in model.intents}
    for name in sorted(names.difference(actions)):
        yield Problem(name, "", "has no action in the skill")
    for name in sorted(set(actions) - names):
        yield Problem(name, "", "is an action of the skill, and no intent")


def _sentence(form: Sample, model: InteractionModel, spoken: Language) -> str:
    """The sample as somebody would say it."""
    return " ".join(
        word if placeholder(word) is None else _example(form.slots[word[1:-1]], model, spoken) for word in form.pattern
    )


def _example(slot: Slot, model: InteractionModel, spoken: Language) -> str:
    """Something that people say in the slot; the name of the type where its values are Amazon's alone."""
    kind = model.type(slot.type)
    if kind and kind.values:
        return " ".join(words(kind.values[0].name))
    examples = {**_FIGURES, **spoken.table("examples")}
    return str(examples.get(slot.type, slot.type.removeprefix("AMAZON.").lower()))
