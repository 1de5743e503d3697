"""The service and its floor on several servers: what of a turn is the server's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tools.bench import wrk
from tools.bench.effort import Effort
from tools.bench.ground import APPS, MANY, TALKING, ground
from tools.bench.rounds import Bench, Cell, Measured, Tell
from tools.bench.serving import command

STACKS: Final = ("floor", "service")
PROCFILE: Final = "gunicorn as in the Procfile"


def commands(app: str) -> dict[str, list[str]]:
    """By the server's name. Gunicorn reads the port and the number of workers from the environment by itself."""
    return {
        PROCFILE: command(app),
        "gunicorn, sync": [
            *("gunicorn", "--config", "python:skill.gunicorn_conf", "--preload", "--worker-class", "sync"),
            *("--no-control-socket", app),
        ],
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
class Compared:
    measured: Measured
    megabytes: Mapping[str, float]
    """Of one worker, by stack on server."""


def compared(effort: Effort, tell: Tell) -> Compared:
    with ground() as site:
        people = effort.people // 2  # for as short as a cell takes
        tell(f"making {people} people with a past, for all servers")
        turns = {TALKING: site.stage.in_conversation(people)}
        asked = {on(server, stack): words for stack in STACKS for server, words in commands(APPS[stack]).items()}
        with site.servers(asked) as servers:
            bench = Bench(servers, turns, site.stage.client, site.authority)
            cells = (*CELLS, BY_WRK) if wrk.is_here() else CELLS
            measured = bench.play(cells, effort.server_rounds, effort.server_seconds, tell)
            return Compared(measured, {place: server.megabytes for place, server in servers.items()})
