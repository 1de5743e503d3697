"""All scenarios, by name."""

from collections.abc import Mapping
from typing import Final

from tools.chaos import (
    away,
    certificates,
    clocks,
    failover,
    fuzz,
    growth,
    races,
    resharding,
    slow_clients,
    slow_dns,
    soak,
    twice,
)
from tools.chaos.report import Scenario

SCENARIOS: Final[Mapping[str, Scenario]] = {
    "away": away.run,
    "failover": failover.run,
    "resharding": resharding.run,
    "slow-dns": slow_dns.run,
    "clocks": clocks.run,
    "races": races.run,
    "twice": twice.run,
    "fuzz": fuzz.run,
    "certificates": certificates.run,
    "slow-clients": slow_clients.run,
    "growth": growth.run,
    "soak": soak.run,
}
