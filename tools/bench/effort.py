"""How long it may take to find out."""

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
    sayings: int
    """What is timed on the desk is timed so often."""

    decade: int
    """Days of long use."""


WHOLE = Effort(
    people=2_048, rounds=7, seconds=1.2, server_rounds=5, server_seconds=0.6, starts=7, sayings=5, decade=3_650
)
SMOKE = Effort(people=48, rounds=1, seconds=0.2, server_rounds=1, server_seconds=0.2, starts=1, sayings=1, decade=30)
