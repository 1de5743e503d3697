"""What was found, beside what it is to be."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tools.bench.desk import Desk
from tools.bench.figures import cpu, p99
from tools.bench.ground import MANY, TALKING, TEN_YEARS
from tools.bench.rounds import Cell, Sample
from tools.bench.service import Found

SERVICE, FLOOR, USUAL = (Cell(stack, TALKING, MANY) for stack in ("service", "floor", "usual"))


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    found: Sequence[float]
    """In each run."""

    unit: str
    bound: float
    is_upper: bool = True

    @property
    def is_reached(self) -> bool:
        """By the median of the runs."""
        found = median(self.found)
        return found <= self.bound if self.is_upper else found >= self.bound

    @property
    def columns(self) -> tuple[str, str, str, str]:
        found = f"{_figure(median(self.found))} {self.unit}"
        lowest, highest = _figure(min(self.found)), _figure(max(self.found))
        return (
            self.what,
            found if lowest == highest else f"{found} ({lowest} to {highest})",
            f"at {'most' if self.is_upper else 'least'} {_figure(self.bound)} {self.unit}",
            "yes" if self.is_reached else "**no**",
        )


def of_service(runs: Sequence[Found]) -> Iterator[Line]:
    def ratios(one: Cell, other: Cell, figure: Callable[[Sample], float]) -> list[float]:
        return [run.measured.ratio(one, other, figure) for run in runs]

    yield Line("CPU of a turn, against the floor", ratios(SERVICE, FLOOR, cpu), "times", 1.15)
    yield Line("CPU of a turn, against the usual way", ratios(SERVICE, USUAL, cpu), "times", 0.1)
    yield Line("p99 of 16 clients, against the floor", ratios(SERVICE, FLOOR, p99), "times", 1.3)
    yield Line(
        "CPU of a turn after ten years of daily use, against a new person",
        ratios(Cell("service", TEN_YEARS, MANY), SERVICE, cpu),
        "times",
        1.1,
    )
    yield Line("kept in Redis of somebody who came for 30 days", [run.kept for run in runs], "bytes", 1_024)
    yield Line("from the start to the first answer", [run.start.seconds for run in runs], "s", 1.0)
    yield Line("the first turn, beyond the hundredth", [run.start.beyond for run in runs], "ms", 5)


def of_desk(runs: Sequence[Desk]) -> Iterator[Line]:
    yield Line("from a sentence to its intent", [run.understanding for run in runs], "ms", 1.5)
    yield Line("speech rendered in a second", [run.rendering for run in runs], "s", 200, is_upper=False)
    saying = [run.saying for run in runs]
    yield Line('`trust-steps say "open trust steps" --wav`, from start to end', saying, "s", 1.0)
    hearing = [run.hearing for run in runs if run.hearing is not None]
    if hearing:
        yield Line("from Enter on the page to the first sound, in Chromium", hearing, "s", 0.3)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
