"""Amazon's rules for the names, samples, slots and values of an interaction model, as its console checks them.

https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html
https://developer.amazon.com/docs/alexa/custom-skills/choose-the-invocation-name-for-a-custom-skill.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition, SlotType
from speech.nlu.language import Language
from speech.nlu.samples import Template, parse_template, placeholder_name
from speech.nlu.tokens import tokenize

MAX_INTENTS = 250
MAX_VALUES = 50_000
MAX_VALUE_LENGTH = 140

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z_]*")
_SAMPLE_TEXT = re.compile(r"(?:[^\W\d]|[\u0300-\u036f\u0900-\u0dff'\u2019._ -])*")
_INVOCATION_NAME = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff'\u2019. ]){2,50}")
_SEARCH_QUERY = "AMAZON.SearchQuery"


class Problem(NamedTuple):
    """Something in a model that should be fixed."""

    intent: str
    """The intent, or the other part of the model, with the problem."""

    sample: str
    """The sample, slot or value; empty if the problem concerns the whole part."""

    message: str


def broken_rules(model: InteractionModel, language: Language) -> Iterator[Problem]:
    yield from _invocation_name(model.invocation_name, language)
    yield from _counts(model)
    yield from _duplicates("intents", (intent.name for intent in model.intents), "is defined twice")
    yield from _duplicates("types", (slot_type.name for slot_type in model.types), "is defined twice")
    for intent in model.intents:
        yield from _intent(intent, model)
    for slot_type in model.types:
        yield from _slot_type(slot_type)


def _invocation_name(name: str, language: Language) -> Iterator[Problem]:
    tokens = tokenize(name)
    if name != name.lower() or not _INVOCATION_NAME.fullmatch(name):
        rule = "must have 2 to 50 lower-case letters, spaces, apostrophes or periods; spell numbers out"
        yield Problem("invocationName", name, rule)
    if len(tokens) == 1:
        yield Problem("invocationName", name, "must have two words, unless it is your own brand")
    lists = ["wake_words", "launch_words", "connecting_words", "reserved_words"]
    if len(tokens) == 2:  # noqa: PLR2004 - the rule for small words is for names of two words
        lists.append("small_words")
    for phrase in (phrase for each in lists for phrase in language.phrases("invocation", each)):
        if any(tokens[at : at + len(phrase)] == phrase for at in range(len(tokens))):
            yield Problem("invocationName", name, f"must not contain {' '.join(phrase)!r}")


def _counts(model: InteractionModel) -> Iterator[Problem]:
    if not 1 <= len(model.intents) <= MAX_INTENTS:
        yield Problem("intents", "", f"there must be 1 to {MAX_INTENTS} intents, not {len(model.intents)}")
    names = sum(len(value.names) for slot_type in model.types for value in slot_type.values)
    if names > MAX_VALUES:
        yield Problem("types", "", f"there must be at most {MAX_VALUES} values and synonyms in all, not {names}")


def _intent(intent: Intent, model: InteractionModel) -> Iterator[Problem]:
    if not intent.is_built_in and not _IDENTIFIER.fullmatch(intent.name):
        yield Problem(intent.name, "", "the name must contain only letters and underscores")
    yield from _duplicates(intent.name, (slot.name for slot in intent.slots), "is defined twice")
    yield from _duplicates(intent.name, intent.samples, "is defined twice")
    samples = [(text, parse_template(text)) for text in intent.samples]
    for slot in intent.slots:
        yield from _slot(intent, slot, model, [template for _, template in samples])
    for text, template in samples:
        yield from (Problem(intent.name, text, message) for message in _sample(intent, text, template))


def _slot(
    intent: Intent, slot: SlotDefinition, model: InteractionModel, templates: list[Template]
) -> Iterator[Problem]:
    if not _IDENTIFIER.fullmatch(slot.name):
        yield Problem(intent.name, slot.name, "the name of a slot must contain only letters and underscores")
    if not slot.type.startswith("AMAZON.") and model.type(slot.type) is None:
        yield Problem(intent.name, slot.name, f"its type {slot.type} is not defined in the model")
    dialog = model.dialog.intent(intent.name)
    is_asked_for = dialog is not None and any(each.name == slot.name for each in dialog.slots)
    if not is_asked_for and not any(f"{{{slot.name}}}" in template for template in templates):
        yield Problem(intent.name, slot.name, "no sample has this slot")


def _sample(intent: Intent, text: str, template: Template) -> Iterator[str]:
    names = [name for token in template if (name := placeholder_name(token)) is not None]
    if not _SAMPLE_TEXT.fullmatch(re.sub(r"\{[^{}]*\}", "", text)):
        yield "must contain only letters, spaces, apostrophes, periods, hyphens and slots; spell numbers out"
    if len(set(names)) < len(names):
        yield "has the same slot twice"
    yield from (f"the intent has no slot {name}" for name in names if intent.slot(name) is None)
    queries = [slot for name in names if (slot := intent.slot(name)) and slot.type == _SEARCH_QUERY]
    if queries and (len(queries) > 1 or len(names) == len(template)):
        yield f"{_SEARCH_QUERY} needs words around it, and must not be in a sample twice"


def _slot_type(slot_type: SlotType) -> Iterator[Problem]:
    if not slot_type.name.startswith("AMAZON.") and not _IDENTIFIER.fullmatch(slot_type.name):
        yield Problem(slot_type.name, "", "the name must contain only letters and underscores")
    yield from _duplicates(
        slot_type.name, (value.id for value in slot_type.values if value.id), "is the id of two values"
    )
    names = (" ".join(tokens) for value in slot_type.values for tokens in {tokenize(name) for name in value.names})
    yield from _duplicates(slot_type.name, names, "is a name of two values")
    for name in (name for value in slot_type.values for name in value.names):
        if len(name) > MAX_VALUE_LENGTH:
            yield Problem(slot_type.name, name, f"must have at most {MAX_VALUE_LENGTH} characters")


def _duplicates(part: str, names: Iterable[str], message: str) -> Iterator[Problem]:
    yield from (Problem(part, name, message) for name, count in Counter(names).items() if count > 1)
