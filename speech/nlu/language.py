"""What everybody who speaks a language knows, whatever the skill: small words, Amazon's own phrases, times, dates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from speech.errors import SpeechError
from speech.nlu.tokens import Words, words

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


class Fillers:
    """The fillers of one language; of what is nothing but fillers, something always remains."""

    def __init__(self, spoken: Language) -> None:
        self._before = spoken.phrases("fillers", "before")
        self._after = spoken.phrases("fillers", "after")

    def trim(self, said: Words) -> Words:
        """What is left without those at the end, then without those at the start."""
        return self.trim_start(self.trim_end(said))

    def trim_start(self, said: Words) -> Words:
        while phrase := next((each for each in self._before if said[: len(each)] == each and said != each), None):
            said = said[len(phrase) :]
        return said

    def trim_end(self, said: Words) -> Words:
        while phrase := next((each for each in self._after if said[-len(each) :] == each and said != each), None):
            said = said[: -len(phrase)]
        return said


@cache
def fillers(locale: str) -> Fillers:
    """Those of the locale's language."""
    return Fillers(language(locale))
