"""The figures of a turn, and how they stand in rows: by stack and situation, and by server."""

from collections.abc import Iterator

from tools.bench.ground import MANY, OPENING, TALKING, TEN_YEARS
from tools.bench.rounds import Cell, Measured, Sample
from tools.bench.servers import BY_WRK, OWN, SERVERS, STACKS, Compared, on
from tools.bench.service import Found

NAMES = {"service": "Trust Steps", "floor": "the floor in Flask", "usual": "the usual way"}
BY_STACK = ("", "CPU ms a turn", "turns a second", "p50 ms", "p99 ms", "p50 alone", "p99 alone", "MB a worker")
BY_SERVER = ("server", "", "CPU ms a turn", "turns a second", "p50 ms", "p99 ms", "p99 alone", "MB a worker")


def by_stack(found: Found) -> Iterator[tuple[str, ...]]:
    measured = found.measured
    for turns in (TALKING, OPENING, TEN_YEARS):
        for stack, name in NAMES.items():
            cells = [cell for cell in measured.samples if (cell.stack, cell.turns) == (stack, turns)]
            if not cells:
                continue
            one = Cell(stack, turns, 1)
            alone = [f"{measured.median(one, f):.2f}" for f in (p50, p99)] if one in cells else ["", ""]
            yield (
                name if turns == TALKING else f"{name}, {turns}",
                *_of_many(measured, Cell(stack, turns, MANY)),
                *alone,
                f"{found.megabytes[stack]:.0f}",
            )


def by_server(compared: Compared) -> Iterator[tuple[str, ...]]:
    for server in SERVERS:
        for stack in STACKS:
            place = on(server, stack)
            yield (
                server,
                NAMES[stack],
                *_of_many(compared.measured, Cell(place, TALKING, MANY)),
                f"{compared.measured.median(Cell(place, TALKING, 1), p99):.2f}",
                f"{compared.megabytes[place]:.0f}",
            )


def against_wrk(compared: Compared) -> str:
    """Whether the load that is measured with is itself quick enough."""
    measured = compared.measured
    if BY_WRK not in measured.samples:
        return "The bench's own load was not held against wrk's: there is no wrk here."
    own, wrks = (f"{measured.median(cell, per_second):,.0f}" for cell in (OWN, BY_WRK))
    return (
        f"Of the {OWN.stack}, wrk gets {wrks} turns a second and the bench's own load {own} in the same rounds:"
        f" {measured.ratio(OWN, BY_WRK, per_second):.2f} times as many."
    )


def _of_many(measured: Measured, many: Cell) -> Iterator[str]:
    yield f"{measured.median(many, cpu):.2f}"
    yield f"{measured.median(many, per_second):,.0f}"
    yield f"{measured.median(many, p50):.1f}"
    yield f"{measured.median(many, p99):.1f}"


def cpu(sample: Sample) -> float:
    return sample.cpu


def per_second(sample: Sample) -> float:
    return sample.per_second


def p50(sample: Sample) -> float:
    return sample.p50


def p99(sample: Sample) -> float:
    return sample.p99


def redis(sample: Sample) -> float:
    return sample.redis
