"""Answers that are hostile, slow, huge or invalid. If one fails, a skill can stop the simulator or its terminal."""

import gzip
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest

from speech.simulator.control_characters import escape_controls
from speech.simulator.loopback import LOOPBACK
from speech.simulator.response import ResponseError, read_response
from speech.simulator.response_check import check_response
from speech.simulator.skill_client import MAX_BYTES, HttpSkillClient, NoResponseError
from speech.simulator.turn_result import TurnResult

LAUNCH = {"version": "1.0", "request": {"type": "LaunchRequest"}}
HELLO = json.dumps({"response": {"outputSpeech": {"type": "PlainText", "text": "Hello."}}}).encode()
ESCAPE = "\x1b[31m\x07"


@contextmanager
def raw_server(*parts: bytes, pause: float = 0.0, is_closed: bool = True) -> Iterator[str]:
    """Answer every connection with these bytes, a pause before each part; then close the connection or wait."""
    is_over = Event()
    with socket.create_server((LOOPBACK, 0)) as server:

        def answer(connection: socket.socket) -> None:
            with connection:
                with connection.makefile("rb") as request:
                    headers = dict(line.split(b": ") for line in iter(request.readline, b"\r\n") if b": " in line)
                    request.read(int(headers[b"Content-Length"]))
                for part in parts:
                    if is_over.wait(pause):
                        return
                    try:
                        connection.sendall(part)
                    except OSError:
                        return
                if not is_closed:
                    is_over.wait(10)

        def serve() -> None:
            while not is_over.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                Thread(target=answer, args=[connection], daemon=True).start()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.getsockname()[1]}/"
        finally:
            is_over.set()
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode("latin-1") + body


def with_length(body: bytes, *headers: str, length: int | None = None) -> bytes:
    return http(body, f"Content-Length: {len(body) if length is None else length}", *headers)


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        http(b"", "Content-Length: 1000"),
        http(b"", "Transfer-Encoding: chunked"),
        http(b""),
    ],
    ids=["status line", "headers", "body", "chunks", "body without a length"],
)
def test_the_limit_is_for_the_whole_answer_however_often_a_byte_comes(start: bytes) -> None:
    """A limit for each read let a skill answer for 36 seconds."""
    with (
        raw_server(start, *([b"X"] * 200), pause=0.02) as url,
        pytest.raises(NoResponseError, match=r"did not answer within 0\.2 seconds"),
    ):
        HttpSkillClient(url, timeout=0.2).send(LAUNCH)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (with_length(b" " * (MAX_BYTES + 1)), "more than 6 MB"),
        (http(b" " * (MAX_BYTES + 1)), "more than 6 MB"),
        (with_length(HELLO, length=len(HELLO) + 5), "ends 5 bytes before its Content-Length"),
        (with_length(HELLO, length=10), "something other than JSON"),
        (with_length(gzip.compress(b" " * 10_000_000), "Content-Encoding: gzip"), "Content-Encoding gzip"),
        (http(b"5\r\nab", "Transfer-Encoding: chunked"), "does not answer"),
        (http(b"zz\r\nab", "Transfer-Encoding: chunked"), "does not answer"),
        (b"hello, i am HTTP/0.9\r\n", "does not answer"),
        (b"", "does not answer"),
        (b"HTTP/1.1 abc\r\n\r\n", "does not answer"),
        (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n", "does not answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", "does not answer"),
        (http(b"", "Location: /", status="302 Found"), "redirects to: /"),
        (with_length(b"\xff\xfe\x00\xd8"), "something other than JSON"),
        (with_length('{"a": "caf\xe9"}'.encode("latin-1")), "something other than JSON"),
        (with_length(b"[" * 100_000), "nested more than 100 levels"),
        (with_length(b'{"response": NaN}'), "something other than JSON"),
        (with_length(b'{"response": 1e999}'), "something other than JSON"),
        (with_length(b'{"response": ' + b"9" * 5_000 + b"}"), "something other than JSON"),
        (with_length(b'"' + HELLO.replace(b'"', b'\\"') + b'"'), "must be an object"),
        (with_length(b'{"response": "\\ud800"}'), "something other than JSON"),
    ],
)  # fmt: skip
def test_an_invalid_answer_is_one_clear_error(answer: bytes, error: str) -> None:
    with raw_server(answer) as url, pytest.raises((ResponseError, NoResponseError), match=error):
        HttpSkillClient(url, timeout=5).send(LAUNCH)


