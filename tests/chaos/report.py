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


def table(found: Mapping[str, Iterable[Finding]], command: str) -> str:
    """The report as Markdown."""
    lines = ["# What was tried to break it", "", f"Made by `{command}`, not by hand.", "", *_machine(), ""]
    lines += ["| scenario | what | found | |", "| --- | --- | --- | --- |"]
    for name, findings in found.items():
        lines += [
            f"| {name} | {each.what} | {each.figure} | {'' if each.is_good else '**fails**'} |" for each in findings
        ]
    return "\n".join(lines) + "\n"


def _machine() -> Iterator[str]:
    now = datetime.now(UTC)
    yield f"{now:%Y-%m-%d}, {os.cpu_count()} cores of {platform.machine()}, {platform.system()},"
    yield f"Python {platform.python_version()}, redis-py {redis.__version__}."
