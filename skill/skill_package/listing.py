"""How the skill stands in the store, by locale, from a file for each language."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from skill import locales
from skill.errors import ContentError

LONGEST = {"summary": 160, "description": 4_000, "testing_instructions": 4_000}
MOST_PHRASES, LONGEST_PHRASE = 4, 200
MOST_KEYWORDS, LONGEST_KEYWORD = 30, 150


@dataclass(frozen=True, slots=True)
class Listing:
    """The words of one language."""

    language: str
    locales: tuple[str, ...]
    name: str
    summary: str
    description: str
    example_phrases: tuple[str, ...]
    keywords: tuple[str, ...]
    testing_instructions: str


def load() -> list[Listing]:
    """Raises ContentError, naming file and key."""
    texts = {name: locales.read(name) for name in (f"{language}/listing.toml" for language in locales.languages())}
    return [read(name, text) for name, text in texts.items() if text]


def read(name: str, text: str) -> Listing:
    """Raises ContentError, naming file and key."""
    try:
        content = tomllib.loads(text)
        values: dict[str, Any] = {key: _tidy(value) for key, value in content.items()}
        listing = Listing(name.partition("/")[0], **values)
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        raise ContentError(f"{name}: {error}") from error
    if faults := "\n".join(f"{name}: {fault}" for fault in _faults(listing)):
        raise ContentError(faults)
    return listing


def _tidy(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value.strip()


def _faults(listing: Listing) -> Iterator[str]:
    """Amazon's limits."""
    for key, most in LONGEST.items():
        if len(getattr(listing, key)) > most:
            yield f"{key}: has {len(getattr(listing, key))} characters of at most {most}"
    for key, most, longest in (
        ("example_phrases", MOST_PHRASES, LONGEST_PHRASE),
        ("keywords", MOST_KEYWORDS, LONGEST_KEYWORD),
    ):
        if not 1 <= len(getattr(listing, key)) <= most or max(map(len, getattr(listing, key))) > longest:
            yield f"{key}: takes 1 to {most} of at most {longest} characters"
