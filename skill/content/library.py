"""Every locale's guide, read from the content files and checked before anybody hears it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from skill import locales
from skill.content import helplines
from skill.content.schema import faults, unreadable
from skill.errors import ContentError
from skill.guide import Guide, Reflection, Step
from skill.helplines import Country
from skill.locales import phrase_file

REFERENCE: Final = "en"
"""The language whose steps and phrases every other one must have."""


class Library:
    """The guides by locale. Without an overlay a locale has its language's words; other languages the reference's."""

    def __init__(self, contents: Mapping[str, str], countries: Mapping[str, Country]) -> None:
        """Takes TOML texts by "en" or "en-GB", and countries by "GB".

        Raises ContentError, naming file and key of everything crooked.
        """
        parsed = {name: _parse(name, text) for name, text in contents.items()}
        if REFERENCE not in parsed:
            raise ContentError(
                f"{phrase_file(REFERENCE)}: missing; it is the content that the others are compared with"
            )
        whole = {name: _overlaid(parsed, name) for name in parsed}
        if crooked := "\n".join(_crooked(whole)):
            raise ContentError(crooked)
        keys = {step["key"]: _reflection_keys(step) for step in whole[REFERENCE]["steps"]}
        self.guides: Final = {name: _guide(content, keys) for name, content in whole.items()}
        self._countries = countries
        self.guide: Final = lru_cache(maxsize=64)(self._guide)

    def _guide(self, locale: str) -> Guide:
        language, _, region = locale.partition("-")
        guide = self.guides.get(locale) or self.guides.get(language) or self.guides[REFERENCE]
        return replace(guide, country=self._countries.get(region))


def load() -> Library:
    """The library of the content files in this package."""
    return Library(locales.phrase_files(), helplines.load())


def _crooked(whole: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Every fault with its file. What a locale has from its language is told of the language alone."""
    found = {name: tuple(faults(content, whole[REFERENCE])) for name, content in whole.items()}
    for name in sorted(found):
        inherited = () if name == _language(name) else found.get(_language(name), ())
        yield from (f"{phrase_file(name)}: {fault}" for fault in found[name] if fault not in inherited)


def _language(name: str) -> str:
    return name.partition("-")[0]


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{phrase_file(name)}: {error}") from error
    if fault := unreadable(content):
        raise ContentError(f"{phrase_file(name)}: {fault}")
    return content


def _overlaid(parsed: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """A locale's content laid over its language's: phrases by key, steps by key and field."""
    language = _language(name)
    if name == language:
        return parsed[name]
    base, overlay = parsed.get(language, {}), parsed[name]
    over = {step["key"]: step for step in overlay.get("steps", [])}
    known = [step["key"] for step in base.get("steps", [])]
    strangers = [step for key, step in over.items() if key not in known]
    return {
        **base,
        **overlay,
        "phrases": base.get("phrases", {}) | overlay.get("phrases", {}),
        "steps": [step | over.get(step["key"], {}) for step in base.get("steps", [])] + strangers,
    }


def _guide(content: Mapping[str, Any], reflection_keys: Mapping[str, list[str]]) -> Guide:
    return Guide(
        steps=tuple(_step(step, reflection_keys[step["key"]]) for step in content["steps"]),
        phrases={
            key: tuple(wordings) if isinstance(wordings, list) else (wordings,)
            for key, wordings in content["phrases"].items()
        },
    )


def _step(step: Mapping[str, Any], reflection_keys: list[str]) -> Step:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in step.items()}
    return Step(**values | {"reflections": tuple(map(Reflection, reflection_keys, step["reflections"]))})


def _reflection_keys(step: Mapping[str, Any]) -> list[str]:
    """Made from the reference's words, so that adding or moving a prompt leaves the others' keys as they are."""
    return [sha256(text.encode()).hexdigest()[:6] for text in step["reflections"]]