@pytest.mark.parametrize(
    "answer",
    [
        with_length(HELLO, "Content-Type: text/html"),
        with_length(b"\xef\xbb\xbf" + HELLO),
        with_length(HELLO.decode().encode("utf-16"), "Content-Type: application/json; charset=utf-16"),
        b"HTTP/1.1 100 Continue\r\n\r\n" + with_length(HELLO),
        http(HELLO),
        with_length(HELLO + b"rest", length=len(HELLO)),
    ],
    ids=["type", "byte order mark", "UTF-16", "100 Continue", "no length", "more than its length"],
)
def test_an_unusual_answer_is_still_read(answer: bytes) -> None:
    with raw_server(answer) as url:
        response = HttpSkillClient(url, timeout=5).send(LAUNCH)

    assert response.speech == "<speak>Hello.</speak>"


def test_a_connection_that_stays_open_after_the_answer_is_not_waited_for() -> None:
    with raw_server(with_length(HELLO), is_closed=False) as url:
        response = HttpSkillClient(url, timeout=5).send(LAUNCH)

    assert response.speech == "<speak>Hello.</speak>"


@pytest.mark.parametrize(
    "answer",
    [
        http(b"", status=f"500 {ESCAPE}"),
        http(b"", f"Location: http://x/{ESCAPE}", status="302 Found"),
        f"{ESCAPE} garbage\r\n".encode(),
        with_length(json.dumps({"response": {"shouldEndSession": ESCAPE}}).encode()),
        with_length(json.dumps({"response": {"outputSpeech": {"type": ESCAPE}}}).encode()),
        http(b"", f"Content-Encoding: {ESCAPE}"),
        http(b"", "Location: " + "x" * 50_000, status="302 Found"),
    ],
)
def test_an_error_shows_no_control_characters_and_is_short(answer: bytes) -> None:
    with raw_server(answer) as url, pytest.raises((ResponseError, NoResponseError)) as error:
        HttpSkillClient(url, timeout=5).send(LAUNCH)

    shown = escape_controls(str(error.value))
    assert shown.isprintable()
    assert len(shown) < 1_000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", r"\u001b[31mred\u001b[0m"),
        ("bell\x07 back\x08 return\r", r"bell\u0007 back\u0008 return\u000d"),
        ("\x9b2J", r"\u009b2J"),
        ("abc\u202ecba", r"abc\u202ecba"),
        ("\U000e0041", r"\udb40\udc41"),
        ("tab\tline\nnext", "tab\tline\nnext"),
        ("\u0915\u094d\u200d\u092f \U0001f469\u200d\U0001f680", "\u0915\u094d\u200d\u092f \U0001f469\u200d\U0001f680"),
        ("\u304a\u8336, caf\xe9, \U0001f600", "\u304a\u8336, caf\xe9, \U0001f600"),
    ],
)
def test_what_acts_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


def test_an_escaped_line_of_json_is_the_same_json() -> None:
    line = json.dumps({"a\x7f": "b\x9b\u202e\U000e0041"}, ensure_ascii=False)

    assert json.loads(escape_controls(line)) == json.loads(line)


def speech(kind: str, text: str) -> dict[str, Any]:
    return {"response": {"outputSpeech": {"type": kind, "ssml" if kind == "SSML" else "text": text}}}


@pytest.mark.parametrize(
    ("envelope", "refused"),
    [
        (speech("PlainText", "a & b < c " * 799), 0),
        (speech("PlainText", "&" * 8_000), 0),
        (speech("PlainText", "&" * 8_001), 1),
        (speech("PlainText", "<b>not bold</b> & \x07 bell"), 0),
        (speech("PlainText", "<speak>no tag</speak>"), 0),
        (speech("SSML", f"<speak>{'a' * 7_985}</speak>"), 0),
        (speech("SSML", f"<speak>{'a' * 7_986}</speak>"), 1),
        (speech("SSML", f"<speak>{'&amp;' * 1_600}</speak>"), 1),
        (speech("SSML", "<speak>bell \x07</speak>"), 1),
    ],
)
def test_plain_text_is_counted_without_markup(envelope: Mapping[str, Any], refused: int) -> None:
    """Plain text of 7,990 characters with an ampersand was refused, because it was judged with its tags."""
    warnings = list(check_response(read_response(envelope, "the skill")))

    assert len(warnings) == refused


