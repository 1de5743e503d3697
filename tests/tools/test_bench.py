import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.process import BIN, PROCFILE, ROOT
from tests.support.redis_server import binary
from tools.bench.chart import drawn
from tools.bench.serving import command
from tools.bench.targets import Line

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache", "build", "dist")


def _told(*options: str, cwd: Path = ROOT, path: str = os.environ["PATH"]) -> str:
    bench = [sys.executable, "-m", "tools.bench", "--smoke", *options]
    env = {**os.environ, "PATH": path}
    return subprocess.run(bench, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True, timeout=600, check=True).stdout


def _rows(told: str) -> dict[str, list[str]]:
    """Of all tables, without their heads, by what stands first."""
    bodies = re.findall(r"^\|[ |-]+\n((?:\|.+\n?)+)", told, re.MULTILINE)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for body in bodies for line in body.splitlines()]
    return {first: others for first, *others in cells}


def test_the_bench_starts_the_command_of_the_procfile_with_another_app() -> None:
    words = command("another.app:app()")

    assert words == [word.replace("skill.app:production()", "another.app:app()") for word in shlex.split(PROCFILE)]
    assert "another.app:app()" in words


def test_the_shortest_bench_finds_every_figure(tmp_path: Path) -> None:
    tree = tmp_path / "trust-steps"
    shutil.copytree(ROOT, tree, ignore=LEFT_OUT)

    told = _told("--report", cwd=tree)

    page = (tree / "docs" / "performance.md").read_text("utf-8")
    rows = _rows(told)
    assert told.strip() in page
    assert "the medians of 3 runs" in page
    assert {"Trust Steps", "the floor in Flask", "the usual way", "memory of Redis"} <= set(rows)
    assert "from a sentence to its intent" in rows
    assert {"gunicorn as in the Procfile", "gunicorn, sync", "granian, 4 threads", "granian, 1 thread"} <= set(rows)
    assert [first for first, others in rows.items() if not re.search(r"\d", "".join(others))] == []
    assert re.fullmatch(r"\S+ times \(\S+ to \S+\)", rows["CPU of a turn, against the usual way"][0])
    assert ("wrk gets" if shutil.which("wrk") else "there is no wrk here") in told


def test_without_wrk_the_bench_says_that_it_was_not_held_against_it(tmp_path: Path) -> None:
    (tmp_path / "redis-server").symlink_to(binary())

    told = _told("servers", path=f"{BIN}{os.pathsep}{tmp_path}")

    assert "there is no wrk here" in told
    assert "granian, 4 threads" in _rows(told)


def test_of_several_runs_the_median_is_told_and_decides() -> None:
    line = Line("CPU of a turn", [1.14, 1.1, 1.3], "times", 1.15)

    assert line.columns == ("CPU of a turn", "1.14 times (1.10 to 1.30)", "at most 1.15 times", "yes")


def test_a_drawing_tells_its_figures_to_those_who_cannot_see_it() -> None:
    drawing = drawn("CPU of a turn", {"ours": 0.4, "theirs": 4.0}, ours="ours")

    assert 'aria-label="CPU of a turn: ours: 0.40 ms; theirs: 4.00 ms"' in drawing
    assert "prefers-color-scheme: dark" in drawing
