"""A short run of each scenario of script/chaos."""

from pathlib import Path

import pytest

from tools.chaos.report import Result, Scale, write
from tools.chaos.scenarios import SCENARIOS

SLOW = (
    *("away", "certificates", "clocks", "failover", "fuzz", "growth"),
    *("resharding", "slow-clients", "slow-dns", "soak", "twice"),
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in SCENARIOS]
)
def test_nothing_breaks(name: str, tmp_path: Path) -> None:
    findings = list(SCENARIOS[name](Scale(is_short=True), tmp_path))

    assert findings
    assert [f"{finding.what}: {finding.figure}" for finding in findings if not finding.is_good] == []


def test_the_report_names_what_failed_and_keeps_the_scenarios_that_were_not_run(tmp_path: Path) -> None:
    page, names = tmp_path / "reliability.md", ["away", "soak"]
    write({"soak": [Result("length", "30 min")]}, names, "script/chaos soak", page)

    findings = [Result("slowest turn", "2 s", is_good=False), Result("lost", "0")]
    write({"away": findings}, names, "script/chaos away", page)

    text = page.read_text(encoding="utf-8")
    assert "| slowest turn | 2 s | **fails** |" in text
    assert "| lost | 0 |  |" in text
    assert text.index("## away") < text.index("`script/chaos away`") < text.index("## soak")
    assert "| length | 30 min |  |" in text
