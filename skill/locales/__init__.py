"""Reads the words of every language. README.md in this folder explains the files."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from skill.errors import ContentError

_LANGUAGE: Final = re.compile("[a-z]{2}")
_LOCALE: Final = re.compile(r"[a-z]{2}-[A-Z]{2}\.toml")


@cache
def languages() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in files(__name__).iterdir() if _LANGUAGE.fullmatch(entry.name)))


@cache
def main_locale(language: str) -> str:
    """Return the first locale in a language's listing.toml: its words were written for it.

    Return the name itself if it has no listing, as for a locale. Raise ContentError if the file is not TOML.
    """
    name = f"{language}/listing.toml"
    try:
        locales: list[str] = tomllib.loads(read(name)).get("locales", [language])
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{name}: {error}") from error
    return locales[0]


def read(name: str) -> str:
    """Return the text of a file such as "en/phrases.toml"; empty if it does not exist."""
    file = files(__name__).joinpath(*name.split("/"))
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def read_bytes(name: str) -> bytes:
    """Return the content of a file such as "en/crisis_classifier.safetensors"; empty if it does not exist."""
    file = files(__name__).joinpath(*name.split("/"))
    return file.read_bytes() if file.is_file() else b""


def phrase_files() -> Mapping[str, str]:
    """Return the texts of the phrase files by language ("en") and of the overlays by locale ("en-GB")."""
    texts = {}
    for language in languages():
        texts[language] = read(f"{language}/phrases.toml")
        for entry in files(__name__).joinpath(language).iterdir():
            if _LOCALE.fullmatch(entry.name):
                texts[entry.name.removesuffix(".toml")] = entry.read_text(encoding="utf-8")
    return texts


def phrase_file(name: str) -> str:
    """Return the file of a language or locale: "en/phrases.toml" for "en", "en/en-GB.toml" for "en-GB"."""
    language, _, region = name.partition("-")
    return f"{language}/{name}.toml" if region else f"{language}/phrases.toml"


@cache
def time_zone(locale: str) -> str:
    """The time zone that most devices of a locale are set to; UTC if the locale is unknown."""
    zone: str = tomllib.loads(read("locales.toml")).get(locale, {}).get("time_zone", "UTC")
    return zone
