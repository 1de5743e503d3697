"""The sentences that measure the crisis detector: crisis phrases, and sentences that only sound similar.

The detector was never tuned on the control sentences.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from speech.nlu.interaction_model import Intent, InteractionModel

ALL_SENTENCES = Path(__file__).parents[2] / "sentences"
SENTENCES = ALL_SENTENCES / "en"
LANGUAGES = sorted(folder.name for folder in ALL_SENTENCES.iterdir() if (folder / "crisis.txt").is_file())


def sentences(name: str, language: str = "en") -> list[str]:
    lines = (ALL_SENTENCES / language / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def development(kind: str) -> list[str]:
    """Return the sentences whose kind begins so, of those that were written blind and that the detector is tuned on."""
    file = SENTENCES / "crisis_development.tsv"
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines() if line.startswith(kind))
    return [text for _, _, _, text in rows]


def some(every: Sequence[str], count: int) -> list[str]:
    """Return about so many of the sentences, the same in each run and spread over all of them."""
    return list(every[:: max(1, len(every) // count)])


def sentences_of(model: InteractionModel, intent: Intent) -> Iterator[str]:
    """Yield an intent's samples with every value of their slots, or a number."""
    kinds = [model.type(slot.type) for slot in intent.slots]
    fillings = [[name for value in kind.values for name in value.names] if kind else ["three"] for kind in kinds]
    for sample in intent.samples:
        used = [place for place, slot in enumerate(intent.slots) if f"{{{slot.name}}}" in sample]
        for filling in product(*(fillings[place] for place in used)):
            sentence = sample
            for place, words in zip(used, filling, strict=True):
                sentence = sentence.replace(f"{{{intent.slots[place].name}}}", words)
            yield sentence


CRISIS = sentences("crisis")
HARMLESS = sentences("harmless")
CONTROL_CRISIS = sentences("control_crisis")
CONTROL_HARMLESS = sentences("control_harmless")
