"""Prometheus metrics, summed over the worker processes, and `/metrics` behind a bearer token.

prometheus_client is imported late, since it reads PROMETHEUS_MULTIPROC_DIR when it is first imported.
"""

import atexit
import hmac
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, Response, abort, request

from skill.telemetry.interface import TurnOutcome
from skill.telemetry.process_metrics import BuildInfo, ProcessMetrics

OTHER: Final = "other"
"""The label of all unknown names, so that requests cannot create metrics without bound."""

NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 8.0)
"""Histogram buckets, up to the time that Alexa waits."""


class Metrics:
    """Counts in files in `folder`, so each process can report the totals of all.

    Counters are created at the start, so every metric exists from the beginning and a turn only looks its own up.
    """

    def __init__(
        self, folder: str, intents: Iterable[str], reasons: Iterable[str], build: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Set PROMETHEUS_MULTIPROC_DIR to `folder` before the first import of prometheus_client.

        Create this in the process whose forks count. `build` has the labels of the build's metric.
        """
        from prometheus_client import CollectorRegistry

        self._collectors = (_OwnFiles(folder), ProcessMetrics(), BuildInfo(**build))
        registry = CollectorRegistry()
        self._create_for_turns(registry, intents, reasons)
        self._create_for_calls(registry)

    def _create_for_turns(self, registry: Any, intents: Iterable[str], reasons: Iterable[str]) -> None:
        from prometheus_client import Counter, Histogram

        turns = Counter("trust_steps_turns", "Turns answered.", ["intent", "outcome"], registry=registry)
        refusals = Counter("trust_steps_refusals", "Requests refused.", ["reason"], registry=registry)
        self._turns = {(name, end): turns.labels(name, end) for name in (*intents, OTHER) for end in TurnOutcome}
        self._refusals = {reason: refusals.labels(reason) for reason in (*reasons, OTHER)}
        voices = Counter(
            "trust_steps_voices", "Turns, by whether Alexa recognized a voice.", ["recognized"], registry=registry
        )
        self._voices = {False: voices.labels("no"), True: voices.labels("yes")}
        self._seconds = Histogram(
            "trust_steps_turn_seconds",
            "From the verified request to the reply.",
            registry=registry,
            buckets=_SECONDS,
        )

    def _create_for_calls(self, registry: Any) -> None:
        from prometheus_client import Counter, Gauge, Histogram

        calls = Histogram(
            "trust_steps_call_seconds",
            "How long calls of the store and of Amazon's services took, failures included.",
            ["service", "action"],
            registry=registry,
            buckets=_SECONDS,
        )
        failures = Counter(
            "trust_steps_call_failures",
            "Calls that failed.",
            ["service", "action"],
            registry=registry,
        )
        self._calls = lru_cache(calls.labels)
        self._failures = lru_cache(failures.labels)
        self._breaker = Gauge(
            "trust_steps_breaker_open",
            "Worker processes whose circuit breaker is open.",
            registry=registry,
            multiprocess_mode="livesum",
        )

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        (self._turns.get((intent, outcome)) or self._turns[OTHER, outcome]).inc()
        self._seconds.observe(seconds)

    def voice(self, *, recognized: bool) -> None:
        self._voices[recognized].inc()

    def refused(self, reason: str) -> None:
        (self._refusals.get(reason) or self._refusals[OTHER]).inc()

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        self._calls(service, action).observe(seconds)
        if not ok:
            self._failures(service, action).inc()

    def breaker(self, *, is_open: bool) -> None:
        self._breaker.set(is_open)

    def render(self) -> bytes:
        """Return all metrics in Prometheus's text format."""
        from prometheus_client import CollectorRegistry, generate_latest

        registry = CollectorRegistry()
        for collector in self._collectors:
            registry.register(collector)
        return generate_latest(registry)


FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
_FILE_NAME: Final = re.compile(r"(?:counter|histogram|gauge_livesum)_[0-9]+\.db")
_PREFIX: Final = b'"trust_steps_'
"""What the names of this service's metrics begin with, in the JSON keys that prometheus_client writes."""


class _OwnFiles:
    """A collector like prometheus_client's own, which takes every `*.db` for a file with metrics."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Any]:
        from prometheus_client.multiprocess import MultiProcessCollector

        files = [str(file) for file in _own_files(self._folder)]
        metrics: Iterable[Any] = MultiProcessCollector.merge(files, accumulate=True)  # type: ignore[no-untyped-call]
        return metrics


def make_folder() -> str:
    """Return a new folder for this process and its forks, which is deleted when this process ends.

    If the environment names a folder, use that one, and delete this service's own files in it, so that earlier
    processes are not counted.
    """
    if named := os.environ.get(FOLDER_VARIABLE):
        Path(named).mkdir(parents=True, exist_ok=True)
        for file in _own_files(named):
            file.unlink()
        return named
    folder, owner = mkdtemp(prefix="trust-steps-"), os.getpid()
    os.environ[FOLDER_VARIABLE] = folder
    atexit.register(_remove, folder, owner)
    return folder


def _own_files(folder: str) -> list[Path]:
    """Another service may count in the same folder, and its files have the same names."""
    files = (file for file in Path(folder).iterdir() if _FILE_NAME.fullmatch(file.name) and file.is_file())
    return [file for file in files if _PREFIX in file.read_bytes()]


def _remove(folder: str, owner: int) -> None:
    """Do nothing in forks, which inherit the exit handler."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""All methods, so that a 405 does not reveal that the page exists."""


def blueprint(token: str, render: Callable[[], bytes]) -> Blueprint:
    """Answer 404 without the token, as if there were no metrics."""
    metrics = Blueprint("metrics", __name__)

    @metrics.route("/metrics", methods=METHODS, provide_automatic_options=False)
    def show() -> Response:
        authorization = request.headers.get("Authorization", "").encode("utf-8", "surrogatepass")
        if request.method not in {"GET", "HEAD"} or not hmac.compare_digest(authorization, f"Bearer {token}".encode()):
            abort(404)
        return Response(render(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return metrics
