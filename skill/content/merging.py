"""Parses phrase files, merges overlays into their languages, and finds what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from skill.content.schema import content_errors, structure_error
from skill.errors import ContentError
from skill.locales import REFERENCE, phrase_file
from skill.toml_reader import read_toml


def language_of(name: str) -> str:
    """Return the language of a language or locale: "en" for "en-GB"."""
    return name.partition("-")[0]


def parse(name: str, text: str) -> dict[str, Any]:
    """Parse the file of a language or locale. Raise ContentError, naming the file and what is wrong."""
    content = read_toml(text, phrase_file(name))
    if error_text := structure_error(content):
        raise ContentError(f"{phrase_file(name)}: {error_text}")
    return content


def merge_overlay(parsed: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """Merge a locale's content into its language's: phrases by key, steps by key and field."""
    language = language_of(name)
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
        "clock": base.get("clock", {}) | overlay.get("clock", {}),
        "steps": [step | changes.get(step["key"], {}) for step in base.get("steps", [])] + unknown,
    }


def errors(merged: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """Yield every error with its file. What a locale inherits is reported for the language only."""
    found = {name: tuple(content_errors(content, merged[REFERENCE])) for name, content in merged.items()}
    for name in sorted(found):
        inherited = () if name == language_of(name) else found.get(language_of(name), ())
        yield from (f"{phrase_file(name)}: {error}" for error in found[name] if error not in inherited)
