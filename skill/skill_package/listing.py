"""The skill's page in the store, loaded from each language's listing.toml."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from skill import locales
from skill.errors import ContentError

LONGEST = {"summary": 160, "description": 4_000, "testing_instructions": 4_000}
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

    def spelled(self, text: str, locale: str) -> str:
        """Return a text in the spelling of a locale."""
        for word, instead in self.spellings.get(locale, {}).items():
            text = text.replace(word, instead)
        return text


def load() -> list[Listing]:
    """Raise ContentError, naming file and key."""
    texts = {name: locales.read(name) for name in (f"{language}/listing.toml" for language in locales.languages())}
    return [parse(name, text) for name, text in texts.items() if text]


def parse(name: str, text: str) -> Listing:
    """Parse a file such as "en/listing.toml". Raise ContentError, naming file and key."""
    try:
        content = tomllib.loads(text)
        values: dict[str, Any] = {key: _clean(value) for key, value in content.items()}
        listing = Listing(name.partition("/")[0], **values)
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise ContentError(f"{name}: {error}") from error
    if errors := "\n".join(f"{name}: {error}" for error in _limit_errors(listing)):
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


def _limit_errors(listing: Listing) -> Iterator[str]:
    """Yield where the listing exceeds Amazon's limits."""
    for locale, words in listing.spellings.items():
        if (
            locale not in listing.locales
            or not isinstance(words, dict)
            or not all(isinstance(word, str) for word in words.values())
        ):
            yield f"spellings.{locale}: must be a table of words for one of the locales"
        elif unused := [word for word in words if word not in f"{listing.summary} {listing.description}"]:
            yield f"spellings.{locale}: not in the summary or the description: {', '.join(unused)}"
    for key, most in LONGEST.items():
        if len(getattr(listing, key)) > most:
            yield f"{key}: {len(getattr(listing, key))} characters; at most {most} allowed"
    for key, most, longest in (
        ("example_phrases", MOST_PHRASES, LONGEST_PHRASE),
        ("keywords", MOST_KEYWORDS, LONGEST_KEYWORD),
    ):
        if not 1 <= len(getattr(listing, key)) <= most or max(map(len, getattr(listing, key))) > longest:
            yield f"{key}: must have 1 to {most} entries of at most {longest} characters"
