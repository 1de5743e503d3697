"""The samples of an interaction model as templates, with those of Amazon's built-in intents."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from speech.nlu.interaction_model import FALLBACK, Intent, InteractionModel, SlotDefinition
from speech.nlu.language import Language
from speech.nlu.tokens import Tokens, tokenize

T = TypeVar("T")
U = TypeVar("U")
Template = Tokens
"""Tokens, of which a placeholder is one: its name in braces."""

ParsePlaceholder = Callable[[str, int, int], T | None]
"""Given a placeholder's name and the start and end of a token span, return the span's value; None if it has none."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_GLUED_ENDING = re.compile(r"\}['\u2019](\w+)")
_GLUED_BEGINNING = re.compile(r"(\w+)['\u2019]\{")


def parse_template(text: str) -> Template:
    """The names of placeholders keep their case and punctuation."""
    if "{" not in text:
        return tokenize(text)
    parts = enumerate(_PLACEHOLDER.split(text))
    return tuple(token for at, part in parts for token in ((f"{{{part.strip()}}}",) if at % 2 else tokenize(part)))


def glued_words(text: str) -> frozenset[str]:
    """Return what is glued to a placeholder with an apostrophe: "s" in "{who}'s birthday", "d" in "film d'{actor}"."""
    return frozenset(map(str.casefold, (*_GLUED_ENDING.findall(text), *_GLUED_BEGINNING.findall(text))))


def split_glued(tokens: Tokens, glued: frozenset[str], whole: frozenset[str]) -> Tokens:
    """Split "ana's" into "ana" and "s", as in a template with a glued word, but none of the `whole` words."""
    return tuple(part for token in tokens for part in _split(token, glued, whole))


def _split(token: str, glued: frozenset[str], whole: frozenset[str]) -> Tokens:
    if "'" not in token or token in whole:
        return (token,)
    start, _, ending = token.rpartition("'")
    beginning, _, rest = token.partition("'")
    if start and ending in glued:
        return (start, ending)
    return (beginning, rest) if rest and beginning in glued else (token,)


def placeholder_name(token: str) -> str | None:
    """None if the token is a plain word."""
    return token[1:-1] if token.startswith("{") else None


def match_template(template: Template, tokens: Tokens, parse: ParsePlaceholder[T]) -> Mapping[str, T] | None:
    """Return the values of the placeholders; None if the template does not match all tokens.

    A placeholder takes as many tokens as it can, the first placeholder first.
    """
    return _Matching(tokens, parse).match(template, 0) if len(template) <= len(tokens) else None


class _Matching(Generic[T]):
    """Remembers where the rest of the template does not match, so that no place is tried twice."""

    def __init__(self, tokens: Tokens, parse: ParsePlaceholder[T]) -> None:
        self._tokens = tokens
        self._parse = parse
        self._failed: set[tuple[int, int]] = set()

    def match(self, template: Template, start: int) -> Mapping[str, T] | None:
        """Match the rest of a template with the tokens from `start` on."""
        at = next((at for at, token in enumerate(template) if placeholder_name(token) is not None), len(template))
        if self._tokens[start : start + at] != template[:at]:
            return None
        if at == len(template):
            return {} if start + at == len(self._tokens) else None
        if (len(template) - at, start + at) in self._failed:
            return None
        found = self._match_placeholder(template[at][1:-1], template[at + 1 :], start + at)
        if found is None:
            self._failed.add((len(template) - at, start + at))
        return found

    def _match_placeholder(self, name: str, rest: Template, start: int) -> Mapping[str, T] | None:
        for end in range(len(self._tokens) - len(rest), start, -1):
            if not self._could_match(rest, end):
                continue
            value = self._parse(name, start, end)
            others = None if value is None else self.match(rest, end)
            if value is not None and others is not None:
                return {name: value, **others}
        return None

    def _could_match(self, rest: Template, end: int) -> bool:
        """Compare the next word first, since that is quicker than to parse."""
        if not rest:
            return end == len(self._tokens)
        return placeholder_name(rest[0]) is not None or rest[0] == self._tokens[end]


class Phrases(Generic[T]):
    """Templates of a language's file, each with what it means. Skips quickly those that cannot match."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        parsed = [(parse_template(text), meaning) for text, meaning in phrases]
        self._phrases = [(template, _words(template), meaning) for template, meaning in parsed]
        self.words = frozenset[str]().union(*(words for _, words, _ in self._phrases))
        """The words outside the placeholders."""

    def matches(self, tokens: Tokens, parse: Callable[[str, Tokens], U | None]) -> Iterator[tuple[Mapping[str, U], T]]:
        """Yield the values of the placeholders and the meaning of each template that matches all tokens.

        `parse` returns the value of a placeholder, given its name and tokens.
        """
        said = frozenset(tokens)
        for template, words, meaning in self._phrases:
            if words <= said:
                match = match_template(template, tokens, lambda name, start, end: parse(name, tokens[start:end]))
                if match is not None:
                    yield match, meaning


def _words(template: Template) -> frozenset[str]:
    return frozenset(token for token in template if placeholder_name(token) is None)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample utterance of an intent."""

    intent: Intent
    text: str
    template: Template
    slots: Mapping[str, SlotDefinition]
    """The slots that the sample names."""

    words: frozenset[str]
    """The words outside the placeholders."""

    @property
    def ordered_slots(self) -> list[SlotDefinition]:
        if not self.slots:
            return []
        return [self.slots[name] for token in self.template if (name := placeholder_name(token)) is not None]

    @property
    def typed_template(self) -> Template:
        """The template with slot types instead of slot names, since names differ from intent to intent."""
        if not self.slots:
            return self.template
        types = {f"{{{name}}}": f"{{{slot.type}}}" for name, slot in self.slots.items()}
        return tuple(types.get(token, token) for token in self.template)


def unique_samples(model: InteractionModel, language: Language) -> tuple[Sample, ...]:
    """Return one sample per template: the model's own before Amazon's, otherwise the first."""
    first: dict[Template, Sample] = {}
    for sample in all_samples(model, language):
        first.setdefault(sample.template, sample)
    return tuple(first.values())


def all_samples(model: InteractionModel, language: Language) -> Iterator[Sample]:
    """Yield every sample of the model, then those of Amazon's built-in intents, including duplicates."""
    for intent in model.intents:
        yield from samples_of(intent, intent.samples)
    for intent in model.intents:
        yield from samples_of(intent, language.texts("built_in", intent.name))


def samples_of(intent: Intent, texts: Iterable[str]) -> Iterator[Sample]:
    """Skip the fallback's samples, and samples with a slot that the intent does not declare."""
    slots = {slot.name: slot for slot in intent.slots}
    for text in texts if intent.name != FALLBACK else ():
        template = parse_template(text)
        names = [name for token in template if (name := placeholder_name(token)) is not None]
        if template and slots.keys() >= set(names):
            yield Sample(intent, text, template, {name: slots[name] for name in names}, _words(template))
