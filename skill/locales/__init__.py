"""Reads the words of every language. README.md in this folder explains the files."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from skill.errors import ContentError
from skill.toml_reader import AnyKeys, read_toml

_LANGUAGE: Final = re.compile("[a-z]{2}")
_LOCALE: Final = re.compile(r"[a-z]{2}-[A-Z]{2}\.toml")

REFERENCE: Final = "en"
"""The language that defines the steps and phrases which every other language must have."""


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in files(__name__).iterdir() if _LANGUAGE.fullmatch(entry.name)))


@cache
def locales_of(language: str) -> tuple[str, ...]:
    """Return the locales in a language's listing.toml, the main one first: its words were written for it.

    Without a valid listing, return those with an overlay.
    """
    listed: object = None
    with suppress(ContentError):  # `doctor` reports it, and one language must not stop the others
        listed = read_toml(read(f"{language}/listing.toml"), f"{language}/listing.toml").get("locales")
    names = listed if isinstance(listed, list) else []
    found = tuple(name for name in names if isinstance(name, str) and _LOCALE.fullmatch(f"{name}.toml"))
    return found or tuple(sorted(name for name in phrase_files() if name.startswith(f"{language}-")))


@cache
def main_locale(name: str) -> str:
    """Return the first locale of a language; the name itself for a locale, and for a language that has none."""
    return next(iter(locales_of(name)), name) if "-" not in name else name


def read(name: str) -> str:
    """Return the text of a file such as "en/phrases.toml"; empty if it does not exist. Raise ContentError."""
    file = files(__name__).joinpath(*name.split("/"))
    try:
        return file.read_text(encoding="utf-8") if file.is_file() else ""
    except UnicodeDecodeError as error:
        raise ContentError(f"{name}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error


def read_bytes(name: str) -> bytes:
    """Return the content of a file such as "en/crisis_classifier.safetensors"; empty if it does not exist."""
    file = files(__name__).joinpath(*name.split("/"))
    return file.read_bytes() if file.is_file() else b""


def phrase_files() -> Mapping[str, str]:
    """Return the names of the phrase files by language ("en") and of the overlays by locale ("en-GB")."""
    found = {}
    for language in languages():
        found[language] = phrase_file(language)
        for entry in sorted(files(__name__).joinpath(language).iterdir(), key=lambda entry: entry.name):
            if _LOCALE.fullmatch(entry.name):
                found[entry.name.removesuffix(".toml")] = f"{language}/{entry.name}"
    return found


def phrase_file(name: str) -> str:
    """Return the file of a language or locale: "en/phrases.toml" for "en", "en/en-GB.toml" for "en-GB"."""
    language, _, region = name.partition("-")
    return f"{language}/{name}.toml" if region else f"{language}/phrases.toml"


@cache
def time_zone(locale: str) -> str:
    """The time zone that most devices of a locale are set to; UTC if the locale is unknown. Raise ContentError."""
    zone: str = time_zones().get(locale, {}).get("time_zone", "UTC")
    return zone


@cache
def further_countries(locale: str) -> Mapping[str, str]:
    """Return the codes of the countries, other than its own, whose devices speak a locale, by time zone.

    Raise ContentError.
    """
    countries = time_zones().get(locale, {}).get("countries", {})
    return {zone: code for code, zones in countries.items() for zone in zones}


def time_zones() -> Mapping[str, Any]:
    """Return the content of locales.toml. Raise ContentError."""
    shape = AnyKeys({"time_zone": str, "countries?": AnyKeys([str])})
    return read_toml(read("locales.toml"), "locales.toml", shape)


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (OSError, KeyError, ValueError):
        return False
    return True
