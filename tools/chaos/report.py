"""What a scenario is told, and what it finds."""

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
# What was tried to break it

Written by the commands that each section names, with `--report`, and not by hand. `script/test` plays all in short."""


@dataclass(frozen=True, slots=True)
class Scale:
    seed: int = 1
    is_short: bool = False
    minutes: float = 30
    """Of the soak."""

    runs: int = 200_000
    """Of the fuzzing."""

    def of(self, whole: int, short: int) -> int:
        return short if self.is_short else whole

    def at_most(self, what: str, figure: float, limit: float, unit: str) -> "Finding":
        """Of time and memory, which a busy machine decides too: a short run, which is a test, only tells them."""
        return Finding(what, f"{figure:.4g}{unit}") if self.is_short else at_most(what, figure, limit, unit)


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    figure: str
    is_good: bool = True


Scenario = Callable[[Scale, Path], Iterator[Finding]]
"""Works in an empty folder of its own."""


def at_most(what: str, figure: float, limit: float, unit: str = "") -> Finding:
    return Finding(what, f"{figure:.4g}{unit} (at most {limit:g}{unit})", figure <= limit)


def none(what: str, number: int) -> Finding:
    return Finding(what, str(number), number == 0)


def write(found: Mapping[str, Iterable[Finding]], names: Iterable[str], command: str, page: Path = REPORT) -> None:
    """A section for each scenario, in the order of `names`; those that were not played keep what was found before."""
    page.parent.mkdir(exist_ok=True)
    known = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    known |= {name: _section(name, findings, command) for name, findings in found.items()}
    parts = [HEAD, *(known[name] for name in names if name in known)]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _section(name: str, findings: Iterable[Finding], command: str) -> str:
    rows = [f"| {each.what} | {each.figure} | {'' if each.is_good else '**fails**'} |" for each in findings]
    return "\n".join(
        [f"## {name}", "", f"`{command}`, {_machine()}", "", "| what | found | |", "| --- | --- | --- |", *rows]
    )


def _sections(page: str) -> dict[str, str]:
    return {part.split("\n", 1)[0]: f"## {part.strip()}" for part in page.split("\n## ")[1:]}


def _machine() -> str:
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores of {platform.machine()}, {platform.system()},"
        f" Python {platform.python_version()}, redis-py {redis.__version__}."
    )
