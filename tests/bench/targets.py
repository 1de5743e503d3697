"""What was found, beside what it is to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.desk import Desk
from tests.bench.figures import cpu, p99
from tests.bench.ground import MANY, TALKING, TEN_YEARS
from tests.bench.rounds import Cell
from tests.bench.service import Found

SERVICE, FLOOR, USUAL = (Cell(stack, TALKING, MANY) for stack in ("service", "floor", "usual"))


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    found: float
    unit: str
    bound: float
    is_upper: bool = True

    @property
    def is_reached(self) -> bool:
        return self.found <= self.bound if self.is_upper else self.found >= self.bound

    @property
    def columns(self) -> tuple[str, str, str, str]:
        wanted = f"at {'most' if self.is_upper else 'least'} {_written(self.bound, self.unit)}"
        return self.what, _written(self.found, self.unit), wanted, "yes" if self.is_reached else "**no**"


def of_service(found: Found) -> Iterator[Line]:
    ratio = found.measured.ratio
    yield Line("CPU of a turn, against the floor", ratio(SERVICE, FLOOR, cpu), "x", 1.15)
    yield Line("CPU of a turn, against the usual way", ratio(SERVICE, USUAL, cpu), "x", 0.1)
    yield Line("p99 of 16 clients, against the floor", ratio(SERVICE, FLOOR, p99), "x", 1.3)
    yield Line(
        "CPU of a turn after ten years of daily use, against a new person",
        ratio(Cell("service", TEN_YEARS, MANY), SERVICE, cpu),
        "x",
        1.1,
    )
    yield Line("kept in Redis of somebody who came for 30 days", found.kept, "bytes", 1_024)
    yield Line("from the start to the first answer", found.start.seconds, "s", 1.0)
    yield Line("the first turn, beyond the hundredth", found.start.beyond, "ms", 5)


def of_desk(desk: Desk) -> Iterator[Line]:
    yield Line("from a sentence to its intent", desk.understanding, "ms", 1.5)
    yield Line("speech rendered in a second", desk.rendering, "s", 200, is_upper=False)
    yield Line('`trust-steps say "open trust steps" --wav`, from start to end', desk.saying, "s", 1.0)
    if desk.hearing is not None:
        yield Line("from Enter on the page to the first sound, in Chromium", desk.hearing, "s", 0.3)


def _written(value: float, unit: str) -> str:
    figure = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
    return f"{figure} {'times' if unit == 'x' else unit}"
