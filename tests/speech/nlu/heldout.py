"""Labelled sentences that are not samples of the model, to measure recognition."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.progress_states import ENGLISH

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    sentence: str
    intent: str
    slots: dict[str, str]
    """For each slot the id of its value, or the value itself if its type has no ids."""


def in_scope() -> list[LabelledSentence]:
    return [_parse(*line.split(" => ")) for line in _lines("in_scope.txt")]


def out_of_scope() -> list[str]:
    return _lines("out_of_scope.txt")


def _parse(sentence: str, label: str) -> LabelledSentence:
    """Take `step=last` for the last step of the guide, whichever that is."""
    intent, *slots = label.split()
    filled = dict(slot.split("=") for slot in slots)
    if filled.get("step") == "last":
        filled["step"] = ENGLISH.last.key
    return LabelledSentence(sentence, intent, filled)


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
