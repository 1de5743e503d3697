import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from speech.errors import SpeechError
from speech.simulator.loopback import LOOPBACK, address, bind, serving
from tests.support.ports import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def _hello(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def test_it_serves_on_loopback_only_and_stops_at_the_end_of_the_block() -> None:
    with serving(_hello) as url, urlopen(url) as response:
        answer = response.read()

    assert answer == b"hello"
    assert url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="refused"):
        urlopen(url)


def test_requests_are_not_logged(capfd: pytest.CaptureFixture[str]) -> None:
    with serving(_hello) as url, urlopen(url):
        pass

    assert capfd.readouterr() == ("", "")


def test_a_port_can_be_chosen() -> None:
    port = free_port()

    server = bind(_hello, port)
    server.server_close()

    assert address(server) == f"http://127.0.0.1:{port}"


def test_a_port_in_use_is_reported_with_a_hint() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SpeechError, match=f"port {port} is not available .*choose another one: --port PORT"):
            bind(_hello, port)
