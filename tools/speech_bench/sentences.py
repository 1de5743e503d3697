"""The sentences that are spoken to the recognizer: from held-out files, at equal distances, so that none is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SENTENCES: Final = Path("tests/sentences/en")
ORDINARY, CRISIS = 48, 12
"""How many of each kind."""

ANY_URGENT: Final = ""
"""The intent of a crisis phrase: any that the skill names as urgent."""


@dataclass(frozen=True, slots=True)
class SpokenSentence:
    text: str
    intent: str
    """What it means; ANY_URGENT for a crisis phrase."""


def held_out(kind: str = "held_out") -> list[SpokenSentence]:
    """Return the sentences of a pair of files, "held_out" or "development"."""
    intents = [line for line in _lines(f"intents_{kind}.tsv") if line[0] == "in_scope"]
    crises = [line for line in _lines(f"crisis_{kind}.tsv") if line[0].startswith("crisis")]
    return [
        *(SpokenSentence(line[-1], line[2]) for line in _spread(intents, ORDINARY)),
        *(SpokenSentence(line[-1], ANY_URGENT) for line in _spread(crises, CRISIS)),
    ]


def _lines(name: str) -> list[list[str]]:
    text = (SENTENCES / name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _spread(lines: Sequence[list[str]], count: int) -> list[list[str]]:
    """Return lines at equal distances."""
    return [lines[at * len(lines) // count] for at in range(count)]
