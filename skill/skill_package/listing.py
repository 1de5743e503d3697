"""The skill's page in the store, loaded from each language's listing.toml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from skill import locales
from skill.content import library
from skill.errors import ContentError
from skill.locales import REFERENCE
from skill.toml_reader import AnyKeys, read_toml

LONGEST = {"summary": 160, "description": 4_000, "testing_instructions": 4_000}
STEPS: Final = "{steps}"
"""Stands in a description for the numbered titles of the steps."""

MOST_PHRASES, LONGEST_PHRASE = 4, 200
MOST_KEYWORDS, LONGEST_KEYWORD = 30, 150


@dataclass(frozen=True, slots=True)
class Listing:
    language: str
    locales: tuple[str, ...]
    """The main locale first."""

    name: str
    summary: str
    description: str
    example_phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    testing_instructions: str
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By locale, what it writes instead of the main locale's words."""

    def described(self, locale: str, titles: Sequence[str]) -> str:
        """Return the description with the titles of the steps, one a line with its number, for {steps}."""
        text = self.spelled(self.description, locale)
        return text.replace(STEPS, "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1)))

    def spelled(self, text: str, locale: str) -> str:
        """Return a text in the spelling of a locale."""
        for word, instead in self.spellings.get(locale, {}).items():
            text = text.replace(word, instead)
        return text


SHAPE: Final = {
    "locales": [str],
    "name": str,
    "summary": str,
    "description": str,
    "example_phrases": [str],
    "keywords": [str],
    "testing_instructions": str,
    "spellings?": AnyKeys(AnyKeys(str)),
}
"""The shape of a listing.toml."""


def load() -> list[Listing]:
    """Return the listings of all finished languages, the reference's first. Raise ContentError, naming file and key."""
    finished = set(locales.languages()) - library.unfinished().keys()
    ordered = sorted(finished, key=lambda language: (language != REFERENCE, language))
    return [parse(name, locales.read(name)) for name in (f"{language}/listing.toml" for language in ordered)]


def parse(name: str, text: str) -> Listing:
    """Parse a file such as "en/listing.toml". Raise ContentError, naming file and key."""
    content = read_toml(text, name, SHAPE)
    values: dict[str, Any] = {key: _clean(value) for key, value in content.items()}
    listing = Listing(name.partition("/")[0], **values)
    if errors := "\n".join(f"{name}: {error}" for error in _errors(listing)):
        raise ContentError(errors)
    return listing


def _clean(value: Any) -> Any:
    match value:
        case list():
            return tuple(value)
        case dict():
            return value
        case _:
            return value.strip()


def _errors(listing: Listing) -> Iterator[str]:
    yield from _locale_errors(listing)
    yield from _limit_errors(listing)


def _locale_errors(listing: Listing) -> Iterator[str]:
    for locale in listing.locales:
        if not re.fullmatch(f"{listing.language}-[A-Z]{{2}}", locale):
            yield f"locales: {locale!r} must be a locale of this language, such as {listing.language}-XX"
    if not listing.locales or len(set(listing.locales)) < len(listing.locales):
        yield "locales: must name at least one locale, and none twice"
    for locale, words in listing.spellings.items():
        if locale not in listing.locales:
            yield f"spellings.{locale}: must be a table of words for one of the locales"
        elif unused := [word for word in words if word not in f"{listing.summary} {listing.description}"]:
            yield f"spellings.{locale}: not in the summary or the description: {', '.join(unused)}"


def _limit_errors(listing: Listing) -> Iterator[str]:
    """Yield where the listing exceeds Amazon's limits."""
    for key, most in LONGEST.items():
        if len(getattr(listing, key)) > most:
            yield f"{key}: {len(getattr(listing, key))} characters; at most {most} allowed"
    for key, most, longest in (
        ("example_phrases", MOST_PHRASES, LONGEST_PHRASE),
        ("keywords", MOST_KEYWORDS, LONGEST_KEYWORD),
    ):
        if not 1 <= len(getattr(listing, key)) <= most or max(map(len, getattr(listing, key))) > longest:
            yield f"{key}: must have 1 to {most} entries of at most {longest} characters"