def test_the_words_of_broken_markup_have_no_control_characters() -> None:
    result = TurnResult("<speak>red \x1b[31m</speak")

    assert "\x1b" not in result.transcript


_UPDATED = {"name": "A", "slots": {"a": {"name": "a", "value": "b"}}}
_TYPE = {"name": "T", "values": [{"id": "i", "name": {"value": "v", "synonyms": ["w"]}}]}
_STREAM = {"url": "https://x/a.mp3", "token": "t", "offsetInMilliseconds": 0}
_METADATA = {"title": "x", "art": {"sources": [{"url": "https://x"}]}}
_PAYLOAD = {
    "@type": "AskForPermissionsConsentRequest",
    "@version": "2",
    "permissionScopes": [{"permissionScope": "s", "consentLevel": "ACCOUNT"}],
}
ANSWER: dict[str, Any] = {
    "version": "1.0",
    "sessionAttributes": {"a": 1},
    "response": {
        "outputSpeech": {"type": "PlainText", "text": "Hi", "playBehavior": "ENQUEUE"},
        "reprompt": {"outputSpeech": {"type": "SSML", "ssml": "<speak>Hi</speak>"}, "directives": []},
        "card": {"type": "Standard", "title": "T", "text": "X", "image": {"smallImageUrl": "https://x/y.png"}},
        "shouldEndSession": False,
        "canFulfillIntent": {"canFulfill": "YES", "slots": {}},
        "directives": [
            {"type": "Dialog.ElicitSlot", "slotToElicit": "a", "updatedIntent": _UPDATED},
            {"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "REPLACE", "types": [_TYPE]},
            {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {"type": "APL"}},
            {
                "type": "AudioPlayer.Play",
                "playBehavior": "REPLACE_ALL",
                "audioItem": {"stream": _STREAM, "metadata": _METADATA},
            },
            {"type": "VideoApp.Launch", "videoItem": {"source": "https://x/v.mp4", "metadata": {"title": "x"}}},
            {"type": "Connections.SendRequest", "name": "AskFor", "payload": _PAYLOAD, "token": "t"},
            {"type": "Connections.StartConnection", "uri": "connection://AMAZON.PrintPDF/1", "input": {}},
        ],
    },
}
CARDS = [
    {"type": "LinkAccount"},
    {"type": "AskForPermissionsConsent", "permissions": ["read::alexa:device:all:address"]},
]
ODD: tuple[Any, ...] = (None, 5, -1.5, True, "", ESCAPE, [], {}, [[]], [None], {"type": 5}, {"a": {"b": []}}, 10**400)


def _changed(value: Any) -> Iterator[Any]:
    """Yield the value with each part of it replaced by each odd value, and with each key left out."""
    yield from ODD
    if isinstance(value, dict):
        for key, child in value.items():
            yield {other: each for other, each in value.items() if other != key}
            yield from ({**value, key: each} for each in _changed(child))
    if isinstance(value, list):
        for at, child in enumerate(value):
            yield from ([*value[:at], each, *value[at + 1 :]] for each in _changed(child))


def _answers() -> Iterator[Any]:
    yield from _changed(ANSWER)
    for card in CARDS:
        yield from ({**ANSWER, "response": {**ANSWER["response"], "card": each}} for each in _changed(card))


def test_no_change_of_an_answer_is_more_than_an_error_or_a_warning() -> None:
    """A part of another type raised an unexpected error, which the page answered with 500."""
    errors: list[str] = []
    warnings: list[str] = []
    for envelope in _answers():
        try:
            response = read_response(envelope, "the skill")
        except ResponseError as error:
            errors.append(str(error))
        else:
            warnings += check_response(response)

    assert len(errors) > 100
    assert [each for each in (*errors, *warnings) if not each.strip() or len(each) > 1_000] == []
