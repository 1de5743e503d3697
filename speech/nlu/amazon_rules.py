"""What Amazon refuses in an interaction model: each rule is in Amazon's reference or in an error of its console.

https://developer.amazon.com/docs/alexa/custom-skills/create-intents-utterances-and-slots.html
https://developer.amazon.com/docs/alexa/custom-skills/choose-the-invocation-name-for-a-custom-skill.html
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from speech.nlu.amazon_names import INTENTS, NOT_EXTENSIBLE_TYPES, SLOT_TYPES, meant_name
from speech.nlu.interaction_model import Intent, InteractionModel, SlotDefinition, SlotType
from speech.nlu.language import Language
from speech.nlu.samples import Template, parse_template, placeholder_name
from speech.nlu.tokens import tokenize

MAX_INTENTS = 250
MAX_VALUES = 50_000
MAX_VALUE_LENGTH = 140

NAME_LENGTHS: Final = range(2, 51)
"""Characters of an invocation name."""

_IDENTIFIER = re.compile(r"(?:[^\W\d])+")
_TYPE_NAME = re.compile(r"[^\W\d_](?:[^\W\d])*")
_SLOT = re.compile(r"\{[^{}]*\}")
_REFUSED_IN_SAMPLES = re.compile(r"[!-&(-,/:-@\[-^`{-~]")
"""The punctuation of ASCII without apostrophe, hyphen, period and underscore."""

_REFUSED_IN_NAMES = re.compile(r"[!-&(-,/-@\[-`{-~]")
_WAKE_WORDS = ("alexa", "amazon", "echo")
_SEARCH_QUERY = "AMAZON.SearchQuery"
_LITERAL = "AMAZON.LITERAL"


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
    names = {intent.name for intent in model.intents}
    for slot in dict.fromkeys(slot.name for intent in model.intents for slot in intent.slots):
        if slot in names:
            yield Problem(slot, "", "is the name of an intent and of a slot; rename one of them")
    for intent in model.intents:
        yield from _intent(intent, model)
    used = {slot.type for intent in model.intents for slot in intent.slots}
    for slot_type in model.types:
        yield from _slot_type(slot_type, is_used=slot_type.name in used)


def _invocation_name(name: str, language: Language) -> Iterator[Problem]:
    if len(name) not in NAME_LENGTHS:
        yield Problem("invocationName", name, "must have 2 to 50 characters")
    if _REFUSED_IN_NAMES.search(name):
        yield Problem(
            "invocationName", name, "must have only letters, spaces, apostrophes and periods; spell numbers out"
        )
    if language.code == "en" and name != name.lower():
        yield Problem("invocationName", name, "must be in lower-case letters")
    if word := next((word for word in tokenize(name) if word in _WAKE_WORDS), None):
        yield Problem("invocationName", name, f"must not contain the wake word {word!r}")


def _counts(model: InteractionModel) -> Iterator[Problem]:
    if not 1 <= len(model.intents) <= MAX_INTENTS:
        yield Problem("intents", "", f"there must be 1 to {MAX_INTENTS} intents, not {len(model.intents)}")
    names = sum(len(value.names) for slot_type in model.types for value in slot_type.values)
    if names > MAX_VALUES:
        yield Problem("types", "", f"there must be at most {MAX_VALUES} values and synonyms in all, not {names}")


def _intent(intent: Intent, model: InteractionModel) -> Iterator[Problem]:
    if intent.is_built_in:
        if meant := meant_name(intent.name, INTENTS):
            yield Problem(intent.name, "", f"is none of Amazon's intents; write {meant}")
    elif not _IDENTIFIER.fullmatch(intent.name):
        yield Problem(intent.name, "", "the name must contain only letters and underscores")
    yield from _duplicates(intent.name, (slot.name for slot in intent.slots), "is defined twice")
    for slot in intent.slots:
        yield from _slot(intent, slot, model)
    for text in dict.fromkeys(intent.samples):
        if message := next(chain(_sample(intent, text), _search_query(intent, parse_template(text))), None):
            yield Problem(intent.name, text, message)
    for slot in intent.slots:
        for text in dict.fromkeys(slot.samples):
            if message := next(_sample(intent, text), None):
                yield Problem(f"{intent.name}.{slot.name}", text, message)


def _slot(intent: Intent, slot: SlotDefinition, model: InteractionModel) -> Iterator[Problem]:
    """Names such as AMAZON.NUMBER are accepted: Amazon's own samples have them."""
    if not slot.name.startswith("AMAZON.") and not _IDENTIFIER.fullmatch(slot.name):
        yield Problem(intent.name, slot.name, "the name of a slot must contain only letters and underscores")
    is_own = model.type(slot.type) is not None
    if slot.type == _LITERAL:
        yield Problem(intent.name, slot.name, f"Amazon no longer accepts {_LITERAL}; use {_SEARCH_QUERY}")
    elif not slot.type.startswith("AMAZON.") and not is_own:
        yield Problem(intent.name, slot.name, f"its type {slot.type} is not defined in the model")
    elif not is_own and (meant := meant_name(slot.type, SLOT_TYPES)):
        yield Problem(intent.name, slot.name, f"{slot.type} is none of Amazon's types; write {meant}")


def _sample(intent: Intent, text: str) -> Iterator[str]:
    rest = _SLOT.sub("", text)
    names = [name for token in parse_template(text) if (name := placeholder_name(token)) is not None]
    if {"{", "}"} & set(rest):
        yield "a brace is not closed or not opened; write a slot as {name}"
    elif refused := _REFUSED_IN_SAMPLES.search(rest):
        yield (
            f"must not contain {refused.group()!r}; Amazon accepts only periods, apostrophes, hyphens and underscores"
        )
    yield from (f"the intent has no slot {name!r}" for name in names if intent.slot(name) is None)
    if len(set(names)) < len(names):
        yield "has the same slot twice"


def _search_query(intent: Intent, template: Template) -> Iterator[str]:
    """A sample of a slot, which answers a question, may be a phrase alone."""
    names = [name for token in template if (name := placeholder_name(token)) is not None]
    if any(slot.type == _SEARCH_QUERY for name in names if (slot := intent.slot(name))):
        if len(names) == len(template):
            yield f"{_SEARCH_QUERY} needs words around it"
        elif len(names) > 1:
            yield f"{_SEARCH_QUERY} must not be in a sample with another slot"


def _slot_type(slot_type: SlotType, *, is_used: bool) -> Iterator[Problem]:
    if slot_type.name in NOT_EXTENSIBLE_TYPES:
        yield Problem(slot_type.name, "", "Amazon accepts no values for this type; name a type of your own")
    elif slot_type.name.startswith("AMAZON."):
        if meant := meant_name(slot_type.name, SLOT_TYPES):
            yield Problem(slot_type.name, "", f"is none of Amazon's types; write {meant}")
    elif not _TYPE_NAME.fullmatch(slot_type.name):
        yield Problem(slot_type.name, "", "the name must begin with a letter, and contain only letters and underscores")
    elif is_used and not slot_type.values and not slot_type.has_supplier:
        yield Problem(slot_type.name, "", "has no values; add what people say")
    for name in (name for value in slot_type.values for name in value.names):
        if len(name) > MAX_VALUE_LENGTH:
            yield Problem(slot_type.name, name, f"must have at most {MAX_VALUE_LENGTH} characters")


def _duplicates(part: str, names: Iterable[str], message: str) -> Iterator[Problem]:
    yield from (Problem(part, name, message) for name, count in Counter(names).items() if count > 1)
