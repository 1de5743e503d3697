"""Invocations of a skill by its name: "open trust steps", or one-shot, "ask trust steps for the next step".

https://developer.amazon.com/docs/alexa/custom-skills/understanding-how-users-invoke-custom-skills.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from speech.nlu.language import Language, load_language
from speech.nlu.samples import Template, match_template, parse_template
from speech.nlu.tokens import Tokens, text_of, tokenize

EXITS = ("exit", "quit")
"""Words that end a session with a SessionEndedRequest, for languages whose file lists none."""


@dataclass(frozen=True, slots=True)
class Launch:
    """The skill is opened without a request."""


@dataclass(frozen=True, slots=True)
class OneShot:
    """The skill is invoked with a request."""

    text: str
    """The request, to be recognized by the skill's interaction model."""


def parse_invocation(text: str, invocation_name: str, locale: str = "en") -> Launch | OneShot | None:
    """Return None if the text does not invoke the skill of that name."""
    language = load_language(locale)
    tokens = strip_wake_word(tokenize(text), language)
    starts = dict.fromkeys((language.fillers.trim_start(tokens), tokens))
    variants = [variant for start in starts for variant in _split_elisions(start, language)]
    launches = invocation_templates("launch", invocation_name, locale)
    if any(each in launches or language.fillers.trim_end(each) in launches for each, _ in variants):
        return Launch()
    return next(filter(None, (_one_shot(*each, invocation_name, locale) for each in variants)), None)


def _one_shot(tokens: Tokens, split_at: int | None, invocation_name: str, locale: str) -> OneShot | None:
    """`split_at` is where an elided word was split, which must not be in the request."""

    def request(_: str, start: int, end: int) -> str | None:
        is_split = split_at is not None and start <= split_at < end
        return None if is_split else text_of(tokens[start:end])

    if not _holds(tokens, tokenize(invocation_name)):
        return None
    templates = invocation_templates("request", invocation_name, locale)
    matches = (match_template(template, tokens, request) for template in templates)
    return next((OneShot(match["request"]) for match in matches if match), None)


def _holds(tokens: Tokens, words: Tokens) -> bool:
    return any(tokens[at : at + len(words)] == words for at in range(len(tokens) - len(words) + 1))


def _split_elisions(tokens: Tokens, language: Language) -> Iterator[tuple[Tokens, int | None]]:
    """Yield "ouvre l'oracle" as "ouvre", "l" and "oracle", with the place of the elided word; last the tokens."""
    elisions = language.texts("invocation", "elisions")
    for at, token in enumerate(tokens):
        word, apostrophe, rest = token.partition("'")
        if apostrophe and word in elisions:
            yield (*tokens[:at], word, rest, *tokens[at + 1 :]), at
    yield tokens, None


def is_exit(text: str, locale: str) -> bool:
    """Whether Alexa herself ends an open session at this text, so that the skill gets a SessionEndedRequest."""
    language = load_language(locale)
    command = language.fillers.trim_end(strip_wake_word(tokenize(text), language))
    return command in (language.phrases("invocation", "exits") or tuple(map(tokenize, EXITS)))


@cache
def invocation_templates(kind: str, invocation_name: str, locale: str) -> tuple[Template, ...]:
    """`kind` is "launch" or "request". In a language without a file, only the name itself launches the skill."""
    language = load_language(locale)
    name = tokenize(invocation_name)
    articles = (*language.texts("articles"), *language.texts("invocation", "elisions"))
    names = [name, *((article, *name) for article in articles)]
    contractions = language.table("invocation", "contractions")
    texts = language.texts("invocation", kind) or (("{name}",) if kind == "launch" else ())
    templates = [_with_name(template, name) for template in map(parse_template, texts) for name in names]
    return tuple(_contracted(template, contractions) for template in templates)


def open_phrase(invocation_name: str, locale: str) -> str:
    """Return what opens the skill, such as "open trust steps"."""
    phrase = load_language(locale).table("invocation").get("open", "{name}")
    return str(phrase).replace("{name}", invocation_name)


def strip_wake_word(tokens: Tokens, language: Language) -> Tokens:
    """Leave at least one word."""
    words = language.phrases("invocation", "wake_words")
    return next((tokens[len(word) :] for word in words if tokens[: len(word)] == word != tokens), tokens)


def _contracted(template: Template, contractions: Mapping[str, str]) -> Template:
    """Write a preposition and an article as one word, as in "pergunte ao"."""
    at = next((at for at, pair in enumerate(pairwise(template)) if " ".join(pair) in contractions), None)
    if at is None:
        return template
    return (*template[:at], contractions[" ".join(template[at : at + 2])], *template[at + 2 :])


def _with_name(template: Template, name: Tokens) -> Template:
    at = template.index("{name}")
    return (*template[:at], *name, *template[at + 1 :])
