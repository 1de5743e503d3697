"""What was found, as tables: for the terminal, and for docs/performance.md with its drawing."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import capacity, figures, targets
from tests.bench.chart import drawn
from tests.bench.desk import Desk
from tests.bench.servers import Compared
from tests.bench.service import Found
from tests.process import ROOT

PAGE = ROOT / "docs" / "performance.md"
DRAWING = ROOT / "docs" / "performance.svg"
FIRST, LAST = "<!-- bench: begin -->", "<!-- bench: end -->"
TARGETS = ("", "found", "wanted", "reached")
NEEDS = ("", "needed", "worked out from")


def tables(found: Found | None, desk: Desk | None, compared: Compared | None) -> str:
    lines = [*(targets.of_service(found) if found else ()), *(targets.of_desk(desk) if desk else ())]
    parts = []
    if found:
        parts.append(_table(figures.BY_STACK, figures.by_stack(found)))
    if lines:
        parts.append(_table(TARGETS, (line.columns for line in lines)))
    if found:
        parts.append(_table(NEEDS, capacity.rows(_need(found))))
    if compared:
        parts.append(_table(figures.BY_SERVER, figures.by_server(compared)))
        parts.append(figures.against_wrk(compared))
    return "\n\n".join(parts)


def write(found: Found, desk: Desk, compared: Compared) -> None:
    """Between the marks on the page, and the drawing beside it."""
    state = f"On {_machine()}, {datetime.now(UTC):%d %B %Y}, by `script/bench --report`."
    page = PAGE.read_text(encoding="utf-8")
    block = f"{FIRST}\n\n{state}\n\n{tables(found, desk, compared)}\n\n{LAST}"
    page = re.sub(f"{FIRST}.*{LAST}", lambda _: block, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
    bars = {
        "the usual way": found.measured.median(targets.USUAL, figures.cpu),
        "Trust Steps": found.measured.median(targets.SERVICE, figures.cpu),
        "the floor in Flask": found.measured.median(targets.FLOOR, figures.cpu),
    }
    DRAWING.write_text(drawn("CPU of a turn, 16 clients", bars, ours="Trust Steps"), encoding="utf-8")


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
