"""Loads the help lines from helplines.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar, get_args

from skill import locales
from skill.errors import ContentError
from skill.helplines import FEWEST_SOURCES, Country, HelpLine, Purpose

Entry = TypeVar("Entry")


def load() -> dict[str, Country]:
    return parse(locales.read("helplines.toml"))


def parse(text: str) -> dict[str, Country]:
    """Return countries by code. Raise ContentError, naming the entry."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"helplines.toml: {error}") from error
    tables = _tables(content.get("countries", []), "helplines.toml: countries")
    countries = {country.code: country for country in map(_country, tables)}
    if len(countries) < len(tables):
        raise ContentError("helplines.toml: countries: duplicate code")
    return countries


def _country(table: Mapping[str, Any]) -> Country:
    name = f"helplines.toml: countries.{table.get('code', '?')}"
    lines = tuple(_line(line, name) for line in _tables(table.get("lines", []), f"{name}.lines"))
    country = replace(
        _entry(Country, {key: value for key, value in table.items() if key != "lines"}, name), lines=lines
    )
    if len(country.emergency_sources) < FEWEST_SOURCES or (country.web and len(country.web_sources) < FEWEST_SOURCES):
        raise ContentError(
            f"{name}: emergency and web need at least {FEWEST_SOURCES} sources, since they are always spoken"
        )
    return country


def _line(table: Mapping[str, Any], country: str) -> HelpLine:
    name = f"{country}.{table.get('name', '?')}"
    line = _entry(HelpLine, table, name)
    if line.purpose not in get_args(Purpose):
        raise ContentError(f"{name}.purpose: must be one of {', '.join(get_args(Purpose))}")
    return line


def _tables(value: object, name: str) -> list[dict[str, Any]]:
    if not (isinstance(value, list) and all(isinstance(table, dict) for table in value)):
        raise ContentError(f"{name}: must be [[tables]]")
    return value


def _entry(kind: type[Entry], table: Mapping[str, Any], name: str) -> Entry:
    try:
        return kind(**{key: _value(value, key, f"{name}.{key}") for key, value in table.items()})
    except TypeError as error:
        raise ContentError(f"{name}: {error}") from error


def _value(value: object, key: str, name: str) -> object:
    """Check the type, so that for example a string is not counted as many sources, one for each letter."""
    if key.endswith("sources"):
        if not (isinstance(value, list) and all(isinstance(source, str) and source for source in value)):
            raise ContentError(f"{name}: must be a list of texts")
        return tuple(value)
    kind, description = (date, "a date") if key == "last_verified" else (str, "a text")
    if type(value) is not kind:
        raise ContentError(f"{name}: must be {description}")
    return value
