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
        """Takes what a language's file holds; without signs it hears nothing."""
        patterns = Patterns(content.get("words", {}))
        hearing = content.get("hearing", {})
        self._plain = Plain(hearing.get("fillers", ()), hearing.get("spellings", {}), patterns)
        self._harmless = patterns.any_of(_said(content.get("harmless", ())))
        self._signs = patterns.any_of(_said(content.get("signs", ())))

    def hears(self, text: str) -> bool:
        """What is harmless hides itself alone: "he hits the gym and he hits me" is still heard."""
        left = self._harmless.sub(f"{GONE} ", self._plain.words(text))
        return self._signs.search(left) is not None


def parse(text: str, name: str) -> CrisisRule:
    """The rule that a TOML text holds. Raises ContentError, naming the file and what is crooked in it."""
    try:
        return CrisisRule(tomllib.loads(text))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise ContentError(f"{name}: {error}") from error


@cache
def load(locale: str) -> CrisisRule:
    """The rule for the locale's language. Where a language has no file yet, nothing is heard."""
    name = f"{locale.partition('-')[0]}.toml"
    file = files("skill.crisis").joinpath(name)
    return parse(file.read_text(encoding="utf-8") if file.is_file() else "", f"crisis/{name}")


def _said(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    return [pattern for group in groups for pattern in group["said"]]
