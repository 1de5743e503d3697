"""How much is measured, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effort:
    people: int
    rounds: int
    seconds: float
    """Of each cell in a round."""

    server_rounds: int
    server_seconds: float
    starts: int
    repetitions: int
    """How often each figure of the simulator is measured."""

    long_use: int
    """Days of daily use that a long-time user has behind them."""


FULL = Effort(
    people=2_048,
    rounds=7,
    seconds=1.2,
    server_rounds=5,
    server_seconds=0.6,
    starts=7,
    repetitions=5,
    long_use=3_650,
)
SMOKE = Effort(
    people=48, rounds=1, seconds=0.1, server_rounds=1, server_seconds=0.1, starts=1, repetitions=1, long_use=30
)
