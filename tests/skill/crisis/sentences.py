"""The sentences that measure the crisis detector: crisis phrases, and sentences that only sound similar.

The detector was never tuned on the control sentences.
"""

from pathlib import Path


def sentences(name: str) -> list[str]:
    lines = (Path(__file__).parent / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def development(kind: str) -> list[str]:
    """Return the sentences whose kind begins so, of those that were written blind and that the detector is tuned on."""
    file = Path(__file__).parents[2] / "sentences" / "crisis_development.tsv"
    rows = (line.split("\t") for line in file.read_text("utf-8").splitlines() if line.startswith(kind))
    return [text for _, _, _, text in rows]


CRISIS = sentences("crisis")
HARMLESS = sentences("harmless")
CONTROL_CRISIS = sentences("control_crisis")
CONTROL_HARMLESS = sentences("control_harmless")
