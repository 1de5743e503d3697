"""What the bench finds out about the service."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from skill.content import library
from skill.progress import Progress
from speech.authority import Authority
from tests.bench import keeping, start
from tests.bench.lives import daily
from tests.bench.people import Stage, Turns
from tests.bench.rounds import Bench, Cell, Measured, Tell
from tests.bench.serving import Server, serving, wait_until_up
from tests.bench.stacks import trust
from tests.redis_server import running

STACKS = {
    "service": "tests.bench.stacks.service:app()",
    "floor": "tests.bench.stacks.floor:app()",
    "usual": "tests.bench.stacks.usual:app()",
}
WORKERS = 2
MONTH = 30
DECADE = 3_650
MANY = 16
TALKING = "in a conversation"
OPENING = "opening"
TEN_YEARS = "after ten years"

CELLS = (
    *(Cell(stack, TALKING, clients) for stack in STACKS for clients in (1, MANY)),
    Cell("service", OPENING, MANY),
    Cell("service", TEN_YEARS, MANY),
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long it takes to find out."""

    people: int
    rounds: int
    seconds: float
    starts: int
    decade: int
    """Days of long use."""


WHOLE = Effort(people=2_048, rounds=7, seconds=1.2, starts=5, decade=DECADE)
SMOKE = Effort(people=48, rounds=1, seconds=0.2, starts=1, decade=MONTH)


@dataclass(frozen=True, slots=True)
class Found:
    measured: Measured
    megabytes: Mapping[str, float]
    """Of one worker, by stack."""

    start: start.Start
    kept: int
    """Bytes in Redis of somebody who came for a month."""


def found(effort: Effort, tell: Tell) -> Found:
    with TemporaryDirectory(prefix="trust-steps-bench-") as name, running(Path(name) / "redis") as redis:
        folder, authority = Path(name), Authority(datetime.now(UTC))
        trust.keep(folder, authority.root, authority.chain_pem)
        settings = {"REDIS_URL": redis.url, trust.FOLDER: name, "WEB_CONCURRENCY": str(WORKERS)}
        stage = Stage(redis.url, authority)
        tell(f"making {effort.people} people with a past")
        guide, now = library.load().guide("en-US"), datetime.now(UTC)
        turns = _turns(stage, effort.people, daily(effort.decade, now, guide))
        kept = keeping.bytes_kept(stage, daily(MONTH, now, guide))
        with _servers(folder, settings) as servers:
            measured = Bench(servers, turns, stage.client, authority).play(CELLS, effort.rounds, effort.seconds, tell)
            megabytes = {stack: server.megabytes for stack, server in servers.items()}
        tell("starting the service anew, several times")
        turns[TALKING].plant(stage.client)
        requests = turns[TALKING].signed(authority)[: start.TURNS]
        return Found(
            measured, megabytes, start.measured(STACKS["service"], folder, settings, requests, effort.starts), kept
        )


def _turns(stage: Stage, people: int, old: Progress) -> dict[str, Turns]:
    return {
        TALKING: stage.in_conversation(people),
        OPENING: stage.opening(people // 2),
        TEN_YEARS: stage.in_conversation(people // 2, old),
    }


@contextmanager
def _servers(folder: Path, settings: Mapping[str, str]) -> Iterator[dict[str, Server]]:
    with ExitStack() as all_of_them:
        servers = {
            stack: all_of_them.enter_context(serving(target, folder, settings)) for stack, target in STACKS.items()
        }
        for server in servers.values():
            wait_until_up(server)
        yield servers
