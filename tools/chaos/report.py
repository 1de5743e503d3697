"""The scale and the results of a scenario, and the report on all of them."""

import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import redis

REPORT: Final = Path(__file__).parents[2] / "docs" / "reliability.md"

HEAD: Final = """\
# Attempts to break the service

The commands that each section names write this page, with `--report`. `.ci/run` runs all scenarios in short form."""


@dataclass(frozen=True, slots=True)
class Scale:
    seed: int = 1
    is_short: bool = False
    minutes: float = 30
    """Of the soak."""

    runs: int = 200_000
    """Of the fuzzing."""

    def of(self, full: int, short: int) -> int:
        return short if self.is_short else full

    def at_most(self, what: str, figure: float, limit: float, unit: str) -> "Result":
        """Limit time or memory. A short run has no limit, because other load on the machine affects the figure."""
        return Result(what, f"{figure:.4g}{unit}") if self.is_short else at_most(what, figure, limit, unit)


@dataclass(frozen=True, slots=True)
class Result:
    what: str
    figure: str
    is_good: bool = True


Scenario = Callable[[Scale, Path], Iterator[Result]]
"""Takes an empty folder."""


def at_most(what: str, figure: float, limit: float, unit: str = "") -> Result:
    return Result(what, f"{figure:.4g}{unit} (at most {limit:g}{unit})", figure <= limit)


def none(what: str, number: int) -> Result:
    return Result(what, str(number), number == 0)


def write(results: Mapping[str, Iterable[Result]], names: Iterable[str], command: str, page: Path = REPORT) -> None:
    """Write a section for each scenario, in the order of `names`. Scenarios that did not run keep their sections."""
    page.parent.mkdir(exist_ok=True)
    sections = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    sections |= {name: _section(name, of_scenario, command) for name, of_scenario in results.items()}
    parts = [HEAD, *(sections[name] for name in names if name in sections)]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _section(name: str, results: Iterable[Result], command: str) -> str:
    rows = [f"| {result.what} | {result.figure} | {'' if result.is_good else '**fails**'} |" for result in results]
    return "\n".join(
        [f"## {name}", "", f"`{command}`, {_machine()}", "", "| what | result | |", "| --- | --- | --- |", *rows]
    )


def _sections(page: str) -> dict[str, str]:
    return {part.split("\n", 1)[0]: f"## {part.strip()}" for part in page.split("\n## ")[1:]}


def _machine() -> str:
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {platform.machine()}, {platform.system()},"
        f" Python {platform.python_version()}, redis-py {redis.__version__}."
    )
