"""Invocations of a skill by its name: "open trust steps", or one-shot, "ask trust steps for the next step".

https://developer.amazon.com/docs/alexa/custom-skills/understanding-how-users-invoke-custom-skills.html
"""

from dataclasses import dataclass
from functools import cache

from speech.nlu.language import Language, load_language
from speech.nlu.samples import Template, match_template, parse_template
from speech.nlu.tokens import Tokens, tokenize

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
    tokens = language.fillers.trim_start(strip_wake_word(tokenize(text), language))
    if language.fillers.trim_end(tokens) in invocation_templates("launch", invocation_name, locale):
        return Launch()
    for template in invocation_templates("request", invocation_name, locale):
        match = match_template(template, tokens, lambda _, start, end: " ".join(tokens[start:end]))
        if match:
            return OneShot(match["request"])
    return None


def is_exit(text: str, locale: str) -> bool:
    """Whether Alexa herself ends an open session at this text, so that the skill gets a SessionEndedRequest."""
    language = load_language(locale)
    command = " ".join(strip_wake_word(tokenize(text), language))
    return command in (language.texts("invocation", "exits") or EXITS)


@cache
def invocation_templates(kind: str, invocation_name: str, locale: str) -> tuple[Template, ...]:
    """`kind` is "launch" or "request". In a language without a file, only the name itself launches the skill."""
    language = load_language(locale)
    name = tokenize(invocation_name)
    names = [name, *((article, *name) for article in language.texts("articles"))]
    texts = language.texts("invocation", kind) or (("{name}",) if kind == "launch" else ())
    return tuple(_with_name(template, name) for template in map(parse_template, texts) for name in names)


def strip_wake_word(tokens: Tokens, language: Language) -> Tokens:
    return tokens[1:] if tokens and tokens[0] in language.texts("invocation", "wake_words") else tokens


def _with_name(template: Template, name: Tokens) -> Template:
    at = template.index("{name}")
    return (*template[:at], *name, *template[at + 1 :])
