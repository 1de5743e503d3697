"""Compares the service and its floor on several servers, to show what the server itself costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bench import wrk
from tools.bench.effort import Effort
from tools.bench.rounds import Cell, Log, Measurements, RoundRunner
from tools.bench.serving import command
from tools.bench.testbed import APPS, MANY, TALKING, open_testbed

STACKS: Final = ("floor", "service")
PROCFILE: Final = "as in the Procfile"


_GUNICORN: Final = ("gunicorn", "--config", "python:skill.gunicorn_conf", "--worker-class")


def commands(app: str) -> dict[str, list[str]]:
    """Return the command of each server. gunicorn reads the port and the number of workers from the environment."""
    return {
        PROCFILE: command(app),
        "gunicorn, gthread": [*_GUNICORN, "gthread", "--threads", "4", app],
        "gunicorn, sync": [*_GUNICORN, "sync", app],
        "granian, 4 threads": _granian(app, threads=4),
        "granian, 1 thread": _granian(app, threads=1),
    }


def _granian(app: str, threads: int) -> list[str]:
    return [
        *("granian", "--interface", "wsgi", "--factory", "--no-ws", "--log-level", "warning"),
        *("--workers", "$WEB_CONCURRENCY", "--blocking-threads", str(threads), "--port", "$PORT"),
        app.removesuffix("()"),
    ]


def on(server: str, stack: str) -> str:
    return f"{stack} on {server}"


SERVERS: Final = tuple(commands(""))
CELLS: Final = tuple(
    Cell(on(server, stack), TALKING, clients) for server in SERVERS for stack in STACKS for clients in (1, MANY)
)

OWN: Final = Cell(on(PROCFILE, "floor"), TALKING, MANY)
BY_WRK: Final = Cell(on(PROCFILE, "floor"), TALKING, MANY, wrk.drive)


@dataclass(frozen=True, slots=True)
class ServerComparison:
    measurements: Measurements
    megabytes: Mapping[str, float]
    """Of one worker, by stack and server."""


def cells() -> tuple[Cell, ...]:
    """Return what is measured: with wrk too, if it is installed."""
    return (*CELLS, BY_WRK) if wrk.is_installed() else CELLS


def compare(effort: Effort, log: Log) -> ServerComparison:
    with open_testbed() as testbed:
        people = effort.people // 2  # a cell is half as long as in the other measurement
        log(f"preparing {people} people for all servers")
        requests = {TALKING: testbed.population.in_conversation(people)}
        started = {on(server, stack): words for stack in STACKS for server, words in commands(APPS[stack]).items()}
        with testbed.servers(started) as servers:
            runner = RoundRunner(servers, requests, testbed.population.client, testbed.authority)
            measurements = runner.run(cells(), effort.server_rounds, effort.server_seconds, log)
            return ServerComparison(measurements, {place: server.megabytes for place, server in servers.items()})
