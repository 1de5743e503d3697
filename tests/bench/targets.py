"""What was found, beside what it is to be."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.desk import Desk
from tests.bench.rounds import Cell, Sample
from tests.bench.service import MANY, OPENING, TALKING, TEN_YEARS, Found

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
    yield Line("the first turn, beyond the hundredth", found.start.first - found.start.hundredth, "ms", 5)


def of_desk(desk: Desk) -> Iterator[Line]:
    yield Line("from a sentence to its intent", desk.understanding, "ms", 1.5)
    yield Line("speech rendered in a second", desk.rendering, "s", 200, is_upper=False)
    yield Line('`trust-steps say "open trust steps" --wav`, from start to end', desk.saying, "s", 1.0)
    if desk.hearing is not None:
        yield Line("from Enter on the page to the first sound, in Chromium", desk.hearing, "s", 0.3)


def cpu(sample: Sample) -> float:
    return sample.cpu


def p99(sample: Sample) -> float:
    return sample.p99


def redis(sample: Sample) -> float:
    return sample.redis


def stacks(found: Found) -> Iterator[tuple[str, ...]]:
    """A row for each stack and situation."""
    names = {"service": "Trust Steps", "floor": "the floor in Flask", "usual": "the usual way"}
    measured = found.measured
    for turns in (TALKING, OPENING, TEN_YEARS):
        for stack, name in names.items():
            cells = [cell for cell in measured.samples if (cell.stack, cell.turns) == (stack, turns)]
            if not cells:
                continue
            many, one = Cell(stack, turns, MANY), Cell(stack, turns, 1)
            alone = [f"{measured.median(one, f):.2f}" for f in (p50, p99)] if one in cells else ["", ""]
            yield (
                name if turns == TALKING else f"{name}, {turns}",
                f"{measured.median(many, cpu):.2f}",
                f"{measured.median(many, lambda sample: sample.per_second):,.0f}",
                *(f"{measured.median(many, f):.1f}" for f in (p50, p99)),
                *alone,
                f"{found.megabytes[stack]:.0f}",
            )


def p50(sample: Sample) -> float:
    return sample.p50


def _written(value: float, unit: str) -> str:
    figure = f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
    return f"{figure} {'times' if unit == 'x' else unit}"
