"""The rows of the tables: the figures of a turn by stack and situation, and by server."""

from collections.abc import Iterator

from tools.bench.rounds import Cell, CellSample, Measurements
from tools.bench.servers import BY_WRK, OWN, SERVERS, STACKS, ServerComparison, on
from tools.bench.service import ServiceResult
from tools.bench.testbed import MANY, NODE, OPENING, TALKING, TEN_YEARS

NAMES = {"service": "Trust Steps", "floor": "the floor in Flask", "usual": "the usual way", NODE: "official Node"}
BY_STACK = ("", "CPU ms a turn", "turns a second", "p50 ms", "p99 ms", "p50 alone", "p99 alone", "MB a worker")
BY_SERVER = ("server", "", "CPU ms a turn", "turns a second", "p50 ms", "p99 ms", "p99 alone", "MB a worker")


def by_stack(result: ServiceResult) -> Iterator[tuple[str, ...]]:
    measurements = result.measurements
    for turns in (TALKING, OPENING, TEN_YEARS):
        for stack, name in NAMES.items():
            cells = [cell for cell in measurements.samples if (cell.stack, cell.turns) == (stack, turns)]
            if not cells:
                continue
            one = Cell(stack, turns, 1)
            alone = [f"{measurements.median(one, f):.2f}" for f in (p50, p99)] if one in cells else ["", ""]
            yield (
                name if turns == TALKING else f"{name}, {turns}",
                *_many_clients(measurements, Cell(stack, turns, MANY)),
                *alone,
                f"{result.megabytes[stack]:.0f}",
            )


def by_server(comparison: ServerComparison) -> Iterator[tuple[str, ...]]:
    for server in SERVERS:
        for stack in STACKS:
            place = on(server, stack)
            yield (
                server,
                NAMES[stack],
                *_many_clients(comparison.measurements, Cell(place, TALKING, MANY)),
                f"{comparison.measurements.median(Cell(place, TALKING, 1), p99):.2f}",
                f"{comparison.megabytes[place]:.0f}",
            )


def against_wrk(comparison: ServerComparison) -> str:
    """Compare the bench's load generator with wrk, to show whether it is fast enough itself."""
    measurements = comparison.measurements
    if BY_WRK not in measurements.samples:
        return "The bench's load generator was not compared with wrk: wrk is not installed."
    own, wrks = (f"{measurements.median(cell, per_second):,.0f}" for cell in (OWN, BY_WRK))
    return (
        f"On the {OWN.stack}, wrk gets {wrks} turns a second and the bench's load generator {own} in the same rounds:"
        f" {measurements.ratio(OWN, BY_WRK, per_second):.2f} times as many."
    )


def _many_clients(measurements: Measurements, many: Cell) -> Iterator[str]:
    yield f"{measurements.median(many, cpu):.2f}"
    yield f"{measurements.median(many, per_second):,.0f}"
    yield f"{measurements.median(many, p50):.1f}"
    yield f"{measurements.median(many, p99):.1f}"


def cpu(sample: CellSample) -> float:
    return sample.cpu


def per_second(sample: CellSample) -> float:
    return sample.per_second


def p50(sample: CellSample) -> float:
    return sample.p50


def p99(sample: CellSample) -> float:
    return sample.p99


def redis(sample: CellSample) -> float:
    return sample.redis
