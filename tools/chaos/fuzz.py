"""Sends broken but signed envelopes to the real service, so that they reach its parser."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tests.support.redis_server import running
from tests.support.skill_id import SKILL_ID
from tools.chaos.envelopes import envelopes
from tools.chaos.report import Result, Scale, none
from tools.chaos.service import RunningService, serving
from tools.chaos.speaker import ChaosSpeaker

CHUNK: Final = 1_000
"""Hypothesis keeps all examples of a run in memory, so each run makes only this many."""

WARM: Final = 0.2
GROWTH_PERCENT: Final = 5.0
CLIENTS: Final = 2


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    runs = 1_500 if scale.is_short else scale.runs
    with running(folder / "redis") as server, serving(folder, server.url) as service:
        _send(service, runs=int(runs * WARM), seed=scale.seed)
        warm = service.resident_kilobytes
        statuses = _send(service, runs=runs, seed=scale.seed + 1)
        growth = 100 * (service.resident_kilobytes - warm) / warm
        counts = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
        yield Result(f"answers to {statuses.total()} envelopes", counts, statuses.total() >= runs)
        yield none("answers that are neither 200 nor 400", statuses.total() - statuses[200] - statuses[400])
        yield none("tracebacks in the log", service.tracebacks)
        yield scale.at_most("growth of the workers' memory after the first fifth", growth, GROWTH_PERCENT, " %")


def _send(service: RunningService, *, runs: int, seed: int) -> Counter[int]:
    statuses = Counter[int]()
    with ThreadPoolExecutor(CLIENTS) as threads:
        for number in range(0, runs, CHUNK):
            bodies: list[bytes] = []
            _make(min(CHUNK, runs - number), seed * 1_000_000 + number, bodies)
            speakers = [ChaosSpeaker(service) for _ in range(CLIENTS)]
            for answered in threads.map(_send_all, speakers, (bodies[first::CLIENTS] for first in range(CLIENTS))):
                statuses.update(answered)
    return statuses


def _send_all(speaker: ChaosSpeaker, bodies: list[bytes]) -> list[int]:
    return [speaker.send(body)[0] for body in bodies]


def _make(number: int, seed: int, bodies: list[bytes]) -> None:
    @seeded(seed)
    @settings(max_examples=number, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(envelopes(), st.sampled_from(["utf-8"] * 19 + ["utf-16"]))
    def make(envelope: Any, encoding: str) -> None:
        bodies.append(json.dumps(_stamped(envelope)).encode(encoding))

    make()


def _stamped(envelope: Any) -> Any:
    """If it still has these fields, set the skill's ID and the current time, so that it is not refused unread."""
    for part in (envelope.get("session"), envelope.get("context", {})):
        holder = part.get("System", part) if isinstance(part, dict) else None
        if isinstance(holder, dict) and isinstance(holder.get("application"), dict):
            holder["application"]["applicationId"] = SKILL_ID
    if isinstance(envelope.get("request"), dict) and "timestamp" in envelope["request"]:
        envelope["request"]["timestamp"] = datetime.now(UTC).isoformat()
    return envelope
