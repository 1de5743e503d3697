"""The sentences that nobody wrote into the model: what people say, and what they mean by it."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence; each slot with the id of its value, or the value where its type has no ids."""

    sentence: str
    intent: str
    slots: dict[str, str]


def in_scope() -> list[Said]:
    return [_said(*line.split(" => ")) for line in _lines("in_scope.txt")]


def out_of_scope() -> list[str]:
    return _lines("out_of_scope.txt")


def _said(sentence: str, meaning: str) -> Said:
    intent, *slots = meaning.split()
    return Said(sentence, intent, dict(slot.split("=") for slot in slots))


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
