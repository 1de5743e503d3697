"""Amazon's rules for an interaction model: what its console refuses in names, samples, slots and values.

https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speech.nlu.interaction_model import Intent, InteractionModel, Slot, SlotType
from speech.nlu.language import Language
from speech.nlu.template import Pattern, pattern, placeholder
from speech.nlu.tokens import words

MOST_INTENTS = 250
MOST_NAMES = 50_000
LONGEST_NAME = 140

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z_]*")
_SAYABLE = re.compile(r"(?:[^\W\d]|[\u0300-\u036f\u0900-\u0dff'\u2019._ -])*")
_INVOCATION_NAME = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff'\u2019. ]){2,50}")
_PHRASE = "AMAZON.SearchQuery"


class Problem(NamedTuple):
    """Something in a model that should be mended."""

    intent: str
    """The intent, or the other part of the model, that it is about."""

    sample: str
    """The sample, slot or value; empty where it is about the whole part."""

    problem: str


def broken_rules(model: InteractionModel, spoken: Language) -> Iterator[Problem]:
    """Every rule of Amazon's that the model breaks."""
    yield from _invocation_name(model.invocation_name, spoken)
    yield from _numbers(model)
    yield from _twice("intents", (intent.name for intent in model.intents), "is there twice")
    yield from _twice("types", (kind.name for kind in model.types), "is there twice")
    for intent in model.intents:
        yield from _intent(intent, model)
    for kind in model.types:
        yield from _type(kind)


def _invocation_name(name: str, spoken: Language) -> Iterator[Problem]:
    said = words(name)
    if name != name.lower() or not _INVOCATION_NAME.fullmatch(name):
        rule = "must have 2 to 50 lower-case letters, spaces, apostrophes or periods; spell numbers out"
        yield Problem("invocationName", name, rule)
    if len(said) == 1:
        yield Problem("invocationName", name, "must have two words, unless it is a brand of your own")
    kinds = ["wake_words", "launch_words", "connecting_words", "reserved_words", "small_words"]
    for kind in kinds if len(said) == 2 else kinds[:-1]:  # noqa: PLR2004 - small words are refused in two-word names
        for taken in spoken.phrases("invocation", kind):
            if any(said[at : at + len(taken)] == taken for at in range(len(said))):
                yield Problem("invocationName", name, f"may not have the word {' '.join(taken)!r}")


def _numbers(model: InteractionModel) -> Iterator[Problem]:
    if not 1 <= len(model.intents) <= MOST_INTENTS:
        yield Problem("intents", "", f"there must be 1 to {MOST_INTENTS} intents, not {len(model.intents)}")
    names = sum(len(value.names) for kind in model.types for value in kind.values)
    if names > MOST_NAMES:
        yield Problem("types", "", f"there may be {MOST_NAMES} values and synonyms in all, not {names}")


def _intent(intent: Intent, model: InteractionModel) -> Iterator[Problem]:
    if not intent.is_built_in and not _IDENTIFIER.fullmatch(intent.name):
        yield Problem(intent.name, "", "a name may have only letters and underscores")
    yield from _twice(intent.name, (slot.name for slot in intent.slots), "is there twice")
    yield from _twice(intent.name, intent.samples, "is there twice")
    samples = [(sample, pattern(sample)) for sample in intent.samples]
    for slot in intent.slots:
        yield from _slot(intent, slot, model, [said for _, said in samples])
    for sample, said in samples:
        yield from (Problem(intent.name, sample, problem) for problem in _sample(intent, sample, said))


def _slot(intent: Intent, slot: Slot, model: InteractionModel, samples: list[Pattern]) -> Iterator[Problem]:
    if not _IDENTIFIER.fullmatch(slot.name):
        yield Problem(intent.name, slot.name, "the name of a slot may have only letters and underscores")
    if not slot.type.startswith("AMAZON.") and model.type(slot.type) is None:
        yield Problem(intent.name, slot.name, f"its type {slot.type} is not among the types")
    if not any(f"{{{slot.name}}}" in said for said in samples):
        yield Problem(intent.name, slot.name, "no sample has this slot")


def _sample(intent: Intent, sample: str, said: Pattern) -> Iterator[str]:
    gaps = [name for word in said if (name := placeholder(word)) is not None]
    plain = re.sub(r"\{[^{}]*\}", "", sample)
    if not _SAYABLE.fullmatch(plain):
        yield "may have only letters, spaces, apostrophes, periods, hyphens and slots; spell numbers out"
    if len(set(gaps)) < len(gaps):
        yield "has a slot twice"
    yield from (f"the intent has no slot {name}" for name in gaps if intent.slot(name) is None)
    phrases = [slot for name in gaps if (slot := intent.slot(name)) and slot.type == _PHRASE]
    if phrases and (len(phrases) > 1 or len(gaps) == len(said)):
        yield f"{_PHRASE} needs words around it, and may be in a sample once"


def _type(kind: SlotType) -> Iterator[Problem]:
    if not kind.name.startswith("AMAZON.") and not _IDENTIFIER.fullmatch(kind.name):
        yield Problem(kind.name, "", "a name may have only letters and underscores")
    yield from _twice(kind.name, (value.id for value in kind.values if value.id), "is the id of two values")
    claims = (" ".join(name) for value in kind.values for name in {words(name) for name in value.names})
    yield from _twice(kind.name, claims, "belongs to two values")
    for name in (name for value in kind.values for name in value.names):
        if len(name) > LONGEST_NAME:
            yield Problem(kind.name, name, f"may have {LONGEST_NAME} characters")


def _twice(part: str, names: Iterable[str], problem: str) -> Iterator[Problem]:
    yield from (Problem(part, name, problem) for name, count in Counter(names).items() if count > 1)
