"""What the simulator lacks for a language: its language file, its interaction model and conversations."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from speech.errors import SpeechError
from speech.nlu.interaction_model import FALLBACK, InteractionModel
from speech.nlu.language import language_tables

REFERENCE: Final = "en"
FEWEST_ENTRIES: Final = 2
"""A list or table of so many entries that is the same as in English is not translated."""

_ALIKE: Final = frozenset({"invocation.wake_words", "spelling.symbols", "date.month_first"})
"""What can be the same in several languages."""


def language_file_problems(language: str) -> Iterator[str]:
    """Yield what is missing, wrong or not translated in the simulator's file of a language."""
    name = f"speech/nlu/languages/{language}.toml"
    try:
        tables = language_tables(language)
    except SpeechError as error:
        yield from str(error).splitlines()
        return
    if not tables:
        yield f"{name}: is missing; without it the simulator recognizes no dates, times and launch words"
    elif language != REFERENCE:
        reference = language_tables(REFERENCE)
        missing = sorted(reference.keys() - tables.keys())
        yield from (f"{name}: {key}: is missing; write it, empty if the language has none" for key in missing)
        yield from (f"{name}: {key}: is not translated" for key in _same(tables, reference))


def _same(tables: Mapping[str, Any], reference: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the keys of the largest parts that are the same as in the reference."""
    for key, value in tables.items():
        name = f"{path}.{key}" if path else key
        if name in _ALIKE or key not in reference:
            continue
        if value == reference[key] and isinstance(value, list | dict) and len(value) >= FEWEST_ENTRIES:
            yield name
        elif isinstance(value, dict) and isinstance(reference[key], dict):
            yield from _same(value, reference[key], name)


def model_problems(language: str, model: Callable[[], InteractionModel], intents: Collection[str]) -> Iterator[str]:
    """Yield the intents and slot types of a model that have nothing to recognize. `model` raises SpeechError."""
    name = f"interaction_models/{language}.json"
    try:
        found = model()
    except SpeechError as error:
        yield str(error)
        return
    names = {intent.name for intent in found.intents}
    yield from (f"{name}: {intent}: is missing" for intent in sorted(set(intents) - names))
    for intent in found.intents:
        if not intent.samples and intent.name != FALLBACK:
            yield f"{name}: {intent.name}: has no samples"
    for slot_type in found.types:
        if not all(value.synonyms for value in slot_type.values):
            yield f"{name}: {slot_type.name}: has a value without synonyms"
