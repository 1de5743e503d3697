"""The guide of every locale, loaded from the locale files and validated at the start."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from skill import locales
from skill.content import helplines
from skill.content.schema import content_errors, reflection_text, structure_error
from skill.errors import ContentError
from skill.guide import Guide, Reflection, Step
from skill.helplines import Country
from skill.locales import phrase_file

REFERENCE: Final = "en"
"""The language that defines the steps and phrases which every other language must have."""


class Library:
    """The guides by locale.

    A locale without an overlay uses its language's words, and a language without words the reference's.
    """

    def __init__(self, contents: Mapping[str, str], countries: Mapping[str, Country]) -> None:
        """Take TOML texts by "en" or "en-GB", and countries by "GB".

        Raise ContentError, naming file and key of every error.
        """
        parsed = {name: _parse(name, text) for name, text in contents.items()}
        if REFERENCE not in parsed:
            raise ContentError(f"{phrase_file(REFERENCE)}: missing; the other languages are compared with it")
        merged = {name: _merge_overlay(parsed, name) for name in parsed}
        if errors := "\n".join(_errors(merged)):
            raise ContentError(errors)
        keys = {step["key"]: _reflection_keys(step) for step in merged[REFERENCE]["steps"]}
        self.guides: Final = {name: _guide(content, keys) for name, content in merged.items()}
        self._countries = countries
        self.guide: Final = lru_cache(maxsize=64)(self._guide)

    def _guide(self, locale: str) -> Guide:
        language, _, region = locale.partition("-")
        guide = self.guides.get(locale) or self.guides.get(language) or self.guides[REFERENCE]
        return replace(guide, country=self._countries.get(region))


def load() -> Library:
    """Load the library from the files of this package."""
    return Library(locales.phrase_files(), helplines.load())


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{phrase_file(name)}: {error}") from error
    if error_text := structure_error(content):
        raise ContentError(f"{phrase_file(name)}: {error_text}")
    return content


def _merge_overlay(parsed: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """Merge a locale's content into its language's: phrases by key, steps by key and field."""
    language = _language(name)
    if name == language:
        return parsed[name]
    base, overlay = parsed.get(language, {}), parsed[name]
    changes = {step["key"]: step for step in overlay.get("steps", [])}
    known = [step["key"] for step in base.get("steps", [])]
    unknown = [step for key, step in changes.items() if key not in known]
    return {
        **base,
        **overlay,
        "phrases": base.get("phrases", {}) | overlay.get("phrases", {}),
        "steps": [step | changes.get(step["key"], {}) for step in base.get("steps", [])] + unknown,
    }


def _errors(merged: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Yield every error with its file. What a locale inherits is reported for the language only."""
    found = {name: tuple(content_errors(content, merged[REFERENCE])) for name, content in merged.items()}
    for name in sorted(found):
        inherited = () if name == _language(name) else found.get(_language(name), ())
        yield from (f"{phrase_file(name)}: {error}" for error in found[name] if error not in inherited)


def _language(name: str) -> str:
    return name.partition("-")[0]


def _guide(content: Mapping[str, Any], reflection_keys: Mapping[str, list[str]]) -> Guide:
    return Guide(
        steps=tuple(_step(step, reflection_keys[step["key"]]) for step in content["steps"]),
        phrases={
            key: tuple(wordings) if isinstance(wordings, list) else (wordings,)
            for key, wordings in content["phrases"].items()
        },
    )


def _step(step: Mapping[str, Any], reflection_keys: list[str]) -> Step:
    reflections = tuple(map(_reflection, reflection_keys, step["reflections"]))
    paths = {path: _texts(changes) for path, changes in step.get("paths", {}).items()}
    return Step(**_texts(step) | {"reflections": reflections, "paths": paths})


def _texts(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


def _reflection(key: str, entry: str | Mapping[str, Any]) -> Reflection:
    if isinstance(entry, str):
        return Reflection(key, entry)
    return Reflection(key, entry["text"], tuple(entry.get("paths", ())), entry.get("two", False))


def _reflection_keys(step: Mapping[str, Any]) -> list[str]:
    """Hash the reference's words, so that adding or moving a prompt does not change the keys of the others."""
    return [sha256(reflection_text(entry).encode()).hexdigest()[:6] for entry in step["reflections"]]
