"""What was found, as tables: for the terminal, and for docs/performance.md with its drawing."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.support.process import ROOT
from tools.bench import capacity, figures, targets
from tools.bench.chart import drawn
from tools.bench.desk import Desk
from tools.bench.servers import Compared
from tools.bench.service import Found, together

PAGE = ROOT / "docs" / "performance.md"
DRAWING = ROOT / "docs" / "performance.svg"
FIRST, LAST = "<!-- bench: begin -->", "<!-- bench: end -->"
TARGETS = ("", "found", "wanted", "reached")
NEEDS = ("", "needed", "worked out from")


def tables(found: Sequence[Found], desks: Sequence[Desk], compared: Compared | None) -> str:
    """Of one or several runs of each; of parts that were left out there is nothing to tell."""
    parts = []
    if found:
        parts.append(_table(figures.BY_STACK, figures.by_stack(together(found))))
    if found or desks:
        lines = [*(targets.of_service(found) if found else ()), *(targets.of_desk(desks) if desks else ())]
        parts.append(_table(TARGETS, (line.columns for line in lines)))
    if found:
        parts.append(_table(NEEDS, capacity.rows(_need(together(found)))))
    if compared:
        parts.append(_table(figures.BY_SERVER, figures.by_server(compared)))
        parts.append(figures.against_wrk(compared))
    return "\n\n".join(parts)


def write(found: Sequence[Found], desks: Sequence[Desk], compared: Compared) -> None:
    """Between the marks on the page, and the drawing beside it."""
    state = f"On {_machine()}, {datetime.now(UTC):%d %B %Y}, by `script/bench --report`: {_runs(len(found))}."
    page = PAGE.read_text(encoding="utf-8")
    block = f"{FIRST}\n\n{state}\n\n{tables(found, desks, compared)}\n\n{LAST}"
    page = re.sub(f"{FIRST}.*{LAST}", lambda _: block, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
    measured = together(found).measured
    bars = {
        "the usual way": measured.median(targets.USUAL, figures.cpu),
        "Trust Steps": measured.median(targets.SERVICE, figures.cpu),
        "the floor in Flask": measured.median(targets.FLOOR, figures.cpu),
    }
    DRAWING.write_text(drawn("CPU of a turn, 16 clients", bars, ours="Trust Steps"), encoding="utf-8")


def _runs(number: int) -> str:
    return "one run" if number == 1 else f"the medians of {number} runs, and in brackets their lowest and highest"


def _need(found: Found) -> capacity.Need:
    return capacity.Need(
        cpu=found.measured.median(targets.SERVICE, figures.cpu),
        redis=found.measured.median(targets.SERVICE, figures.redis),
        kept=found.kept,
        worker=found.megabytes["service"],
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _machine() -> str:
    return f"{os.cpu_count()} cores of {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"model name\s*: (.+)", told)
    return found[1].strip() if found else platform.machine()
