"""What measurements of the service run on: a Redis, a certificate authority that the servers trust, and servers."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from speech.simulator.signer import RequestSigner
from tests.support import trust
from tests.support.redis_server import running
from tools.bench.population import Population
from tools.bench.serving import Server, serving, wait_until_up

APPS: Final = {
    "service": "tools.bench.stacks.service:app()",
    "floor": "tools.bench.stacks.floor:app()",
    "usual": "tools.bench.stacks.usual:app()",
}
"""The stacks in Python."""

NODE: Final = "node"
"""Amazon's official Node stack, where it can be installed: see node_peer."""

TALKING: Final = "in a conversation"
OPENING: Final = "opening"
TEN_YEARS: Final = "after ten years"

WORKERS: Final = 2
MANY: Final = 16
"""Concurrent clients."""


@dataclass(frozen=True, slots=True)
class Testbed:
    folder: Path
    settings: Mapping[str, str]
    authority: RequestSigner
    population: Population

    @contextmanager
    def servers(self, commands: Mapping[str, Sequence[str]]) -> Iterator[dict[str, Server]]:
        """Start a server for each command, and wait until each has answered."""
        with ExitStack() as stack:
            servers = {
                name: stack.enter_context(serving(command, self.folder, self.settings))
                for name, command in commands.items()
            }
            for server in servers.values():
                wait_until_up(server)
            yield servers


@contextmanager
def open_testbed() -> Iterator[Testbed]:
    with TemporaryDirectory(prefix="trust-steps-bench-") as name, running(Path(name) / "redis") as redis:
        folder, authority = Path(name), RequestSigner(datetime.now(UTC))
        settings = {"REDIS_URL": redis.url, "WEB_CONCURRENCY": str(WORKERS), **trust.keep(authority, folder)}
        yield Testbed(folder, settings, authority, Population(redis.url, authority))
