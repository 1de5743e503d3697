"""Sentence templates with placeholders, such as "go to step {number}" or "half past {hour}"."""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from speech.nlu.tokens import Tokens, tokenize

T = TypeVar("T")
Template = Tokens
"""Tokens, of which a placeholder is one: its name in braces."""

ParsePlaceholder = Callable[[str, int, int], T | None]
"""Given a placeholder's name and the start and end of a token span, return the span's value; None if it has none."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def parse_template(text: str) -> Template:
    """The names of placeholders keep their case and punctuation."""
    parts = enumerate(_PLACEHOLDER.split(text))
    return tuple(token for at, part in parts for token in ((f"{{{part.strip()}}}",) if at % 2 else tokenize(part)))


def placeholder_name(token: str) -> str | None:
    """None if the token is a plain word."""
    return token[1:-1] if token.startswith("{") else None


def match_template(template: Template, tokens: Tokens, parse: ParsePlaceholder[T]) -> Mapping[str, T] | None:
    """Return the values of the placeholders; None if the template does not match all tokens.

    A placeholder takes as many tokens as it can, the first placeholder first.
    """
    return _match(template, tokens, 0, parse) if len(template) <= len(tokens) else None


def _match(template: Template, tokens: Tokens, start: int, parse: ParsePlaceholder[T]) -> Mapping[str, T] | None:
    at = next((at for at, token in enumerate(template) if placeholder_name(token) is not None), len(template))
    if tokens[start : start + at] != template[:at]:
        return None
    if at == len(template):
        return {} if start + at == len(tokens) else None
    return _match_placeholder(template[at:], tokens, start + at, parse)


def _match_placeholder(
    template: Template, tokens: Tokens, start: int, parse: ParsePlaceholder[T]
) -> Mapping[str, T] | None:
    name, rest = template[0][1:-1], template[1:]
    for end in range(len(tokens) - len(rest), start, -1):
        value = parse(name, start, end)
        others = None if value is None else _match(rest, tokens, end, parse)
        if value is not None and others is not None:
            return {name: value, **others}
    return None
