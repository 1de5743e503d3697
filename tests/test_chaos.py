"""Each scenario of script/chaos, in short."""

from pathlib import Path

import pytest

from tests.chaos.report import Finding, Scale, table
from tests.chaos.scenarios import SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    found = list(SCENARIOS[name](Scale(is_short=True), tmp_path))

    assert found
    assert [f"{each.what}: {each.figure}" for each in found if not each.is_good] == []


def test_the_report_names_what_failed() -> None:
    report = table({"away": [Finding("slowest turn", "2 s", is_good=False), Finding("lost", "0")]}, "script/chaos")

    assert "| away | slowest turn | 2 s | **fails** |" in report
    assert "| away | lost | 0 |  |" in report
    assert "Made by `script/chaos`" in report
