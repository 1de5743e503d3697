"""The targets, and whether the measured figures reach them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tools.bench.figures import cpu, p99
from tools.bench.rounds import Cell, CellSample
from tools.bench.service import ServiceResult
from tools.bench.simulator import SimulatorResult
from tools.bench.testbed import MANY, NODE, TALKING, TEN_YEARS

SERVICE, FLOOR, USUAL, NODE_STACK = (Cell(stack, TALKING, MANY) for stack in ("service", "floor", "usual", NODE))


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    measured: Sequence[float]
    """One figure per run."""

    unit: str
    bound: float
    is_upper: bool = True

    @property
    def is_reached(self) -> bool:
        """The median of the runs decides."""
        figure = median(self.measured)
        return figure <= self.bound if self.is_upper else figure >= self.bound

    @property
    def columns(self) -> tuple[str, str, str, str]:
        figure = f"{_formatted(median(self.measured))} {self.unit}"
        lowest, highest = _formatted(min(self.measured)), _formatted(max(self.measured))
        return (
            self.name,
            figure if lowest == highest else f"{figure} ({lowest} to {highest})",
            f"at {'most' if self.is_upper else 'least'} {_formatted(self.bound)} {self.unit}",
            "yes" if self.is_reached else "**no**",
        )


def of_service(runs: Sequence[ServiceResult]) -> Iterator[Target]:
    def ratios(one: Cell, other: Cell, figure: Callable[[CellSample], float]) -> list[float]:
        return [run.measurements.ratio(one, other, figure) for run in runs]

    yield Target("CPU of a turn, against the floor", ratios(SERVICE, FLOOR, cpu), "times", 1.15)
    if NODE_STACK in runs[0].measurements.samples:
        yield Target("CPU of a turn, against official Node", ratios(SERVICE, NODE_STACK, cpu), "times", 0.8)
        yield Target("p99 of 16 clients, against official Node", ratios(SERVICE, NODE_STACK, p99), "times", 1.0)
    yield Target("CPU of a turn, against the usual way", ratios(SERVICE, USUAL, cpu), "times", 0.1)
    yield Target("p99 of 16 clients, against the floor", ratios(SERVICE, FLOOR, p99), "times", 1.3)
    yield Target(
        "CPU of a turn after ten years of daily use, against a new person",
        ratios(Cell("service", TEN_YEARS, MANY), SERVICE, cpu),
        "times",
        1.05,
    )
    yield Target(
        "stored in Redis for a person who came every day for 30 days", [run.stored for run in runs], "bytes", 1_024
    )
    yield Target("from the start to the first answer", [run.start.seconds for run in runs], "s", 1.0)
    yield Target("the first turn, longer than the hundredth by", [run.start.first_turn_extra for run in runs], "ms", 5)


def of_simulator(runs: Sequence[SimulatorResult]) -> Iterator[Target]:
    yield Target("from a sentence to its intent", [run.recognition for run in runs], "ms", 1.5)
    yield Target("speech rendered in a second", [run.synthesis for run in runs], "s", 200, is_upper=False)
    commands = [run.command for run in runs]
    yield Target('`trust-steps say "open trust steps" --wav`, from start to end', commands, "s", 1.0)
    first_sounds = [run.first_sound for run in runs if run.first_sound is not None]
    if first_sounds:
        yield Target("from Enter on the page to the first sound, in Chromium", first_sounds, "s", 0.3)


def _formatted(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
