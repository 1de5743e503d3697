import ssl
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest

from skill.alexa.verification.certificates import FETCHES_AT_ONCE, Downloader
from skill.errors import VerificationError
from tests.support.invalid_requests.certificate_host import sends, sends_raw
from tests.support.invalid_requests.world import World

STATUS = b"HTTP/1.1 200 OK\r\n"
ENDLESS = sends_raw(STATUS + b"Connection: close\r\n\r\n", again=b"-", every=0.02)


class SlowHandshake(ssl.SSLContext):
    """A TLS context whose handshakes wait."""

    def __init__(self, *args: Any) -> None:
        self.may_finish = Event()
        self.socket: ssl.SSLSocket | None = None

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        self.may_finish.wait(10)
        self.socket = super().wrap_socket(*args, **kwargs)
        return self.socket


def test_a_file_of_the_maximum_size_is_read_completely(world: World) -> None:
    url = world.publish(sends(b"-" * 64 * 1024))

    content = world.fetch(url)

    assert content == b"-" * 64 * 1024


def test_a_chunked_file_is_put_together(world: World) -> None:
    url = world.publish(sends_raw(STATUS + b"Transfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))

    content = world.fetch(url)

    assert content == b"onetwo"


def test_a_redirect_is_not_followed(world: World) -> None:
    target = world.publish(sends(world.chain))
    url = world.publish(sends(b"", 302, Location=target))

    with pytest.raises(VerificationError, match="certificate-status"):
        world.fetch(url)

    assert world.request_count(url) == 1
    assert world.request_count(target) == 0


def test_a_server_error_counts_as_an_unavailable_host(world: World) -> None:
    url = world.publish(sends(b"", 503))

    with pytest.raises(VerificationError, match="certificate-unreachable"):
        world.fetch(url)


def test_endless_responses_do_not_block_workers(world: World) -> None:
    endless = [world.publish(ENDLESS, "brisk") for _ in range(FETCHES_AT_ONCE)]
    with ThreadPoolExecutor(FETCHES_AT_ONCE) as threads:
        downloads = [threads.submit(world.fetch, url) for url in endless]

    content = world.fetch(world.publish(sends(b"short"), "brisk"))

    assert [str(download.exception(10)) for download in downloads] == ["certificate-late"] * FETCHES_AT_ONCE
    assert content == b"short"


def test_a_connection_established_too_late_sends_no_request(world: World) -> None:
    tls = SlowHandshake(ssl.PROTOCOL_TLS_CLIENT)
    tls.load_verify_locations(cadata=world.pki.root.pem.decode() + world.pki.intermediate.pem.decode())
    download = Downloader(tls, host="localhost", port=world.host.server_port, seconds=0.1)
    url = world.publish(sends(world.chain))

    with pytest.raises(VerificationError, match="certificate-late"):
        download(url)
    tls.may_finish.set()

    assert _is_closed(tls)
    assert world.request_count(url) == 0


def _is_closed(tls: SlowHandshake) -> bool:
    deadline = monotonic() + 10
    while not (tls.socket and tls.socket.fileno() == -1) and monotonic() < deadline:
        sleep(0.01)
    return tls.socket is not None and tls.socket.fileno() == -1
