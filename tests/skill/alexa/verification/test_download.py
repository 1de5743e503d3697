import ssl
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest

from skill.alexa.verification.certificates import WORKERS, Downloader
from skill.errors import VerificationError
from tests.support.invalid_requests.certificate_host import sends, speaks
from tests.support.invalid_requests.world import World

STATUS = b"HTTP/1.1 200 OK\r\n"
ENDLESS = speaks(STATUS + b"Connection: close\r\n\r\n", again=b"-", every=0.02)


class SlowToGreet(ssl.SSLContext):
    """Real TLS that begins only when told."""

    def __init__(self, *args: Any) -> None:
        self.may_go_on = Event()
        self.line: ssl.SSLSocket | None = None

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        self.may_go_on.wait(10)
        self.line = super().wrap_socket(*args, **kwargs)
        return self.line


def test_a_file_of_the_largest_size_is_read_whole(world: World) -> None:
    url = world.publish(sends(b"-" * 64 * 1024))

    content = world.fetch(url)

    assert content == b"-" * 64 * 1024


def test_a_file_in_chunks_is_put_together(world: World) -> None:
    url = world.publish(speaks(STATUS + b"Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))

    content = world.fetch(url)

    assert content == b"onetwo"


def test_a_redirect_is_not_followed(world: World) -> None:
    target = world.publish(sends(world.chain))
    url = world.publish(sends(b"", 302, Location=target))

    with pytest.raises(VerificationError, match="certificate-status"):
        world.fetch(url)

    assert world.visits(url) == 1
    assert world.visits(target) == 0


def test_a_host_that_is_not_well_says_nothing_of_a_certificate(world: World) -> None:
    url = world.publish(sends(b"", 503))

    with pytest.raises(VerificationError, match="certificate-unreachable"):
        world.fetch(url)


def test_hosts_that_never_end_keep_no_worker(world: World) -> None:
    endless = [world.publish(ENDLESS, "brisk") for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as visitors:
        visits = [visitors.submit(world.fetch, url) for url in endless]

    content = world.fetch(world.publish(sends(b"short"), "brisk"))

    assert [str(visit.exception(10)) for visit in visits] == ["certificate-late"] * WORKERS
    assert content == b"short"


def test_a_connection_that_comes_too_late_asks_for_nothing(world: World) -> None:
    tls = SlowToGreet(ssl.PROTOCOL_TLS_CLIENT)
    tls.load_verify_locations(cadata=world.pki.root.pem.decode() + world.pki.intermediate.pem.decode())
    download = Downloader(tls, host="localhost", port=world.host.server_port, seconds=0.1)
    url = world.publish(sends(world.chain))

    with pytest.raises(VerificationError, match="certificate-late"):
        download(url)
    tls.may_go_on.set()

    assert _is_closed(tls)
    assert world.visits(url) == 0


def _is_closed(tls: SlowToGreet) -> bool:
    deadline = monotonic() + 10
    while not (tls.line and tls.line.fileno() == -1) and monotonic() < deadline:
        sleep(0.01)
    return tls.line is not None and tls.line.fileno() == -1
