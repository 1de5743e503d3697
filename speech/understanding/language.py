"""What everybody who speaks a language knows, whatever the skill: small words, Amazon's own phrases, times, dates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from speech.errors import SpeechError
from speech.understanding.words import Words, words

_FOLDER = Path(__file__).parent / "languages"


class LanguageError(SpeechError):
    """Sentences in a language cannot be understood here."""


@dataclass(frozen=True, slots=True)
class Language:
    """The tables of one language, or of none at all where it has no file; number words come from Unicode's data."""

    code: str
    tables: Mapping[str, Any]

    def table(self, *path: str) -> Mapping[str, Any]:
        found: Any = self.tables
        for key in path:
            found = found.get(key, {})
        return dict(found)

    def texts(self, *path: str) -> tuple[str, ...]:
        return tuple(self.table(*path[:-1]).get(path[-1], ()))

    def phrases(self, *path: str) -> tuple[Words, ...]:
        """The texts of a list as words, the longest first."""
        return tuple(sorted(map(words, self.texts(*path)), key=len, reverse=True))


@cache
def language(locale: str) -> Language:
    """The language of a locale such as "en-GB", or of a language code."""
    code = locale.replace("_", "-").split("-")[0].lower()
    file = _FOLDER / f"{code}.toml"
    return Language(code, tomllib.loads(file.read_text("utf-8")) if file.is_file() else {})
