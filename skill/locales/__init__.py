"""The words of every language, a folder each: phrases, crisis phrases, store listing, pages, and overlays by locale."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

_LANGUAGE: Final = re.compile("[a-z]{2}")
_LOCALE: Final = re.compile(r"[a-z]{2}-[A-Z]{2}\.toml")


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in files(__name__).iterdir() if _LANGUAGE.fullmatch(entry.name)))


def read(name: str) -> str:
    """The text of a file such as "en/phrases.toml"; empty where there is none."""
    file = files(__name__).joinpath(*name.split("/"))
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def phrase_files() -> Mapping[str, str]:
    """Texts by language ("en") and by locale ("en-GB"), as they stand in the files."""
    texts = {}
    for language in languages():
        texts[language] = read(f"{language}/phrases.toml")
        for entry in files(__name__).joinpath(language).iterdir():
            if _LOCALE.fullmatch(entry.name):
                texts[entry.name.removesuffix(".toml")] = entry.read_text(encoding="utf-8")
    return texts


def phrase_file(name: str) -> str:
    """Where the words of a language or a locale stand."""
    language, _, region = name.partition("-")
    return f"{language}/{name}.toml" if region else f"{language}/phrases.toml"


@cache
def time_zone(locale: str) -> str:
    """The time zone that most devices of a locale are set to; UTC if the locale is unknown."""
    zone: str = tomllib.loads(read("locales.toml")).get(locale, {}).get("time_zone", "UTC")
    return zone
