"""Over real sockets, because the checks depend on the headers that browsers and programs send."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection

import pytest
from flask import Flask

from skill.pages import views
from speech.simulator.loopback import LOOPBACK, serving
from speech.web.security import HEADERS, guard

ALLOWED = {
    "curl": {},
    "curl at localhost": {"Host": "localhost:{port}"},
    "IPv6": {"Host": "[::1]:{port}"},
    "a forwarded port": {"Host": "127.0.0.1:9999"},
    "the page itself": {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"},
    "an address that was typed": {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"},
}
REFUSED = {
    "a name that resolves to this machine": {"Host": "rebound.example:{port}"},
    "a name with the same start": {"Host": "127.0.0.1.rebound.example:{port}"},
    "a name with the same end": {"Host": "rebound.example#localhost"},
    "a user name before the host": {"Host": "localhost@rebound.example"},
    "an address in the local network": {"Host": "192.168.1.20:{port}"},
    "any address": {"Host": "0.0.0.0:{port}"},
    "no name": {"Host": ""},
    "another site": {"Origin": "https://elsewhere.example"},
    "an opaque origin": {"Origin": "null"},
    "another port of this machine": {"Origin": "http://127.0.0.1:3000"},
    "another name of this machine": {"Origin": "http://localhost:{port}"},
    "the same over TLS": {"Origin": "https://127.0.0.1:{port}"},
    "an image on another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    "a link on another site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "a page on another port": {"Sec-Fetch-Site": "same-site"},
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = Flask(__name__, static_folder=None)
    guard(app)
    app.add_url_rule("/", view_func=lambda: "allowed", methods=["GET", "POST"])
    app.register_blueprint(views.blueprint(timedelta(days=400)))
    with serving(app) as url:
        yield int(url.rpartition(":")[2])


def _request(port: int, method: str, headers: dict[str, str], path: str = "/") -> tuple[int, str, dict[str, str]]:
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.request(method, path, headers={name: value.format(port=port) for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ALLOWED)
def test_requests_of_this_machines_own_programs_and_page_are_allowed(name: str, method: str, port: int) -> None:
    status, body, _ = _request(port, method, ALLOWED[name])

    assert (status, body) == (200, "allowed")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
@pytest.mark.parametrize("name", REFUSED)
def test_requests_that_another_site_can_send_are_refused(name: str, method: str, port: int) -> None:
    status, body, headers = _request(port, method, REFUSED[name])

    assert status == 403
    assert body.startswith('{"error":"refused: ')
    assert "Access-Control-Allow-Origin" not in headers


def test_a_request_without_a_host_is_refused(port: int) -> None:
    with closing(HTTPConnection(LOOPBACK, port, timeout=10)) as connection:
        connection.putrequest("GET", "/", skip_host=True)
        connection.endheaders()
        status = connection.getresponse().status

    assert status in {400, 403}


@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_every_response_has_the_security_headers(path: str, port: int) -> None:
    _, _, headers = _request(port, "GET", {}, path)

    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")


@pytest.mark.parametrize("path", ["/privacy", "/terms"])
def test_a_page_of_the_skill_keeps_the_policy_that_allows_its_style(path: str, port: int) -> None:
    """Otherwise a person who reads what is stored about them sees an unstyled page."""
    _, _, headers = _request(port, "GET", {}, path)

    assert headers["Content-Security-Policy"] == views.HEADERS["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"


def test_only_the_page_itself_may_use_the_microphone(port: int) -> None:
    _, _, headers = _request(port, "GET", {})

    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
