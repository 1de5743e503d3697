import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.process import PROCFILE, ROOT
from tools.bench import report, servers, service, wyoming
from tools.bench.__main__ import parse
from tools.bench.chart import bar_chart
from tools.bench.figures import against_wrk
from tools.bench.rounds import CellSample, Measurements
from tools.bench.servers import BY_WRK, CELLS, ServerComparison
from tools.bench.service import ServiceResult
from tools.bench.serving import command
from tools.bench.simulator import SimulatorResult
from tools.bench.start import StartTimes
from tools.bench.targets import Target
from tools.bench.testbed import APPS, NODE

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "build", "dist")


def _rows(output: str) -> dict[str, list[str]]:
    """Return the rows of all tables, without their heads, by their first column."""
    bodies = re.findall(r"^\|[ |-]+\n((?:\|.+\n?)+)", output, re.MULTILINE)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for body in bodies for line in body.splitlines()]
    return {first: others for first, *others in cells}


def _service_result(cpu: float) -> ServiceResult:
    stacks = [*APPS, NODE]
    measurements = Measurements({cell: [CellSample(cpu, 100, 1, 2, 0.1)] for cell in service.cells(stacks)})
    return ServiceResult(measurements, dict.fromkeys(stacks, 50.0), StartTimes(cpu, 1), stored=800)


def _comparison() -> ServerComparison:
    samples = {cell: [CellSample(1, 100, 1, 2, 0.1)] for cell in CELLS}
    places = [servers.on(server, stack) for server in servers.SERVERS for stack in servers.STACKS]
    return ServerComparison(Measurements(samples), dict.fromkeys(places, 50.0))


def test_the_bench_starts_the_command_of_the_procfile_with_another_app() -> None:
    words = command("another.app:app()")

    assert words == [word.replace("skill.app:production()", "another.app:app()") for word in shlex.split(PROCFILE)]
    assert "another.app:app()" in words


@pytest.mark.slow
def test_the_bench_of_satellites_measures_every_figure() -> None:
    rows = _rows(wyoming.table(wyoming.measure(3)) + "\n")

    assert set(rows) == {"alone", "beside 200 silent clients"}
    assert [first for first, others in rows.items() if not all(map(re.compile(r"\d").search, others))] == []


@pytest.mark.slow
def test_the_shortest_bench_measures_every_figure(tmp_path: Path) -> None:
    tree = tmp_path / "trust-steps"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
    bench = [sys.executable, "-m", "tools.bench", "--smoke", "--report", "--runs", "1"]
    env = {**os.environ, "PYTHONPATH": str(tree)}

    output = subprocess.run(bench, cwd=tree, env=env, stdout=subprocess.PIPE, text=True, timeout=600, check=True).stdout

    page = (tree / "docs" / "performance.md").read_text("utf-8")
    rows = _rows(output)
    assert output.strip() in page
    assert "`script/bench --report`: one run." in page
    assert {"Trust Steps", "the floor in Flask", "the usual way", "memory of Redis"} <= set(rows)
    assert "from a sentence to its intent" in rows
    assert {
        "as in the Procfile",
        "gunicorn, gthread",
        "gunicorn, sync",
        "granian, 4 threads",
        "granian, 1 thread",
    } <= set(rows)
    assert [first for first, others in rows.items() if not re.search(r"\d", "".join(others))] == []
    assert ("official Node" in rows) == (shutil.which("npm") is not None)
    assert ("wrk gets" if shutil.which("wrk") else "wrk is not installed") in output


def test_a_report_is_made_of_three_runs_unless_another_number_is_given() -> None:
    runs = {line: parse(line.split()).runs for line in ("", "--report", "--report --runs 1", "service --runs 4")}

    assert runs == {"": 1, "--report": 3, "--report --runs 1": 1, "service --runs 4": 4}


def test_a_report_shows_the_medians_of_all_runs_and_their_range(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, chart = tmp_path / "performance.md", tmp_path / "performance.svg"
    page.write_text(f"Before.\n\n{report.FIRST}\nold figures\n{report.LAST}\n\nAfter.\n")
    monkeypatch.setattr(report, "PAGE", page)
    monkeypatch.setattr(report, "CHART", chart)
    services = [_service_result(cpu) for cpu in (2, 1, 4)]
    simulators = [SimulatorResult(1, 300, seconds, None) for seconds in (0.5, 0.7, 0.6)]

    report.write(services, simulators, _comparison())

    text = page.read_text()
    rows = _rows(text)
    assert "the medians of 3 runs, and in brackets their lowest and highest." in text
    assert rows["Trust Steps"][0] == "2.00"
    assert rows["CPU of a turn, against official Node"][0] == "1.00 times"
    assert rows["from the start to the first answer"][0] == "2.00 s (1.00 to 4.00)"
    assert rows['`trust-steps say "open trust steps" --wav`, from start to end'][0] == "0.60 s (0.50 to 0.70)"
    assert "old figures" not in text
    assert text.startswith("Before.")
    assert text.endswith("After.\n")
    assert "Trust Steps: 2.00 ms" in chart.read_text()


def test_without_wrk_the_report_says_that_the_load_generator_was_not_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert servers.cells() == CELLS
    assert BY_WRK not in CELLS
    assert "wrk is not installed" in against_wrk(_comparison())


def test_with_wrk_the_load_generator_is_compared_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrk").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert servers.cells() == (*CELLS, BY_WRK)


def test_the_median_of_several_runs_is_shown_and_decides() -> None:
    target = Target("CPU of a turn", [1.14, 1.1, 1.3], "times", 1.15)

    assert target.columns == ("CPU of a turn", "1.14 times (1.10 to 1.30)", "at most 1.15 times", "yes")


def test_a_chart_describes_its_figures_for_screen_readers() -> None:
    chart = bar_chart("CPU of a turn", {"ours": 0.4, "theirs": 4.0}, ours="ours")

    assert 'aria-label="CPU of a turn: ours: 0.40 ms; theirs: 4.00 ms"' in chart
    assert "prefers-color-scheme: dark" in chart
