r"""The expected text of an answer, which may leave words open.

    Welcome to *. What next?         `*` stands for any words, also for none
    (Hello | Hi there), Ana.         one of the texts in the parentheses
    Good morning. | Good evening.    one of the whole texts
    /Step \d of \d\. .*/             a regular expression for the whole text

Before `*`, `|` and `\`, and before `/` at the beginning, a backslash makes them ordinary characters.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"\\[*|\\/]|[*|()]|[^\\*|()]+|\\", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\[*|\\/]")
_ORDINARY: Final = re.compile(r"[\\*|]|\A/")
_SPACE: Final = re.escape(" ")


class PatternError(ValueError):
    """The regular expression of a pattern is invalid."""


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text is as expected. Raises PatternError."""
    return compiled(pattern).fullmatch(text) is not None


def literal(text: str) -> str:
    """Return the pattern that only this text matches."""
    return _ORDINARY.sub(lambda found: f"\\{found[0]}", text)


@lru_cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Raises PatternError."""
    if len(pattern) > 1 and pattern[0] == pattern[-1] == "/":
        try:
            return re.compile(pattern[1:-1])
        except (re.error, OverflowError, RecursionError) as error:
            raise PatternError(f"{pattern} is not a regular expression ({error}); correct it") from error
    return re.compile(_alternatives(_TOKEN.findall(pattern)), re.DOTALL)


class _Part(NamedTuple):
    regex: str
    text: str = ""
    """The ordinary text that the regular expression stands for; empty if it stands for more."""

    is_optional: bool = False


def _alternatives(tokens: list[str]) -> str:
    return "|".join(_sequence(each) for each in _split(tokens))


def _split(tokens: list[str]) -> list[list[str]]:
    """Split at each bar outside of parentheses, without the spaces around it."""
    alternatives: list[list[str]] = [[]]
    closing, end = _closing(tokens), -1
    for at, token in enumerate(tokens):
        end = max(end, closing.get(at, -1))
        if token == "|" and at > end:  # noqa: S105 - a token of a pattern, not a secret
            alternatives.append([])
        else:
            alternatives[-1].append(token)
    return [_stripped(each) for each in alternatives] if len(alternatives) > 1 else alternatives


def _closing(tokens: list[str]) -> dict[int, int]:
    """Return where each parenthesis closes, by where it opens. A parenthesis without its other half is text."""
    closing, opened = {}, []
    for at, token in enumerate(tokens):
        if token == "(":  # noqa: S105
            opened.append(at)
        elif token == ")" and opened:  # noqa: S105
            closing[opened.pop()] = at
    return closing


def _stripped(tokens: list[str]) -> list[str]:
    if not tokens:
        return tokens
    first, *rest = tokens
    tokens = [first.lstrip(), *rest]
    return [*tokens[:-1], tokens[-1].rstrip()]


def _sequence(tokens: list[str]) -> str:
    """Join the parts. The space beside a part that stands for no words is left out together with it."""
    parts, regex = list(_parts(tokens)), ""
    for at, part in enumerate(parts):
        following = parts[at + 1].text if at + 1 < len(parts) else ""
        if not part.is_optional:
            regex += part.regex
        elif regex.endswith(_SPACE):
            regex = f"{regex.removesuffix(_SPACE)}(?:{_SPACE}{part.regex})?"
        elif not regex and following.startswith(" "):
            regex = f"(?:{part.regex}{_SPACE})?"
            parts[at + 1] = _Part(re.escape(following[1:]), following[1:])
        else:
            regex += f"(?:{part.regex})?"
    return regex


def _parts(tokens: list[str]) -> Iterator[_Part]:
    closing, at = _closing(tokens), 0
    while at < len(tokens):
        token, end = tokens[at], closing.get(at)
        group = _split(tokens[at + 1 : end]) if end else []
        if end and len(group) > 1:
            yield _Part(f"(?:{'|'.join(map(_sequence, group))})", is_optional=[] in group or [""] in group)
            at = end
        elif token == "*":  # noqa: S105
            yield _Part(".*", is_optional=True)
        else:
            text = token[1:] if _ESCAPED.fullmatch(token) else token
            yield _Part(re.escape(text), text)
        at += 1
