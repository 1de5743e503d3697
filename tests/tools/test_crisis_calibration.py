"""The figures that the thresholds of the crisis detector are chosen by."""

from pathlib import Path

import pytest

from tools.crisis_training.calibration import Thresholds, read, shares

LINES = (
    "# kind\thow\tperson\ttext",
    "crisis-abuse\tdirect\tx\the hits me",
    "crisis-abuse\tindirect\tx\the keeps the front door key round his neck so i stay in",
    "ordinary\tneutral\tx\ttell me more",
    "ordinary\trelationship\tx\the lies to me",
)


@pytest.mark.parametrize(
    ("thresholds", "expected"),
    [
        (Thresholds(), (1.0, 1.0, 0.0)),
        (Thresholds(crisis=-99), (1.0, 1.0, 1.0)),
        (Thresholds(crisis=99), (0.0, 0.0, 0.0)),
        (Thresholds(trigger=99, weak_trigger=99, crisis=50), (1.0, 0.0, 0.0)),
    ],
    ids=["as it is", "everything", "nothing", "patterns alone"],
)
def test_shares_are_counted_by_how_a_sentence_is_said(
    thresholds: Thresholds, expected: tuple[float, float, float], tmp_path: Path
) -> None:
    file = tmp_path / "en" / "sentences.tsv"
    file.parent.mkdir()
    file.write_text("\n".join(LINES), encoding="utf-8")

    assert shares(read(file), thresholds) == expected
