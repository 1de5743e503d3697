"""Over real sockets, since what a browser or a program sends is headers."""

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
from flask import Flask

from speech.simulator.loopback import LOOPBACK, serving
from speech.web.security import HEADERS, guard

OWN = {
    "curl": {},
    "curl, by the other name": {"Host": "localhost:{port}"},
    "IPv6": {"Host": "[::1]:{port}"},
    "a forwarded port": {"Host": "127.0.0.1:9999"},
    "the page itself": {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"},
    "an address that was typed": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
}
STRANGE = {
    "a name that leads here": {"Host": "rebound.example:{port}"},
    "a name that begins alike": {"Host": "127.0.0.1.rebound.example:{port}"},
    "a name that ends alike": {"Host": "rebound.example#localhost"},
    "a user before it": {"Host": "localhost@rebound.example"},
    "an address of the house": {"Host": "192.168.1.20:{port}"},
    "any address": {"Host": "0.0.0.0:{port}"},
    "no name": {"Host": ""},
    "another site": {"Origin": "https://elsewhere.example"},
    "a hidden site": {"Origin": "null"},
    "another port of this machine": {"Origin": "http://127.0.0.1:3000"},
    "the other name of this machine": {"Origin": "http://localhost:{port}"},
    "the same over TLS": {"Origin": "https://127.0.0.1:{port}"},
    "a picture elsewhere": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a link elsewhere": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "a page on another port": {"Sec-Fetch-Site": "same-site"},
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Flask(__name__, static_folder=None)
    guard(app)
    app.add_url_rule("/", view_func=lambda: "let in", methods=["GET", "POST"])
    with serving(app) as url:
        yield int(url.rpartition(":")[2])


def _asked(port: int, method: str, headers: dict[str, str], path: str = "/") -> tuple[int, str, dict[str, str]]:
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.request(method, path, headers={name: value.format(port=port) for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", OWN)
def test_what_comes_from_this_machines_own_hands_is_let_in(name: str, method: str, port: int) -> None:
    status, answer, _ = _asked(port, method, OWN[name])

    assert (status, answer) == (200, "let in")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("name", STRANGE)
def test_what_another_site_can_send_is_refused(name: str, method: str, port: int) -> None:
    status, answer, headers = _asked(port, method, STRANGE[name])

    assert status == 403
    assert answer.startswith('{"error":"refused: ')
    assert "Access-Control-Allow-Origin" not in headers


def test_an_address_without_a_name_is_refused(port: int) -> None:
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.putrequest("GET", "/", skip_host=True)
        connection.endheaders()
        status = connection.getresponse().status

    assert status in {400, 403}


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_every_answer_forbids_all_but_its_own_parts(path: str, port: int) -> None:
    _, _, headers = _asked(port, "GET", {}, path)

    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
