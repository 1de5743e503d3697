"""The results as tables, for the terminal and for docs/performance.md, and the chart beside it."""

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.support.process import ROOT
from tools.bench import capacity, figures, targets
from tools.bench.chart import bar_chart
from tools.bench.servers import ServerComparison
from tools.bench.service import ServiceResult, summarize
from tools.bench.simulator import SimulatorResult

PAGE = ROOT / "docs" / "performance.md"
CHART = ROOT / "docs" / "performance.svg"
FIRST, LAST = "<!-- bench: begin -->", "<!-- bench: end -->"
TARGETS = ("", "measured", "target", "reached")
CAPACITY = ("", "needed", "worked out from")


def tables(
    services: Sequence[ServiceResult], simulators: Sequence[SimulatorResult], comparison: ServerComparison | None
) -> str:
    """Return the tables of the parts that were measured, in one run or several."""
    parts = []
    if services:
        parts.append(_table(figures.BY_STACK, figures.by_stack(summarize(services))))
    if services or simulators:
        reached = [
            *(targets.of_service(services) if services else ()),
            *(targets.of_simulator(simulators) if simulators else ()),
        ]
        parts.append(_table(TARGETS, (target.columns for target in reached)))
    if services:
        parts.append(_table(CAPACITY, capacity.rows(_capacity(summarize(services)))))
    if comparison:
        parts.append(_table(figures.BY_SERVER, figures.by_server(comparison)))
        parts.append(figures.against_wrk(comparison))
    return "\n\n".join(parts)


def write(
    services: Sequence[ServiceResult], simulators: Sequence[SimulatorResult], comparison: ServerComparison
) -> None:
    """Replace what stands between the marks on the page, and write the chart beside it."""
    state = f"On {_machine()}, {datetime.now(UTC):%d %B %Y}, by `script/bench --report`: {_runs(len(services))}."
    page = PAGE.read_text(encoding="utf-8")
    block = f"{FIRST}\n\n{state}\n\n{tables(services, simulators, comparison)}\n\n{LAST}"
    page = re.sub(f"{FIRST}.*{LAST}", lambda _: block, page, flags=re.DOTALL)
    PAGE.write_text(page, encoding="utf-8")
    measurements = summarize(services).measurements
    bars = {
        "the usual way": measurements.median(targets.USUAL, figures.cpu),
        "Trust Steps": measurements.median(targets.SERVICE, figures.cpu),
        "the floor in Flask": measurements.median(targets.FLOOR, figures.cpu),
    }
    if targets.NODE_STACK in measurements.samples:
        bars["official Node"] = measurements.median(targets.NODE_STACK, figures.cpu)
    CHART.write_text(bar_chart("CPU of a turn, 16 clients", bars, ours="Trust Steps"), encoding="utf-8")


def _runs(number: int) -> str:
    return "one run" if number == 1 else f"the medians of {number} runs, and in brackets their lowest and highest"


def _capacity(result: ServiceResult) -> capacity.Capacity:
    return capacity.Capacity(
        cpu=result.measurements.median(targets.SERVICE, figures.cpu),
        redis=result.measurements.median(targets.SERVICE, figures.redis),
        stored=result.stored,
        worker=result.megabytes["service"],
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _machine() -> str:
    return f"{os.cpu_count()} cores of {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.+)", text)
    return model[1].strip() if model else platform.machine()
