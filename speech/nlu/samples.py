"""Forms: the samples of a model as patterns of words, with those of Amazon's own intents that need no samples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from speech.nlu.interaction_model import FALLBACK, Intent, InteractionModel, Slot
from speech.nlu.language import Language
from speech.nlu.template import Pattern, pattern, placeholder


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample of an intent."""

    intent: Intent
    sample: str
    pattern: Pattern
    slots: Mapping[str, Slot]
    """Those that it names."""

    plain: frozenset[str]
    """Its words beside the slots."""

    @property
    def gaps(self) -> list[Slot]:
        """Its slots, in the order in which they are said."""
        return [self.slots[name] for word in self.pattern if (name := placeholder(word)) is not None]

    @property
    def typed(self) -> Pattern:
        """Its words with types in place of the names of slots, since names differ from intent to intent."""
        types = {f"{{{name}}}": f"{{{slot.type}}}" for name, slot in self.slots.items()}
        return tuple(types.get(word, word) for word in self.pattern)


def samples(model: InteractionModel, spoken: Language) -> tuple[Sample, ...]:
    """Every sample that can be said; of two alike the model's own goes before Amazon's, and the first before others."""
    first: dict[Pattern, Sample] = {}
    for form in claims(model, spoken):
        first.setdefault(form.pattern, form)
    return tuple(first.values())


def claims(model: InteractionModel, spoken: Language) -> Iterator[Sample]:
    """Every sample, also where two are alike: those of the model, then those that Amazon has built in."""
    for intent in model.intents:
        yield from _forms(intent, intent.samples)
    for intent in model.intents:
        yield from _forms(intent, spoken.texts("built_in", intent.name))


def _forms(intent: Intent, samples: tuple[str, ...]) -> Iterator[Sample]:
    """None for the fallback, which is what remains, nor for a sample with a slot that the intent does not have."""
    slots = {slot.name: slot for slot in intent.slots}
    for sample in samples if intent.name != FALLBACK else ():
        found = pattern(sample)
        gaps = [name for word in found if (name := placeholder(word)) is not None]
        if found and slots.keys() >= set(gaps):
            plain = frozenset(word for word in found if placeholder(word) is None)
            yield Sample(intent, sample, found, {name: slots[name] for name in gaps}, plain)
