"""Figures for Prometheus, the sum of all worker processes."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from skill.telemetry.port import Outcome

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
        self._folder = folder
        own = CollectorRegistry()
        turns = Counter("trust_steps_turns", "Turns answered.", ["intent", "outcome"], registry=own)
        refusals = Counter("trust_steps_refusals", "Requests refused.", ["reason"], registry=own)
        self._turns = {(name, end): turns.labels(name, end) for name in (*intents, OTHER) for end in Outcome}
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

    def turn(self, intent: str, outcome: Outcome, step: int | None, seconds: float) -> None:
        (self._turns.get((intent, outcome)) or self._turns[OTHER, outcome]).inc()
        self._seconds.observe(seconds)

    def refused(self, reason: str) -> None:
        (self._refusals.get(reason) or self._refusals[OTHER]).inc()

    def called(self, service: str, action: str, seconds: float, *, is_well: bool) -> None:
        self._calls(service, action).observe(seconds)
        if not is_well:
            self._failures(service, action).inc()

    def breaker(self, *, is_open: bool) -> None:
        self._breaker.set(is_open)

    def page(self) -> bytes:
        """All figures, in the text form that Prometheus reads."""
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody, self._folder)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)
