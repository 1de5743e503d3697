"""Name look-up that is late or fails."""

import os
import socket
from threading import Event
from typing import Any

import pytest

from skill.store.resolver import Resolver
from tests.support.redis_server import wait_until

NAME = "redis.test"


class NameServer:
    """Answers a look-up when it may."""

    def __init__(self) -> None:
        self.addresses: list[str] = ["10.0.0.1"]
        self.error: OSError | None = None
        self.may_answer = Event()
        self.may_answer.set()
        self.look_ups = 0
        self.finished = 0

    def __call__(self, host: str) -> list[Any]:
        self.look_ups += 1
        self.may_answer.wait(10)
        self.finished += 1
        if self.error:
            raise self.error
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in self.addresses]


@pytest.fixture
def server() -> NameServer:
    return NameServer()


@pytest.fixture
def resolver(server: NameServer) -> Resolver:
    return Resolver(server)


def test_the_current_addresses_are_returned_in_order(resolver: Resolver, server: NameServer) -> None:
    """A name that leads to a new primary must be followed at the next connection."""
    first = resolver.addresses(NAME)
    server.addresses = ["10.0.0.3", "10.0.0.2", "10.0.0.3"]

    assert (first, resolver.addresses(NAME)) == (("10.0.0.1",), ("10.0.0.3", "10.0.0.2"))


def test_a_late_look_up_is_given_up_and_used_when_it_has_ended(resolver: Resolver, server: NameServer) -> None:
    """Every turn would wait for as long as the look-up takes."""
    server.may_answer.clear()
    for _ in range(20):
        with pytest.raises(TimeoutError):
            resolver.addresses(NAME)
    running = server.look_ups
    server.may_answer.set()
    wait_until(lambda: server.finished == 1, "the look-up does not end")

    assert running == 1
    assert resolver.addresses(NAME) == ("10.0.0.1",)


@pytest.mark.parametrize("error", [None, socket.gaierror(socket.EAI_AGAIN, "try again")], ids=["late", "failed"])
def test_a_name_keeps_its_addresses_while_look_ups_are_late_or_fail(
    resolver: Resolver, server: NameServer, error: OSError | None
) -> None:
    resolver.addresses(NAME)
    server.error = error
    if error is None:
        server.may_answer.clear()

    addresses = resolver.addresses(NAME)
    server.may_answer.set()

    assert addresses == ("10.0.0.1",)


def test_an_unknown_name_is_an_error(resolver: Resolver, server: NameServer) -> None:
    server.error = socket.gaierror(socket.EAI_NONAME, "not known")

    with pytest.raises(socket.gaierror, match="not known"):
        resolver.addresses(NAME)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "fe80::1%eth0"])
def test_an_address_needs_no_look_up(resolver: Resolver, server: NameServer, address: str) -> None:
    assert resolver.addresses(address) == (address,)
    assert server.look_ups == 0


def test_names_that_are_needed_one_after_the_other_are_looked_up_together(
    resolver: Resolver, server: NameServer
) -> None:
    server.may_answer.clear()

    resolver.start("one.test", "two.test", "127.0.0.1")
    wait_until(lambda: server.look_ups == 2, "the look-ups do not begin")

    server.may_answer.set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no forks")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_fork_does_not_wait_for_a_look_up_of_its_parent(resolver: Resolver, server: NameServer) -> None:
    """The parent's threads do not run in the fork, so it would never find Redis."""
    server.may_answer.clear()
    resolver.start(NAME)
    wait_until(lambda: server.look_ups == 1, "the look-up does not begin")

    child = os.fork()
    if child == 0:
        server.may_answer = Event()
        server.may_answer.set()
        os._exit(resolver.addresses(NAME) != ("10.0.0.1",))
    status = os.waitpid(child, 0)[1]
    server.may_answer.set()

    assert status == 0


def test_the_system_looks_up_this_machine() -> None:
    assert Resolver().addresses("localhost")[0] in {"127.0.0.1", "::1"}
