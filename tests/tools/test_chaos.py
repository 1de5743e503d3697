"""Each scenario of script/chaos, in short."""

from pathlib import Path

import pytest

from tools.chaos.report import Finding, Scale, write
from tools.chaos.scenarios import SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    found = list(SCENARIOS[name](Scale(is_short=True), tmp_path))

    assert found
    assert [f"{each.what}: {each.figure}" for each in found if not each.is_good] == []


def test_the_report_names_what_failed_and_keeps_what_was_not_played_again(
    tmp_path: Path,
) -> None:
    page, names = tmp_path / "reliability.md", ["away", "soak"]
    write({"soak": [Finding("length", "30 min")]}, names, "script/chaos soak", page)

    found = [Finding("slowest turn", "2 s", is_good=False), Finding("lost", "0")]
    write({"away": found}, names, "script/chaos away", page)

    told = page.read_text(encoding="utf-8")
    assert "| slowest turn | 2 s | **fails** |" in told
    assert "| lost | 0 |  |" in told
    assert told.index("## away") < told.index("`script/chaos away`") < told.index("## soak")
    assert "| length | 30 min |  |" in told
