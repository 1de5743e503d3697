"""What holds for a language, whatever the skill: function words, Amazon's built-in phrases, words of times and dates.

Each language is a file in `languages/`. A language without a file has no tables; its number words still come from
Unicode's data.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from speech.errors import SpeechError
from speech.nlu.tokens import Tokens, tokenize

_FOLDER = Path(__file__).parent / "languages"

_LOCALES = {
    "ar": "ar-SA", "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN", "it": "it-IT",
    "ja": "ja-JP", "nl": "nl-NL", "pt": "pt-BR",
}  # fmt: skip
"""The first locale of each language that Alexa speaks."""

_IN_NAME = re.compile(r"(?<![^\W_])([a-z]{2})(?:[-_]([a-z]{2}))?(?![^\W_])", re.IGNORECASE)


class LanguageError(SpeechError):
    """Utterances in a language cannot be recognized."""


def locale_of_file(path: Path) -> str:
    """Return the locale in a file's name or else its folder's, as in `quiz.de-DE.json`, `model_fr.json` and `es-ES/`.

    Empty if there is none. Two letters alone are a language only at the end of a name.
    """
    folder = path.absolute().parent.name
    in_folder = _IN_NAME.fullmatch(folder)
    found = [each for each in _IN_NAME.finditer(path.stem) if each[2] or each.end() == len(path.stem)]
    for each in (*reversed(found), *filter(None, [in_folder])):
        if each[1].lower() in _LOCALES:
            return f"{each[1].lower()}-{each[2].upper()}" if each[2] else _LOCALES[each[1].lower()]
    return ""


@cache
def load_language(locale: str) -> "Language":
    """Load the language of a locale such as "en-GB", or of a language code."""
    first, *rest = locale.replace("_", "-").split("-")
    code = first.lower()
    file = _FOLDER / f"{code}.toml"
    return Language(code, tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}, "".join(rest[-1:]).upper())


@dataclass(frozen=True)
class Language:
    code: str
    tables: Mapping[str, Any]
    """The content of the language's file."""

    region: str = ""
    """Such as "GB"; empty if it is not known."""

    def table(self, *path: str) -> Mapping[str, Any]:
        """Return the table at a path of keys; empty if the language has none."""
        found: Any = self.tables
        for key in path:
            found = found.get(key, {})
        return dict(found)

    def texts(self, *path: str) -> tuple[str, ...]:
        """Return the list at a path of keys; empty if the language has none."""
        return tuple(self.table(*path[:-1]).get(path[-1], ()))

    def phrases(self, *path: str) -> tuple[Tokens, ...]:
        """Return the list at a path of keys as tokens, the longest first."""
        return tuple(sorted(map(tokenize, self.texts(*path)), key=len, reverse=True))

    @cached_property
    def fillers(self) -> "Fillers":
        return Fillers(*(self.phrases("fillers", place) for place in ("before", "after", "hedges")))


@dataclass(frozen=True, slots=True)
class Fillers:
    """Words around a request that do not change its meaning, such as "please". Trimming never removes every word."""

    before: tuple[Tokens, ...]
    after: tuple[Tokens, ...]
    hedges: tuple[Tokens, ...]
    """Those that make an answer unsure, such as "maybe"."""

    def trim(self, tokens: Tokens) -> Tokens:
        """Trim the end first: the order matters if only fillers are left."""
        return self.trim_start(self.trim_end(tokens))

    def trim_start(self, tokens: Tokens) -> Tokens:
        while phrase := next((each for each in self.before if tokens[: len(each)] == each != tokens), None):
            tokens = tokens[len(phrase) :]
        return tokens

    def trim_end(self, tokens: Tokens) -> Tokens:
        while phrase := next((each for each in self.after if tokens[-len(each) :] == each != tokens), None):
            tokens = tokens[: -len(phrase)]
        return tokens

    def has_hedge(self, tokens: Tokens, trimmed: Tokens) -> bool:
        """Whether there is a hedge around the trimmed tokens."""
        start = next(at for at in range(len(tokens)) if tokens[at : at + len(trimmed)] == trimmed)
        around = (tokens[:start], tokens[start + len(trimmed) :])
        return any(
            part[at : at + len(hedge)] == hedge for part in around for hedge in self.hedges for at in range(len(part))
        )


class Contractions:
    """Splits "don't" into "do not" and "he'll" into "he will"."""

    def __init__(self, language: Language) -> None:
        self._whole = language.table("contractions", "whole")
        self._endings = language.table("contractions", "endings")
        self._any_ending = tuple(self._endings)

    def split(self, tokens: Tokens) -> Iterator[str]:
        for token in tokens:
            if token in self._whole:
                yield from self._whole[token].split()
            elif token.endswith(self._any_ending):
                ending = next(ending for ending in self._endings if token.endswith(ending))
                yield token.removesuffix(ending)
                yield self._endings[ending]
            else:
                yield token


class Mood:
    def __init__(self, language: Language) -> None:
        self._contractions = Contractions(language)
        self._negations = frozenset(language.texts("negations"))
        self._question_words = frozenset(language.texts("question_words"))
        self._refusals = language.phrases("refusals")

    def is_negated(self, tokens: Tokens) -> bool:
        """Whether a word turns the sentence into its opposite."""
        return not self._negations.isdisjoint(self._words(tokens))

    def is_refusal(self, tokens: Tokens) -> bool:
        """Whether it asks not to do what follows, as in "don't stop"."""
        words = self._words(tokens)
        return any(words[: len(phrase)] == phrase for phrase in self._refusals)

    def is_question(self, tokens: Tokens) -> bool:
        """Whether it starts or ends with a question word, as in "what happens then" or "stop what"."""
        words = self._words(tokens)
        return not self._question_words.isdisjoint((words[0], words[-1]))

    def _words(self, tokens: Tokens) -> Tokens:
        """Leave out a "no" that is an answer of its own, as in "no, go on"."""
        words = tuple(self._contractions.split(tokens))
        return words[1:] if len(words) > 1 and words[0] == "no" else words
