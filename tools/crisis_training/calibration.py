"""Prints how well the crisis detector does on sentences that it did not learn from, to choose its thresholds by.

`python -m tools.crisis_training.calibration [FILE]`

FILE lies in the folder of its language.

The first row is the detector as it is; the others are other thresholds. It needs no library but the skill.
"""

import sys
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from skill.crisis.detector import CRISIS_SCORE, EXCLUSION_SCORE, TRIGGER_SCORE, WEAK_TRIGGER_SCORE, Evidence, load
from tools.crisis_training.sentences import CRISIS, SENTENCES

TRIGGERS: Final = (2.0, 4.0, 6.0)
WEAK_TRIGGERS: Final = (0.0, 2.0, 4.2)
EXCLUSIONS: Final = (0.0, -4.0, -9.0)
THRESHOLDS: Final = (-0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


class Case(NamedTuple):
    is_crisis: bool
    manner: str
    """How it is said: direct or indirect if it is a crisis phrase."""

    evidence: list[Evidence]


class Thresholds(NamedTuple):
    trigger: float = TRIGGER_SCORE
    weak_trigger: float = WEAK_TRIGGER_SCORE
    exclusion: float = EXCLUSION_SCORE
    crisis: float = CRISIS_SCORE

    def taken(self, case: Case) -> bool:
        return any(each.score(*self[:3]) > self.crisis for each in case.evidence)


class Shares(NamedTuple):
    direct: float
    indirect: float
    false: float


def read(file: Path) -> list[Case]:
    """Read lines of a kind, a manner, a person and a text."""
    detector = load(file.parent.name)
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Case(kind.startswith(CRISIS), manner, detector.evidence(text)) for kind, manner, _, text in rows]


def shares(cases: Sequence[Case], thresholds: Thresholds) -> Shares:
    """Return which shares of direct and indirect crisis phrases and of ordinary sentences are taken for a crisis."""
    groups = (
        [case for case in cases if case.is_crisis and case.manner == "direct"],
        [case for case in cases if case.is_crisis and case.manner == "indirect"],
        [case for case in cases if not case.is_crisis],
    )
    return Shares(*(sum(map(thresholds.taken, group)) / max(1, len(group)) for group in groups))


def _rows(cases: Sequence[Case]) -> Iterable[str]:
    yield "trigger    weak exclusion  crisis  direct indirect   false"
    grid = product(TRIGGERS, WEAK_TRIGGERS, EXCLUSIONS, THRESHOLDS)
    for each in (Thresholds(), *(Thresholds(*values) for values in grid)):
        direct, indirect, false = shares(cases, each)
        yield "{:7} {:7} {:9} {:7}".format(*each) + f"  {direct:6.1%} {indirect:8.1%} {false:7.2%}"


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES / "en" / "crisis_calibration.tsv"
    sys.stdout.writelines(f"{row}\n" for row in _rows(read(chosen)))
