"""The interaction models: one JSON file per language, or per locale if a locale differs.

Beside each is a file such as en.toml with the words for a step's position, so that no model lists "the sixth step".
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
REFERENCE: Final = "en"
"""The model that shows what every other one must have."""

STEP: Final = "STEP"
"""The slot type whose values are the steps, in order."""


def files() -> Mapping[str, Path]:
    """Return the models by language or locale."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.json"))}


def read(path: Path) -> Any:
    """Return a model with the positions of the steps among their names. Raise ValueError if it is not JSON."""
    document = json.loads(path.read_text("utf-8-sig"))
    words = position_words(path.stem.partition("-")[0])
    for slot_type in _step_types(document):
        values = slot_type["values"]
        for number, value in enumerate(values, start=1):
            name = value["name"]
            added = [each for each in position_names(words, number, len(values)) if each != name["value"]]
            name["synonyms"] = list(dict.fromkeys([*name.get("synonyms", []), *added]))
    return document


def completed(document: Any) -> Any:
    """Return a model with the reference's intents, samples and types where it has none, so that a draft can be tried.

    The parts of the reference are in its own language.
    """
    reference = read(FOLDER / f"{REFERENCE}.json")
    try:
        target, source = (each["interactionModel"]["languageModel"] for each in (document, reference))
        for key, content in (("intents", "samples"), ("types", "values")):
            given = {each["name"]: each for each in target.get(key, []) if each.get(content)}
            target[key] = [given.pop(each["name"], each) for each in source[key]] + list(given.values())
        target["invocationName"] = target.get("invocationName") or source["invocationName"]
    except (AttributeError, KeyError, TypeError):
        return document  # for the reader of the model to report
    return document


@cache
def position_words(language: str) -> Mapping[str, Sequence[Any]]:
    """Return the content of a file such as en.toml; empty if there is none. Raise ValueError if it is invalid."""
    file = FOLDER / f"{language}.toml"
    if not file.is_file():
        return {}
    try:
        words = tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{file.name}: is not TOML: {error}; correct that line") from error
    if problems := list(_problems(words)):
        raise ValueError(f"{file.name}: {problems[0]}")
    return words


def position_names(words: Mapping[str, Sequence[Any]], number: int, total: int) -> list[str]:
    """Return what a step is called by its position, such as "the sixth step" and "the last step"."""
    if not words:
        return []
    ordinals = words["ordinals"][number - 1 : number]
    forms = [form for each in ordinals for form in ([each] if isinstance(each, str) else each)]
    found = [name.replace("{ordinal}", form) for form in forms for name in words["names"]]
    places = {"first": 1, "last": total, "next_to_last": total - 1, "middle": (total + 1) / 2}
    for key, place in places.items():
        if place == number and total > 1:
            found += words.get(key, [])
    return found


def _step_types(document: Any) -> Iterator[dict[str, Any]]:
    """Yield the slot type STEP. Whatever is wrong with a model is for its reader to report."""
    try:
        types = document["interactionModel"]["languageModel"]["types"]
        yield from (each for each in types if each["name"] == STEP and all(value["name"] for value in each["values"]))
    except (KeyError, TypeError):
        return


def _problems(words: Mapping[str, Any]) -> Iterator[str]:
    for key in words.keys() - {"ordinals", "names", "first", "last", "next_to_last", "middle"}:
        yield f"{key}: is unknown; use ordinals, names, first, last, next_to_last and middle"
    for key in {"ordinals", "names", *words}:
        texts = words.get(key)
        if not isinstance(texts, list) or not texts:
            yield f"{key}: must be a list of texts"
        elif not all(_is_text(each) or (key == "ordinals" and _are_texts(each)) for each in texts):
            yield f"{key}: must be a list of texts, none of them empty"
        elif key == "names" and not all("{ordinal}" in each for each in texts):
            yield "names: each must have {ordinal}, for which the word of the position stands"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))
