"""What the bench finds out about the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median

from skill.content import library
from skill.progress import Progress
from tools.bench import keeping
from tools.bench.effort import Effort
from tools.bench.ground import APPS, MANY, OPENING, TALKING, TEN_YEARS, ground
from tools.bench.lives import daily
from tools.bench.people import Population, Turns
from tools.bench.rounds import Bench, Cell, Measured, Tell, joined
from tools.bench.serving import command
from tools.bench.start import Start, Starts

MONTH = 30

CELLS = (
    *(Cell(stack, TALKING, clients) for stack in APPS for clients in (1, MANY)),
    Cell("service", OPENING, MANY),
    Cell("service", TEN_YEARS, MANY),
)


@dataclass(frozen=True, slots=True)
class Found:
    measured: Measured
    megabytes: Mapping[str, float]
    """Of one worker, by stack."""

    start: Start
    kept: float
    """Bytes in Redis of somebody who came for a month."""


def together(runs: Sequence[Found]) -> Found:
    """All rounds of all runs, and the median of what is found once a run."""
    return Found(
        measured=joined([run.measured for run in runs]),
        megabytes={stack: median(run.megabytes[stack] for run in runs) for stack in APPS},
        start=Start(median(run.start.seconds for run in runs), median(run.start.beyond for run in runs)),
        kept=median(run.kept for run in runs),
    )


def found(effort: Effort, tell: Tell) -> Found:
    with ground() as site:
        tell(f"making {effort.people} people with a past")
        guide, now = library.load().guide("en-US"), datetime.now(UTC)
        turns = _turns(site.stage, effort.people, daily(effort.decade, now, guide))
        kept = keeping.bytes_kept(site.stage, daily(MONTH, now, guide))
        with site.servers({stack: command(app) for stack, app in APPS.items()}) as servers:
            bench = Bench(servers, turns, site.stage.client, site.authority)
            measured = bench.play(CELLS, effort.rounds, effort.seconds, tell)
            megabytes = {stack: server.megabytes for stack, server in servers.items()}
        tell("starting the service anew, several times")
        talking = turns[TALKING]
        starts = Starts(
            command=command(APPS["service"]),
            folder=site.folder,
            settings=site.settings,
            requests=talking.signed(site.authority),
            plant=partial(talking.plant, site.stage.client),
        )
        return Found(measured, megabytes, starts.measured(effort.starts), kept)


def _turns(stage: Population, people: int, old: Progress) -> dict[str, Turns]:
    return {
        TALKING: stage.in_conversation(people),
        OPENING: stage.opening(people // 2),
        TEN_YEARS: stage.in_conversation(people // 2, old),
    }
