import re
import shlex
import subprocess
import sys

from tests.bench.chart import drawn
from tests.bench.serving import command
from tests.process import PROCFILE, ROOT


def test_the_bench_starts_the_command_of_the_procfile_with_another_app() -> None:
    words = command("another.app:app()")

    assert words == [word.replace("skill.app:production()", "another.app:app()") for word in shlex.split(PROCFILE)]
    assert "another.app:app()" in words


def test_the_shortest_bench_finds_every_figure() -> None:
    bench = [sys.executable, "-m", "tests.bench", "--smoke"]

    told = subprocess.run(bench, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)

    rows = [line.split("|")[1:-1] for line in told.stdout.splitlines() if line.startswith("| ") and "---" not in line]
    names = [row[0].strip() for row in rows]
    assert {"Trust Steps", "the floor in Flask", "the usual way", "memory of Redis"} <= set(names)
    assert "from a sentence to its intent" in names
    assert {"gunicorn as in the Procfile", "gunicorn, sync", "granian, 4 threads", "granian, 1 thread"} <= set(names)
    assert all(re.search(r"\d", "".join(row[1:])) for row in rows if row[0].strip() not in {"", "server"})


def test_a_drawing_tells_its_figures_to_those_who_cannot_see_it() -> None:
    drawing = drawn("CPU of a turn", {"ours": 0.4, "theirs": 4.0}, ours="ours")

    assert 'aria-label="CPU of a turn: ours: 0.40 ms; theirs: 4.00 ms"' in drawing
    assert "prefers-color-scheme: dark" in drawing
