"""All scenarios, by name."""

from collections.abc import Mapping
from typing import Final

from tools.chaos import away, certificates, failover, fuzz, growth, races, resharding, soak, twice
from tools.chaos.report import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "away": away.run,
    "failover": failover.run,
    "resharding": resharding.run,
    "races": races.run,
    "twice": twice.run,
    "fuzz": fuzz.run,
    "certificates": certificates.run,
    "growth": growth.run,
    "soak": soak.run,
}
