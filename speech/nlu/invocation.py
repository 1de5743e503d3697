"""How a skill is called by its name: "open trust steps", or with a request, "ask trust steps for the next step"."""

from dataclasses import dataclass
from functools import cache

from speech.nlu.language import Language, fillers, language
from speech.nlu.template import Pattern, fill, pattern
from speech.nlu.tokens import Words, words


@dataclass(frozen=True, slots=True)
class Launch:
    """The skill is opened, and no more is asked."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """The skill is opened with a request, which goes to its interaction model."""

    text: str


def split(text: str, invocation_name: str, locale: str = "en") -> Launch | Utterance | None:
    """What is asked of the skill of that name; None where it is not called at all.

    https://developer.amazon.com/docs/alexa/custom-skills/understanding-how-users-invoke-custom-skills.html
    """
    spoken = language(locale)
    said = fillers(locale).trim_start(without_wake_word(words(text), spoken))
    if fillers(locale).trim_end(said) in phrases("launch", invocation_name, locale):
        return Launch()
    for phrase in phrases("request", invocation_name, locale):
        found = fill(phrase, said, lambda _, start, end: " ".join(said[start:end]))
        if found:
            return Utterance(found["request"])
    return None


@cache
def phrases(kind: str, invocation_name: str, locale: str) -> tuple[Pattern, ...]:
    """How a skill is called: `kind` is "launch", where its name alone always serves, or "request"."""
    spoken = language(locale)
    name = words(invocation_name)
    names = [name, *((article, *name) for article in spoken.texts("articles"))]
    forms = map(pattern, spoken.texts("invocation", kind) or (("{name}",) if kind == "launch" else ()))
    return tuple(_named(form, name) for form in forms for name in names)


def without_wake_word(said: Words, spoken: Language) -> Words:
    return said[1:] if said and said[0] in spoken.texts("invocation", "wake_words") else said


def _named(form: Pattern, name: Words) -> Pattern:
    at = form.index("{name}")
    return (*form[:at], *name, *form[at + 1 :])
