"""The guide of every locale, loaded from the locale files and validated at the start."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from skill import locales
from skill.content import helplines
from skill.content.drafts import Draft, completed, find_drafts
from skill.content.merging import errors, language_of, merge_overlay, parse
from skill.content.schema import reflection_text
from skill.content.time_format import make_time_format
from skill.errors import ContentError
from skill.guide import Guide, Reflection, Step
from skill.helplines import Country
from skill.locales import REFERENCE, phrase_file

__all__ = ["REFERENCE", "Library", "load", "unfinished"]


class Library:
    """The guides by locale.

    A locale without an overlay uses its language's words, and a language without words the reference's.
    """

    def __init__(
        self, contents: Mapping[str, str], countries: Mapping[str, Country], drafts: Mapping[str, Draft] | None = None
    ) -> None:
        """Take TOML texts by "en" or "en-GB", and countries by "GB". What a draft lacks, the reference says.

        Raise ContentError, naming file and key of every error.
        """
        parsed = {name: parse(name, text) for name, text in contents.items()}
        if REFERENCE not in parsed:
            raise ContentError(f"{phrase_file(REFERENCE)}: missing; the other languages are compared with it")
        merged = {name: merge_overlay(parsed, name) for name in parsed}
        if found := "\n".join(errors(merged)):
            raise ContentError(found)
        for name, draft in (drafts or {}).items():
            merged[name] = completed(draft.content, merged.get(language_of(name), merged[REFERENCE]))
        keys = {step["key"]: _reflection_keys(step) for step in merged[REFERENCE]["steps"]}
        self.guides: Final = {name: _guide(content, keys) for name, content in merged.items()}
        self._countries = countries
        self.guide: Final = lru_cache(maxsize=64)(self._guide)

    def _guide(self, locale: str, country_code: str = "") -> Guide:
        """Return the guide with the help lines of a country; of the locale's own, if the code is empty."""
        language, _, region = locale.partition("-")
        guide = self.guides.get(locale) or self.guides.get(language) or self.guides[REFERENCE]
        country = self._countries.get(country_code or region)
        return replace(guide, country=country and country.in_language(language))


def load(*, with_drafts: bool = False) -> Library:
    """Load the library from the files of this package.

    A language that is not finished is left out, so that it does not stop the others. Only the simulator speaks it.
    """
    return _library(_contents(), locales.read(helplines.FILE), with_drafts)


def unfinished() -> dict[str, Draft]:
    """Return the drafts among the files of this package, by language or locale. Raise ContentError."""
    return dict(_drafts(_contents()))


def _contents() -> frozenset[tuple[str, str]]:
    """Return the name and the text of each phrase file."""
    return frozenset((name, locales.read(file)) for name, file in locales.phrase_files().items())


@lru_cache(maxsize=1)  # by the content, since it takes a tenth of a second
def _drafts(contents: frozenset[tuple[str, str]]) -> Mapping[str, Draft]:
    texts = dict(contents)
    return find_drafts(texts, texts.__getitem__)


@lru_cache(maxsize=2)
def _library(contents: frozenset[tuple[str, str]], lines: str, with_drafts: bool) -> Library:  # noqa: FBT001 - lru_cache
    drafts = _drafts(contents)
    finished = {name: text for name, text in sorted(contents) if name not in drafts}
    return Library(finished, helplines.parse(lines), drafts if with_drafts else None)


def _guide(content: Mapping[str, Any], reflection_keys: Mapping[str, list[str]]) -> Guide:
    return Guide(
        steps=tuple(_step(step, reflection_keys[step["key"]]) for step in content["steps"]),
        phrases={
            key: tuple(wordings) if isinstance(wordings, list) else (wordings,)
            for key, wordings in content["phrases"].items()
        },
        time_format=make_time_format(content["clock"]),
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
