import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from speech.errors import SpeechError
from speech.simulator.loopback import LOOPBACK, address, bind, serving
from tests.support.process import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def _hello(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"hello"]


def test_it_serves_on_this_machine_alone_and_only_for_as_long_as_it_is_needed() -> None:
    with serving(_hello) as url, urlopen(url) as response:
        answer = response.read()

    assert answer == b"hello"
    assert url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="refused"):
        urlopen(url)


def test_what_is_asked_of_it_is_written_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    with serving(_hello) as url, urlopen(url):
        pass

    assert capfd.readouterr() == ("", "")


def test_a_port_can_be_chosen() -> None:
    port = free_port()

    server = bind(_hello, port)
    server.server_close()

    assert address(server) == f"http://127.0.0.1:{port}"


def test_a_port_that_is_taken_is_named_with_the_mend() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SpeechError, match=f"port {port} cannot be had .*set PORT to another one"):
            bind(_hello, port)
