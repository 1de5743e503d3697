import json
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from speech.errors import SpeechError
from speech.simulator.loopback import LOOPBACK, serving
from speech.simulator.response import ResponseError
from speech.simulator.skill_client import HttpSkillClient, NoResponseError
from tests.support.ports import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LAUNCH = {"version": "1.0", "request": {"type": "LaunchRequest"}}
HELLO = {"response": {"outputSpeech": {"type": "PlainText", "text": "Hello."}}}


class StubSkill:
    """Gives every request the same response, and records the requests."""

    def __init__(self, body: bytes = json.dumps(HELLO).encode(), status: str = "200 OK", **headers: str) -> None:
        self._body = body
        self._status = status
        self._headers = list(headers.items())
        self.requests: list[dict[str, Any]] = []

    def __call__(self, environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        length = int(environment["CONTENT_LENGTH"])
        self.requests.append({**environment, "body": environment["wsgi.input"].read(length)})
        start_response(self._status, self._headers)
        return [self._body]


def test_an_envelope_is_posted_and_the_response_read() -> None:
    stub = StubSkill()

    with serving(stub) as url:
        response = HttpSkillClient(f"{url}/skill?stage=test").send(LAUNCH)

    request = stub.requests[0]
    assert response.speech == "<speak>Hello.</speak>"
    assert json.loads(request["body"]) == LAUNCH
    assert request["REQUEST_METHOD"] == "POST"
    assert request["CONTENT_TYPE"] == "application/json;charset=utf-8"
    assert (request["PATH_INFO"], request["QUERY_STRING"]) == ("/skill", "stage=test")


def test_the_headers_are_made_for_the_body_that_is_sent() -> None:
    stub = StubSkill()

    with serving(stub) as url:
        HttpSkillClient(url, lambda body: {"Signature-256": str(len(body))}).send(LAUNCH)

    assert stub.requests[0]["HTTP_SIGNATURE_256"] == str(len(stub.requests[0]["body"]))


@pytest.mark.parametrize("status", ["200 OK", "202 ACCEPTED", "204 NO CONTENT"])
def test_a_notification_may_be_answered_with_any_success(status: str) -> None:
    """Alexa ignores the response to a SessionEndedRequest."""
    with serving(StubSkill(b"", status)) as url:
        HttpSkillClient(url).notify(LAUNCH)


def test_a_notification_needs_no_response() -> None:
    stub = StubSkill(b"")

    with serving(stub) as url:
        HttpSkillClient(url).notify(LAUNCH)

    assert len(stub.requests) == 1


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("500 INTERNAL SERVER ERROR", "its own log says why"),
        ("404 NOT FOUND", "is the path right?"),
        ("405 METHOD NOT ALLOWED", "it must accept POST"),
        ("400 BAD REQUEST", "Amazon's signature"),
        ("299 ODD", ""),
        ("520 STRANGE", ""),
    ],
)
def test_an_error_status_is_reported_with_a_hint(status: str, hint: str) -> None:
    with serving(StubSkill(status=status)) as url, pytest.raises(ResponseError) as error:
        HttpSkillClient(url).send(LAUNCH)

    assert f"{url} answered LaunchRequest with {status}" in str(error.value)
    assert hint in str(error.value)


def test_an_error_status_for_a_notification_is_reported_too() -> None:
    with serving(StubSkill(status="500 OOPS")) as url, pytest.raises(ResponseError, match="500 OOPS"):
        HttpSkillClient(url).notify(LAUNCH)


def test_a_redirect_is_reported_and_not_followed() -> None:
    redirecting = StubSkill(status="308 PERMANENT REDIRECT", Location="https://example.org/alexa/")

    with serving(redirecting) as url, pytest.raises(ResponseError, match=r"redirects to: https://example\.org/alexa/"):
        HttpSkillClient(url).send(LAUNCH)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"{", b"[" * 100_000])
def test_a_response_that_is_not_json_is_reported(body: bytes) -> None:
    with (
        serving(StubSkill(body)) as url,
        pytest.raises(ResponseError, match=f"{url} answered with something other than JSON"),
    ):
        HttpSkillClient(url).send(LAUNCH)


def test_json_that_is_no_response_is_reported_with_the_url() -> None:
    with (
        serving(StubSkill(b"{}")) as url,
        pytest.raises(ResponseError, match=f"{url} sent a response .*response must be"),
    ):
        HttpSkillClient(url).send(LAUNCH)


def test_a_refused_connection_is_reported_with_the_url() -> None:
    url = f"http://{LOOPBACK}:{free_port()}/"

    with pytest.raises(
        NoResponseError, match=rf"{url} does not answer \(Connection refused\); is the skill running there?"
    ):
        HttpSkillClient(url).send(LAUNCH)


def test_an_unknown_host_is_reported() -> None:
    with pytest.raises(NoResponseError, match="does not answer"):
        HttpSkillClient(f"http://{'long' * 20}.invalid/").send(LAUNCH)


def test_a_slow_response_times_out() -> None:
    is_finished = Event()

    def slow(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        is_finished.wait(20)
        start_response("200 OK", [])
        return [b"{}"]

    with serving(slow) as url:
        try:
            with pytest.raises(NoResponseError, match=r"did not answer within 0\.1 seconds"):
                HttpSkillClient(url, timeout=0.1).send(LAUNCH)
        finally:
            is_finished.set()


@pytest.mark.parametrize("content", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"])
def test_a_response_that_is_not_http_is_reported(content: bytes) -> None:
    with _raw_server(content) as url, pytest.raises(NoResponseError, match=f"{url} does not answer"):
        HttpSkillClient(url).send(LAUNCH)


@pytest.mark.parametrize(
    "url",
    ["localhost:3000", "ftp://localhost/", "http://", "http://localhost:port/", "http://localhost:99999", "", "/"],
)
def test_an_invalid_url_is_refused_when_the_client_is_made(url: str) -> None:
    with pytest.raises(SpeechError, match="is not an address; write for example http://localhost:3000/"):
        HttpSkillClient(url)


@contextmanager
def _raw_server(content: bytes) -> Iterator[str]:
    """Serve these bytes on a port as the answer to one request."""

    def respond() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(content)

    with socket.create_server((LOOPBACK, 0)) as server:
        thread = Thread(target=respond, daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}/"
        thread.join(20)
