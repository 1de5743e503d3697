"""What holds for a language, whatever the skill: function words, Amazon's built-in phrases, words of times and dates.

Each language is a file in `languages/`. A language without a file has no tables; its number words still come from
Unicode's data.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from speech.errors import SpeechError
from speech.nlu.tokens import Tokens, tokenize

_FOLDER = Path(__file__).parent / "languages"
_REFERENCE = "en"
_LONGEST = 60
_SECTIONS = frozenset({"fillers", "contractions", "answers", "invocation", "spelling", "time", "date", "duration"})
"""The tables whose keys are the same in every language."""

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
    return Language(code, language_tables(code), "".join(rest[-1:]).upper())


@cache
def language_tables(code: str) -> Mapping[str, Any]:
    """Return the content of a language's file; empty if it has none. Raises LanguageError, naming file and key.

    English shows which keys there are, and what they hold.
    """
    file = _FOLDER / f"{code}.toml"
    if not file.is_file():
        return {}
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise LanguageError(
            f"speech/nlu/languages/{file.name}: is not TOML in UTF-8: {error}; correct that line"
        ) from error
    if code != _REFERENCE and (problems := list(shape_problems(tables, language_tables(_REFERENCE)))):
        raise LanguageError("\n".join(f"speech/nlu/languages/{file.name}: {problem}" for problem in problems))
    return tables


def shape_problems(tables: Mapping[str, Any], reference: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the keys that the reference does not have, or that hold something else there."""
    for key, value in tables.items():
        name, model = f"{path}.{key}" if path else key, reference.get(key)
        if isinstance(model, dict) and isinstance(value, dict):
            if _has_own_keys(name):
                yield from _value_problems(value, model, name)
            else:
                yield from shape_problems(value, model, name)
        elif model is None:
            close = get_close_matches(key, reference, n=1)
            yield f"{name}: is unknown; " + (f"did you mean {close[0]}?" if close else "remove it")
        elif type(value) is not type(model) or (isinstance(value, list) and not _are_like(value, model)):
            yield f"{name}: must be as in English, such as {str(model)[:_LONGEST]}; not {str(value)[:_LONGEST]}"


def _value_problems(table: Mapping[str, Any], model: Mapping[str, Any], name: str) -> Iterator[str]:
    """Compare the values of a table whose keys are words of the language."""
    kinds = {type(value) for value in model.values()} or {str}
    for key, value in table.items():
        if type(value) not in kinds:
            yield f"{name}.{key}: must be as in English, such as {str(next(iter(model.values()), 'a text'))[:_LONGEST]}"


def _are_like(texts: list[Any], model: list[Any]) -> bool:
    return {type(each) for each in texts} <= ({type(each) for each in model} or {str})


def _has_own_keys(name: str) -> bool:
    """Whether the keys of a table are words of the language, or names that differ, such as those of regions."""
    return name not in _SECTIONS


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
        self._answers = frozenset(language.texts("answer_words"))

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
        """Leave out an answer of its own at the start, as in "no, go on"."""
        words = tuple(self._contractions.split(tokens))
        return words[1:] if len(words) > 1 and words[0] in self._answers else words
