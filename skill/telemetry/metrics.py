"""Metrics for Prometheus, summed over the worker processes, and GET /metrics for whoever has the token.

prometheus_client is imported late: it looks for its multiprocess folder when it is first imported.
"""

import atexit
import hmac
import os
import shutil
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from flask import Blueprint, Response, abort, request

from skill.telemetry.interface import TurnOutcome

OTHER: Final = "other"
"""What stands for every name that the skill does not know, so that nobody can make figures without bound."""

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 8.0)
"""Up to where Alexa stops waiting."""


class Metrics:
    """Kept in files in `folder`, one for each process, from which any process can answer for all.

    Whatever can be counted is made at the start: a turn looks its counter up by name, and no figure appears late.
    """

    def __init__(self, folder: str, intents: Iterable[str], reasons: Iterable[str]) -> None:
        """`folder` must be named in PROMETHEUS_MULTIPROC_DIR before prometheus_client is first imported."""
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        self._folder = folder
        own = CollectorRegistry()
        turns = Counter("trust_steps_turns", "Turns answered.", ["intent", "outcome"], registry=own)
        refusals = Counter("trust_steps_refusals", "Requests refused.", ["reason"], registry=own)
        self._turns = {(name, end): turns.labels(name, end) for name in (*intents, OTHER) for end in TurnOutcome}
        self._refusals = {reason: refusals.labels(reason) for reason in (*reasons, OTHER)}
        self._seconds = Histogram(
            "trust_steps_turn_seconds",
            "From the verified request to the reply.",
            registry=own,
            buckets=_SECONDS,
        )
        calls = Histogram(
            "trust_steps_call_seconds",
            "How long the store and Amazon's services took, with those that failed.",
            ["service", "action"],
            registry=own,
            buckets=_SECONDS,
        )
        failures = Counter(
            "trust_steps_call_failures",
            "Calls that failed.",
            ["service", "action"],
            registry=own,
        )
        self._calls = lru_cache(calls.labels)
        self._failures = lru_cache(failures.labels)
        self._breaker = Gauge(
            "trust_steps_breaker_open",
            "Worker processes that pass the store by, since it was away.",
            registry=own,
            multiprocess_mode="livesum",
        )

    def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
        (self._turns.get((intent, outcome)) or self._turns[OTHER, outcome]).inc()
        self._seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        (self._refusals.get(reason) or self._refusals[OTHER]).inc()

    def called(self, service: str, action: str, seconds: float, *, ok: bool) -> None:
        self._calls(service, action).observe(seconds)
        if not ok:
            self._failures(service, action).inc()

    def breaker(self, *, is_open: bool) -> None:
        self._breaker.set(is_open)

    def page(self) -> bytes:
        """All figures, in the text form that Prometheus reads."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        everybody = CollectorRegistry()
        MultiProcessCollector(everybody, self._folder)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)


VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""How prometheus_client is told; it looks when it is first imported."""


def make_folder() -> str:
    """A new folder for this process and those that it forks, gone when this one ends.

    One that the operator names is emptied instead, for figures of processes that are gone would count on.
    """
    if named := os.environ.get(VARIABLE):
        Path(named).mkdir(parents=True, exist_ok=True)
        for left in Path(named).glob("*.db"):
            left.unlink()
        return named
    folder, owner = mkdtemp(prefix="trust-steps-"), os.getpid()
    os.environ[VARIABLE] = folder
    atexit.register(_remove, folder, owner)
    return folder


def _remove(folder: str, owner: int) -> None:
    """Workers inherit what is to be done at the end; only the first process does it."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""All, so that none of them tells that there is such a page."""


def blueprint(token: str, page: Callable[[], bytes]) -> Blueprint:
    """Who asks without the token learns as much as where there are no metrics."""
    metrics = Blueprint("metrics", __name__)

    @metrics.route("/metrics", methods=METHODS, provide_automatic_options=False)
    def tell() -> Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogatepass")
        if request.method not in {"GET", "HEAD"} or not hmac.compare_digest(given, f"Bearer {token}".encode()):
            abort(404)
        return Response(page(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return metrics
