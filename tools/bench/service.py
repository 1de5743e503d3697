"""Measures the service beside the other stacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median

from skill.content import library
from skill.progress import Progress
from tools.bench import node_peer
from tools.bench.effort import Effort
from tools.bench.long_use import daily_user
from tools.bench.population import Population, Requests
from tools.bench.rounds import Cell, Log, Measurements, RoundRunner, combine
from tools.bench.serving import command
from tools.bench.start import StartMeasurement, StartTimes
from tools.bench.stored_size import stored_bytes
from tools.bench.testbed import APPS, MANY, NODE, OPENING, TALKING, TEN_YEARS, Testbed, open_testbed

MONTH = 30


def cells(stacks: Iterable[str]) -> tuple[Cell, ...]:
    return (
        *(Cell(stack, TALKING, clients) for stack in stacks for clients in (1, MANY)),
        Cell("service", OPENING, MANY),
        Cell("service", TEN_YEARS, MANY),
    )


@dataclass(frozen=True, slots=True)
class ServiceResult:
    measurements: Measurements
    megabytes: Mapping[str, float]
    """Of one worker, by stack."""

    start: StartTimes
    stored: float
    """Bytes in Redis of a person who came every day for a month."""


def summarize(runs: Sequence[ServiceResult]) -> ServiceResult:
    """Return the rounds of all runs, and the medians of what is measured once per run."""
    return ServiceResult(
        measurements=combine([run.measurements for run in runs]),
        megabytes={stack: median(run.megabytes[stack] for run in runs) for stack in runs[0].megabytes},
        start=StartTimes(
            seconds=median(run.start.seconds for run in runs),
            first_turn_extra=median(run.start.first_turn_extra for run in runs),
        ),
        stored=median(run.stored for run in runs),
    )


def measure(effort: Effort, log: Log) -> ServiceResult:
    with open_testbed() as testbed:
        log(f"preparing {effort.people} people")
        guide, now = library.load().guide("en-US"), datetime.now(UTC)
        requests = _requests(testbed.population, effort.people, daily_user(effort.long_use, now, guide))
        stored = stored_bytes(testbed.population, daily_user(MONTH, now, guide))
        commands: dict[str, Sequence[str]] = {stack: command(app) for stack, app in APPS.items()}
        if node := node_peer.command(testbed.folder, log):
            commands[NODE] = node
        with testbed.servers(commands) as servers:
            runner = RoundRunner(servers, requests, testbed.population.client, testbed.authority)
            measurements = runner.run(cells(commands), effort.rounds, effort.seconds, log)
            megabytes = {stack: server.megabytes for stack, server in servers.items()}
        log("starting the service several times")
        start = _start_measurement(testbed, requests[TALKING]).medians(effort.starts)
        return ServiceResult(measurements, megabytes, start, stored)


def _start_measurement(testbed: Testbed, requests: Requests) -> StartMeasurement:
    return StartMeasurement(
        command=command(APPS["service"]),
        folder=testbed.folder,
        settings=testbed.settings,
        requests=requests.signed(testbed.authority),
        restore=partial(requests.restore, testbed.population.client),
    )


def _requests(population: Population, people: int, long_use: Progress) -> dict[str, Requests]:
    return {
        TALKING: population.in_conversation(people),
        OPENING: population.opening(people // 2),
        TEN_YEARS: population.in_conversation(people // 2, long_use),
    }
