"""Whether somebody cries for help, whatever else the sentence may mean."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from skill.crisis.pattern import GONE, Patterns
from skill.crisis.plain import Plain
from skill.errors import ContentError


class CrisisRule:
    """The rule of one language. It keeps nothing of what it hears."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        patterns = Patterns(content.get("words", {}))
        hearing = content.get("hearing", {})
        self._plain = Plain(hearing.get("fillers", ()), hearing.get("spellings", {}), patterns)
        self._harmless = patterns.any_of(_said(content.get("harmless", ())))
        self._signs = patterns.any_of(_said(content.get("signs", ())))

    def hears(self, text: str) -> bool:
        """A missed cry is grave and a false alarm is mild, so whatever one part of it means, another is still heard."""
        left = self._harmless.sub(f"{GONE} ", self._plain.words(text))
        return self._signs.search(left) is not None


def _said(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [pattern for group in groups for pattern in group["said"]]


@cache
def load(locale: str) -> CrisisRule:
    """The rule of the locale's language. Raises ContentError. In a language without a file nothing is heard."""
    file = files("skill.crisis").joinpath(f"{locale.partition('-')[0]}.toml")
    try:
        return CrisisRule(tomllib.loads(file.read_text("utf-8")) if file.is_file() else {})
    except ValueError as error:
        raise ContentError(f"crisis/{file.name}: {error}") from error
