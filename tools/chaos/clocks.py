"""SQLite under a wrong clock, on a full disk, held by another process, and removed, while people talk."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import sleep
from typing import Final

from tests.support.redis_server import wait_until
from tests.support.trusting import CLOCK_VARIABLE
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import RunningService, serving
from tools.chaos.speaker import TURN_SECONDS, ChaosSpeaker

PEOPLE: Final = 4
DISK: Final = "size=512k"


@dataclass(frozen=True, slots=True)
class Setup:
    service: RunningService
    clock: Path
    file: Path
    is_mounted: bool


@contextmanager
def _wrong_clock(days: int, setup: Setup) -> Iterator[None]:
    """Alexa's requests are refused meanwhile: they are too old, or of the future."""
    setup.clock.write_text(str(days))
    for _ in range(20):
        setup.service.service.get("/readyz")
    yield
    setup.clock.write_text("0")


@contextmanager
def _full(setup: Setup) -> Iterator[None]:
    """Fill the file's own small disk. Where none can be mounted, let the workers write no file."""
    if setup.is_mounted:
        filler = setup.file.parent / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(b"\0" * 512):
                pass
        yield
        filler.unlink()
    else:
        limits = [_limit_file_size(worker, 0) for worker in setup.service.workers]
        yield
        for worker, limit in zip(setup.service.workers, limits, strict=True):
            _limit_file_size(worker, limit)


def _limit_file_size(process: int, size: int) -> int:
    """Return the limit before."""
    import resource

    before, most = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, most))
    return before


@contextmanager
def _held(lock: str, setup: Setup) -> Iterator[None]:
    with closing(sqlite3.connect(setup.file, isolation_level=None)) as holder:
        holder.execute(f"BEGIN {lock}")
        yield


@contextmanager
def _moved_away(setup: Setup) -> Iterator[None]:
    """A volume that is not mounted for a while."""
    elsewhere = setup.file.with_name("elsewhere")
    setup.file.rename(elsewhere)
    yield
    elsewhere.replace(setup.file)


@contextmanager
def _removed(setup: Setup) -> Iterator[None]:
    setup.file.unlink()
    yield


Fault = Callable[[Setup], AbstractContextManager[None]]
WRONG_CLOCKS: Final[Mapping[str, Fault]] = {
    "clock 400 days ahead": partial(_wrong_clock, 400),
    "clock 401 days ahead": partial(_wrong_clock, 401),
    "clock 400 days behind": partial(_wrong_clock, -400),
}
FAULTS: Final[Mapping[str, tuple[Fault, int]]] = {
    "disk full": (_full, 503),
    "file held for reading and writing": (partial(_held, "EXCLUSIVE"), 503),
    "file held for writing": (partial(_held, "IMMEDIATE"), 503),
    "file moved away and back": (_moved_away, 200),
    "file removed": (_removed, 200),
}
"""Each fault, and what `/readyz` has to answer meanwhile. A removed file is created again at once."""


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    clock, data = folder / "clock", folder / "data"
    clock.write_text("0")
    with _small_disk(data) as is_mounted:
        variables = {"TRUST_STEPS_DATA": str(data), CLOCK_VARIABLE: str(clock)}
        with serving(folder, "", **variables) as service:
            setup = Setup(service, clock, data / "progress.sqlite3", is_mounted)
            modes = f"{setup.file.stat().st_mode & 0o777:o}, {data.stat().st_mode & 0o777:o}"
            yield Result("permissions of the file and its folder", modes, modes == "600, 700")
            for name, fault in WRONG_CLOCKS.items():
                yield from _clock(name, fault, setup)
            for name, (fault, ready) in FAULTS.items():
                yield from _fault(name, fault, ready, setup, scale)
            yield none("tracebacks in the log", service.tracebacks)


def _clock(name: str, fault: Fault, setup: Setup) -> Iterator[Result]:
    people = _people(setup.service)
    with fault(setup):
        refused = ChaosSpeaker(setup.service)
        refused.launch()
        ready = setup.service.service.get("/readyz")[0]
    setup.service.service.get("/readyz")
    answers = [speaker.launch() and speaker.send_intent("ProgressIntent") for speaker in people]
    yield Result(f"{name}: a request meanwhile, /readyz", f"{refused.statuses[0]}, {ready}", ready == 200)
    yield none(f"{name}: people of {PEOPLE} whose progress was gone afterwards", _lost(answers))
    yield none(f"{name}: refused afterwards", sum(s != 200 for speaker in people for s in speaker.statuses))


def _fault(name: str, fault: Fault, ready: int, setup: Setup, scale: Scale) -> Iterator[Result]:
    service, people, openings = setup.service, _people(setup.service), setup.service.breaker_openings
    absent = _people(service)
    with fault(setup):
        before = [len(speaker.seconds) for speaker in people]
        for turn in range(scale.of(20, 4)):
            for speaker in people:
                speaker.send_intent("GoToStepIntent", number=str(1 + turn % 5))
        found = service.service.get("/readyz")[0]
        sleep(1)
    wait_until(lambda: _is_ready(service), "the service does not use its file again")
    for speaker in people:
        speaker.send_intent("GoToStepIntent", number="3")
    seconds = [second for speaker, start in zip(people, before, strict=True) for second in speaker.seconds[start:]]
    yield scale.at_most(f"{name}: slowest of {len(seconds)} turns", max(seconds), TURN_SECONDS, " s")
    yield Result(f"{name}: /readyz", str(found), found == ready)
    yield none(f"{name}: answers other than 200", sum(s != 200 for speaker in people for s in speaker.statuses))
    yield none(f"{name}: moves lost without a warning", sum(speaker.false_claims for speaker in people))
    yield none(f"{name}: people who talked and had lost their place afterwards", _lost(_places(people), "step 3 of 5"))
    if name != "file removed":
        yield none(f"{name}: people who were away and had lost theirs", _lost(_places(absent)))
    yield Result(f"{name}: times that the circuit breaker opened", str(service.breaker_openings - openings))


def _is_ready(service: RunningService) -> bool:
    """Ask often enough that every worker answers."""
    return all(service.service.get("/readyz")[0] == 200 for _ in range(20))


def _people(service: RunningService) -> list[ChaosSpeaker]:
    people = [ChaosSpeaker(service) for _ in range(PEOPLE)]
    for speaker in people:
        speaker.launch()
        speaker.send_intent("GoToStepIntent", number="2")
    return people


def _places(people: list[ChaosSpeaker]) -> list[str]:
    """Ask in new sessions, which have no attributes."""
    return [ChaosSpeaker(each.running, each.account).send_intent("ProgressIntent") for each in people]


def _lost(answers: list[str], place: str = "step 2 of 5") -> int:
    return sum(place not in answer for answer in answers)


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """Mount a disk for the file, which needs root. Yield False where it cannot be mounted."""
    folder.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", f"{DISK},mode=700", "chaos", str(folder)]
    is_mounted = os.name == "posix" and _succeeds(mount)
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
