"""Loads the help lines from helplines.toml."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from skill import locales
from skill.errors import ContentError
from skill.helplines import FEWEST_SOURCES, Country, HelpLine, Purpose
from skill.toml_reader import read_toml

Entry = TypeVar("Entry")
FILE: Final = "helplines.toml"
TRANSLATED: Final = ("name", "hours", "whom", "said", "press", "text", "web", "chat")
"""The fields of a line, and `web` of a country, that can be a table with a text for each language."""

OF_SOME_LANGUAGES: Final = frozenset({"said", "press"})
"""Those that a language without a text of its own does not have. The others are said in the first language."""


def load() -> dict[str, Country]:
    return parse(locales.read(FILE))


def parse(text: str) -> dict[str, Country]:
    """Return countries by code. Raise ContentError, naming the entry."""
    content = read_toml(text, FILE)
    for key in content.keys() - {"countries"}:
        raise ContentError(f"{FILE}: {key}: is unknown; use only [[countries]]")
    tables = _tables(content.get("countries", []), f"{FILE}: countries")
    countries = {country.code: country for country in map(_country, tables)}
    if len(countries) < len(tables):
        repeated = Counter(table["code"] for table in tables).most_common(1)[0][0]
        raise ContentError(f"{FILE}: countries: duplicate code {repeated}; join its two entries")
    return countries


def _country(table: Mapping[str, Any]) -> Country:
    name = f"{FILE}: countries.{table.get('code', '?')}"
    lines = tuple(_line(line, name) for line in _tables(table.get("lines", []), f"{name}.lines"))
    plain, translations = _split_languages({key: value for key, value in table.items() if key != "lines"}, name)
    country = replace(_entry(Country, plain, name), lines=lines, translations=translations)
    always_spoken = (
        (country.emergency, country.emergency_sources),
        (country.web, country.web_sources),
        (country.police, country.police_sources),
        (country.emergency_text, country.emergency_text_sources),
    )
    if any(contact and len(sources) < FEWEST_SOURCES for contact, sources in always_spoken):
        raise ContentError(
            f"{name}: emergency, web, police and emergency_text need at least {FEWEST_SOURCES} sources, since they are"
            " always spoken"
        )
    return country


def _line(table: Mapping[str, Any], country: str) -> HelpLine:
    plain, translations = _split_languages(table, f"{country}.{_shown_name(table)}")
    name = f"{country}.{plain.get('name', '?')}"
    line = replace(_entry(HelpLine, plain, name), translations=translations)
    if line.purpose not in get_args(Purpose):
        raise ContentError(f"{name}.purpose: must be one of {', '.join(get_args(Purpose))}")
    return line


def _shown_name(table: Mapping[str, Any]) -> str:
    name = table.get("name", "?")
    return str(next(iter(name.values()), "?") if isinstance(name, dict) else name)


def _split_languages(table: Mapping[str, Any], name: str) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Return the texts for a language that has none, mostly those of the first one, and by language all texts."""
    plain, translations = dict(table), dict[str, dict[str, str]]()
    for key in TRANSLATED:
        texts = table.get(key)
        if not isinstance(texts, dict):
            continue
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise ContentError(
                f'{name}.{key}: must be a text, or texts by language such as {{ en = "...", es = "..." }}'
            )
        plain[key] = "" if key in OF_SOME_LANGUAGES else next(iter(texts.values()))
        for language, text in texts.items():
            translations.setdefault(language, {})[key] = text
    return plain, translations


def _tables(value: object, name: str) -> list[dict[str, Any]]:
    if not (isinstance(value, list) and all(isinstance(table, dict) for table in value)):
        raise ContentError(f"{name}: must be [[tables]]")
    return value


def _entry(kind: type[Entry], table: Mapping[str, Any], name: str) -> Entry:
    known = {each.name for each in fields(kind)} - {"translations"}  # type: ignore[arg-type]
    for key in sorted(table.keys() - known):
        close = get_close_matches(key, known, n=1)
        raise ContentError(f"{name}: unknown key '{key}'; " + (f"did you mean {close[0]}?" if close else "remove it"))
    values = {key: _value(value, key, f"{name}.{key}") for key, value in table.items()}
    try:
        return kind(**values)
    except TypeError as error:
        missing = ", ".join(re.findall(r"'\w+'", str(error)))
        raise ContentError(f"{name}: the key {missing} is missing; write it") from error


def _value(value: object, key: str, name: str) -> object:
    """Check the type, so that for example a string is not counted as many sources, one for each letter."""
    if key == "languages" or key.endswith("sources"):
        if not (isinstance(value, list) and all(isinstance(text, str) and text for text in value)):
            raise ContentError(f"{name}: must be a list of texts")
        return tuple(value)
    kind, description = (date, "a date") if key == "last_verified" else (str, "a text")
    if type(value) is not kind:
        raise ContentError(f"{name}: must be {description}")
    return value
