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
from tests.support.process import free_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LAUNCH = {"version": "1.0", "request": {"type": "LaunchRequest"}}
HELLO = {"response": {"outputSpeech": {"type": "PlainText", "text": "Hello."}}}


class Service:
    """Answers every request alike, and remembers them."""

    def __init__(self, body: bytes = json.dumps(HELLO).encode(), status: str = "200 OK", **headers: str) -> None:
        self._body = body
        self._status = status
        self._headers = list(headers.items())
        self.seen: list[dict[str, Any]] = []

    def __call__(self, environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        length = int(environment["CONTENT_LENGTH"])
        self.seen.append({**environment, "body": environment["wsgi.input"].read(length)})
        start_response(self._status, self._headers)
        return [self._body]


def test_an_envelope_is_posted_and_its_answer_read() -> None:
    service = Service()

    with serving(service) as url:
        answer = HttpSkillClient(f"{url}/skill?stage=test").ask(LAUNCH)

    seen = service.seen[0]
    assert answer.speech == "<speak>Hello.</speak>"
    assert json.loads(seen["body"]) == LAUNCH
    assert seen["REQUEST_METHOD"] == "POST"
    assert seen["CONTENT_TYPE"] == "application/json;charset=utf-8"
    assert (seen["PATH_INFO"], seen["QUERY_STRING"]) == ("/skill", "stage=test")


def test_the_headers_are_made_for_the_body_that_is_sent() -> None:
    service = Service()

    with serving(service) as url:
        HttpSkillClient(url, lambda body: {"Signature-256": str(len(body))}).ask(LAUNCH)

    assert service.seen[0]["HTTP_SIGNATURE_256"] == str(len(service.seen[0]["body"]))


def test_what_a_skill_is_told_needs_no_answer() -> None:
    service = Service(b"")

    with serving(service) as url:
        HttpSkillClient(url).tell(LAUNCH)

    assert len(service.seen) == 1


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        ("500 INTERNAL SERVER ERROR", "its own log says why"),
        ("404 NOT FOUND", "is the path right?"),
        ("405 METHOD NOT ALLOWED", "it must take POST"),
        ("400 BAD REQUEST", "Amazon's signature"),
        ("299 ODD", ""),
        ("520 STRANGE", ""),
    ],
)
def test_a_skill_that_fails_is_quoted_with_the_mend(status: str, mend: str) -> None:
    with serving(Service(status=status)) as url, pytest.raises(ResponseError) as error:
        HttpSkillClient(url).ask(LAUNCH)

    assert f"{url} answered LaunchRequest with {status}" in str(error.value)
    assert mend in str(error.value)


def test_a_skill_that_fails_at_what_it_is_told_is_quoted_too() -> None:
    with serving(Service(status="500 OOPS")) as url, pytest.raises(ResponseError, match="500 OOPS"):
        HttpSkillClient(url).tell(LAUNCH)


def test_a_redirection_is_not_followed_but_named() -> None:
    elsewhere = Service(status="308 PERMANENT REDIRECT", Location="https://example.org/alexa/")

    with serving(elsewhere) as url, pytest.raises(ResponseError, match=r"leads to: https://example\.org/alexa/"):
        HttpSkillClient(url).ask(LAUNCH)


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"{", b"[" * 100_000])
def test_an_answer_that_is_not_json_is_told_as_such(body: bytes) -> None:
    with (
        serving(Service(body)) as url,
        pytest.raises(ResponseError, match=f"{url} answered something that is not JSON"),
    ):
        HttpSkillClient(url).ask(LAUNCH)


def test_json_that_is_no_answer_names_the_address() -> None:
    with serving(Service(b"{}")) as url, pytest.raises(ResponseError, match=f"{url} answered .*response must be"):
        HttpSkillClient(url).ask(LAUNCH)


def test_a_skill_that_is_not_there_is_told_with_its_address() -> None:
    url = f"http://{LOOPBACK}:{free_port()}/"

    with pytest.raises(
        NoResponseError, match=rf"{url} does not answer \(Connection refused\); is the skill running there?"
    ):
        HttpSkillClient(url).ask(LAUNCH)


def test_a_host_that_nobody_knows_is_told_with_its_address() -> None:
    with pytest.raises(NoResponseError, match="does not answer"):
        HttpSkillClient(f"http://{'long' * 20}.invalid/").ask(LAUNCH)


def test_alexas_patience_has_an_end() -> None:
    is_over = Event()

    def slow(environment: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        is_over.wait(20)
        start_response("200 OK", [])
        return [b"{}"]

    with serving(slow) as url:
        try:
            with pytest.raises(NoResponseError, match=r"no answer within 0\.1 seconds"):
                HttpSkillClient(url, patience=0.1).ask(LAUNCH)
        finally:
            is_over.set()


@pytest.mark.parametrize("noise", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"])
def test_what_is_no_http_is_no_answer(noise: bytes) -> None:
    with _noisy(noise) as url, pytest.raises(NoResponseError, match=f"{url} does not answer"):
        HttpSkillClient(url).ask(LAUNCH)


@pytest.mark.parametrize(
    "url",
    ["localhost:3000", "ftp://localhost/", "http://", "http://localhost:port/", "http://localhost:99999", "", "/"],
)
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(SpeechError, match="is not an address; write for example http://localhost:3000/"):
        HttpSkillClient(url)


@contextmanager
def _noisy(noise: bytes) -> Iterator[str]:
    """Something on a port that reads a request, and speaks its own language."""

    def speak() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(noise)

    with socket.create_server((LOOPBACK, 0)) as server:
        thread = Thread(target=speak, daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}/"
        thread.join(20)
