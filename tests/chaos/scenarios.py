"""The index of what is tried."""

from collections.abc import Mapping
from typing import Final

from tests.chaos import away, failover, races, twice
from tests.chaos.report import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "away": away.run,
    "failover": failover.run,
    "races": races.run,
    "twice": twice.run,
}
