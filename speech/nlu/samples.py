"""The samples of an interaction model as templates, with those of Amazon's built-in intents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from speech.nlu.interaction_model import FALLBACK, Intent, InteractionModel, SlotDefinition
from speech.nlu.language import Language
from speech.nlu.template import Template, parse_template, placeholder_name


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample utterance of an intent."""

    intent: Intent
    text: str
    template: Template
    slots: Mapping[str, SlotDefinition]
    """The slots that the sample names."""

    words: frozenset[str]
    """The words outside the placeholders."""

    @property
    def ordered_slots(self) -> list[SlotDefinition]:
        return [self.slots[name] for token in self.template if (name := placeholder_name(token)) is not None]

    @property
    def typed_template(self) -> Template:
        """The template with slot types instead of slot names, since names differ from intent to intent."""
        types = {f"{{{name}}}": f"{{{slot.type}}}" for name, slot in self.slots.items()}
        return tuple(types.get(token, token) for token in self.template)


def unique_samples(model: InteractionModel, language: Language) -> tuple[Sample, ...]:
    """Return one sample per template: the model's own before Amazon's, otherwise the first."""
    first: dict[Template, Sample] = {}
    for sample in all_samples(model, language):
        first.setdefault(sample.template, sample)
    return tuple(first.values())


def all_samples(model: InteractionModel, language: Language) -> Iterator[Sample]:
    """Yield every sample of the model, then those of Amazon's built-in intents, including duplicates."""
    for intent in model.intents:
        yield from _samples(intent, intent.samples)
    for intent in model.intents:
        yield from _samples(intent, language.texts("built_in", intent.name))


def _samples(intent: Intent, texts: tuple[str, ...]) -> Iterator[Sample]:
    """Skip the fallback's samples, and samples with a slot that the intent does not declare."""
    slots = {slot.name: slot for slot in intent.slots}
    for text in texts if intent.name != FALLBACK else ():
        template = parse_template(text)
        names = [name for token in template if (name := placeholder_name(token)) is not None]
        if template and slots.keys() >= set(names):
            words = frozenset(token for token in template if placeholder_name(token) is None)
            yield Sample(intent, text, template, {name: slots[name] for name in names}, words)
