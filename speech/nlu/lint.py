"""Checks an interaction model before Amazon or a user finds what is wrong with it.

What Amazon refuses is an error. The doubts of this simulator are hints, at most one for each sample.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from speech.nlu.amazon_names import INTENTS, SLOT_TYPES
from speech.nlu.amazon_rules import Problem, broken_rules
from speech.nlu.dialog_rules import broken_dialog_rules
from speech.nlu.interaction_model import FALLBACK, Intent, InteractionModel, SlotDefinition
from speech.nlu.invocation import OneShot, parse_invocation
from speech.nlu.language import Language, load_language
from speech.nlu.model_formats import UNNAMED
from speech.nlu.recognizer import Recognizer
from speech.nlu.samples import Sample, Template, all_samples, placeholder_name
from speech.nlu.tokens import text_of, tokenize

_USUAL_IN_SAMPLES = re.compile(
    r"(?:[^\W\d]|[\u0300-\u036f\u0900-\u0dff\u200c\u200d'\u2019._ \u3000-\u303f\uff00-\uff0f\uff1a-\uff20-])*"
)
_SLOT = re.compile(r"\{[^{}]*\}")

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
    is_error: bool = False
    """Whether Amazon refuses the model because of it."""

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
    """Return the errors of a model, then the hints. With `handled_intents`, hint where model and skill differ.

    Of a model in another format there are only hints, because Amazon's rules are for its own format.
    """
    language = load_language(locale)
    samples = list(all_samples(model, language))
    recognizer = Recognizer(model, locale, today, guarded=guarded, urgent=urgent)
    errors = [*broken_rules(model, language), *broken_dialog_rules(model)]
    hints = [
        *_invocation_hints(model.invocation_name, language),
        *_hints_of_intents(model, language, samples),
        *_repeated_names(model),
        *_duplicate_samples(samples),
        *_misrecognized_samples(recognizer, model, locale, samples),
        *_misparsed_one_shots(model, locale, samples),
        *([] if handled_intents is None else _handler_mismatches(model, handled_intents)),
    ]
    findings = [
        *(LintFinding(model.source, problem, is_error=not model.is_converted) for problem in errors),
        *(LintFinding(model.source, problem) for problem in hints),
    ]
    return list(_one_for_each_sample(findings))


def _one_for_each_sample(findings: Iterable[LintFinding]) -> Iterator[LintFinding]:
    """Keep the first finding of each sample, and every other error."""
    seen = set()
    for finding in findings:
        key = finding.problem[:2]
        if finding.is_error or not finding.problem.sample or key not in seen:
            yield finding
        seen.add(key)


def _invocation_hints(name: str, language: Language) -> Iterator[Problem]:
    """Amazon's rules for the names of published skills. A skill in development may break them."""
    if name == UNNAMED:
        return
    tokens = tokenize(name)
    if len(tokens) == 1 and language.code not in {"de", "ja"}:
        yield Problem("invocationName", name, "must have two words, unless it is your own brand")
    if language.code != "en" and name != name.lower():
        yield Problem("invocationName", name, "should be in lower-case letters")
    lists = ["launch_words", "connecting_words", "reserved_words"]
    if len(tokens) == 2:  # noqa: PLR2004 - the rule for small words is for names of two words
        lists.append("small_words")
    for phrase in (phrase for each in lists for phrase in language.phrases("invocation", each)):
        if any(tokens[at : at + len(phrase)] == phrase for at in range(len(tokens))):
            message = f"must not contain {text_of(phrase)!r} in a published skill"
            yield Problem("invocationName", name, message)


def _hints_of_intents(model: InteractionModel, language: Language, samples: list[Sample]) -> Iterator[Problem]:
    with_samples = {FALLBACK, *(sample.intent.name for sample in samples)}
    knows_built_in = bool(language.table("built_in"))
    for intent in model.intents:
        is_unknown = intent.is_built_in and intent.name not in INTENTS and "<" not in intent.name
        if is_unknown:
            yield Problem(intent.name, "", "is not one of Amazon's intents that the simulator knows")
        elif intent.name not in with_samples and (not intent.is_built_in or knows_built_in):
            yield Problem(intent.name, "", "has no samples; add what people say")
        yield from _hints_of_slots(intent, model)
        yield from _hints_of_samples(intent)


def _hints_of_slots(intent: Intent, model: InteractionModel) -> Iterator[Problem]:
    """Skip slots that the dialog model asks for."""
    dialog = model.dialog.intent(intent.name)
    asked_for = {slot.name for slot in dialog.slots} if dialog else set()
    used = {name.strip() for text in intent.samples for name in re.findall(r"\{([^{}]*)\}", text)}
    for slot in intent.slots:
        if slot.name not in used | asked_for:
            yield Problem(intent.name, slot.name, "no sample has this slot")
        if slot.type.startswith("AMAZON.") and slot.type not in SLOT_TYPES and model.type(slot.type) is None:
            yield Problem(intent.name, slot.name, f"{slot.type} is not one of Amazon's types that the simulator knows")


def _hints_of_samples(intent: Intent) -> Iterator[Problem]:
    counts = Counter(intent.samples)
    for text, count in counts.items():
        if count > 1:
            yield Problem(intent.name, text, "is there twice")
        elif not _USUAL_IN_SAMPLES.fullmatch(_SLOT.sub("", text)):
            yield Problem(intent.name, text, "has characters that people do not say; spell numbers and signs out")


def _repeated_names(model: InteractionModel) -> Iterator[Problem]:
    """Entity resolution returns every value that has the name or the id."""
    for slot_type in model.types:
        values = slot_type.values
        ids = Counter(value.id for value in values if value.id)
        names = Counter(name for value in values for name in {tokenize(each) for each in value.names})
        for what, repeated in (
            ("id", [each for each, count in ids.items() if count > 1]),
            ("name", [text_of(each) for each, count in names.items() if count > 1]),
        ):
            if repeated:
                more = f", and {len(repeated) - 1} more" if len(repeated) > 1 else ""
                yield Problem(slot_type.name, "", f"{repeated[0]!r} is the {what} of two values{more}")


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
    language = load_language(locale)
    first = {sample.intent.name: sample for sample in reversed(samples)}
    for sample in first.values():
        request = _example_sentence(sample, model, language)
        for template in language.texts("invocation", "request"):
            sentence = template.replace("{name}", model.invocation_name).replace("{request}", request)
            if parse_invocation(sentence, model.invocation_name, locale) != OneShot(request):
                yield Problem(sample.intent.name, sample.text, f"{sentence!r} is not recognized as that request")
                break


def _handler_mismatches(model: InteractionModel, handled_intents: Collection[str]) -> Iterator[Problem]:
    names = {intent.name for intent in model.intents}
    for name in sorted(names.difference(handled_intents)):
        yield Problem(name, "", "is not handled by the skill")
    for name in sorted(set(handled_intents) - names):
        yield Problem(name, "", "is handled by the skill, but is not in the model")


def _example_sentence(sample: Sample, model: InteractionModel, language: Language) -> str:
    return text_of(
        tuple(
            token if (name := placeholder_name(token)) is None else _example_value(sample.slots[name], model, language)
            for token in sample.template
        )
    )


def _example_value(slot: SlotDefinition, model: InteractionModel, language: Language) -> str:
    """Return the name of the slot type if its values are only known to Amazon."""
    slot_type = model.type(slot.type)
    if slot_type and slot_type.values:
        return text_of(tokenize(slot_type.values[0].name))
    examples = {**_EXAMPLES, **language.table("examples")}
    return str(examples.get(slot.type, slot.type.removeprefix("AMAZON.").lower()))
