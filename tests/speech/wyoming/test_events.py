"""Events are read with limits, because anyone on the home network may be able to connect."""

import asyncio

import pytest
from wyoming.event import Event

from speech.wyoming.events import MAX_DATA, MAX_HEADER, MAX_PAYLOAD, Limits, WyomingError, read_event


def _read(content: bytes, *, ends: bool = True, limits: Limits | None = None) -> Event | None:
    async def read() -> Event | None:
        reader = asyncio.StreamReader(limit=MAX_HEADER)
        reader.feed_data(content)
        if ends:
            reader.feed_eof()
        return await read_event(reader, limits or Limits())

    return asyncio.run(read())


def test_an_event_has_the_data_of_its_line_and_what_follows() -> None:
    event = _read(b'{"type": "transcript", "data": {"a": 1}, "data_length": 8, "payload_length": 3}\n{"b": 2}abc')

    assert event == Event("transcript", {"a": 1, "b": 2}, b"abc")


@pytest.mark.parametrize("line", [b'{"type": "ping"}\n', b'{"type": "ping", "data": null, "data_length": null}\n'])
def test_an_event_may_have_no_data(line: bytes) -> None:
    assert _read(line) == Event("ping", {})


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"GET / HTTP/1.1\r\n", id="another protocol"),
        pytest.param(b"\n", id="an empty line"),
        pytest.param(b"[]\n", id="a list"),
        pytest.param(b'"ping"\n', id="a string"),
        pytest.param(b'{"type": 1}\n', id="a type that is no string"),
        pytest.param(b"{}\n", id="no type"),
        pytest.param(b'{"type": "' + b"a" * 65 + b'"}\n', id="a long type"),
        pytest.param(b"[" * 10_000 + b"\n", id="deep nesting"),
        pytest.param(b'{"type": "ping", "data": [1]}\n', id="data that is a list"),
        pytest.param(b'{"type": "ping", "data_length": 3}\n[1]', id="more data that is a list"),
        pytest.param(b'{"type": "ping", "data_length": 3}\nabc', id="more data that is no JSON"),
        pytest.param(b'{"type": "ping", "data_length": -1}\n', id="a negative length"),
        pytest.param(b'{"type": "ping", "data_length": true}\n', id="a length that is a boolean"),
        pytest.param(b'{"type": "ping", "data_length": 2.0}\n{}', id="a length that is a fraction"),
        pytest.param(b'{"type": "ping", "data_length": "2"}\n{}', id="a length that is a string"),
        pytest.param(b'{"type": "ping", "data_length": %d}\n' % (MAX_DATA + 1), id="huge data"),
        pytest.param(b'{"type": "ping", "payload_length": %d}\n' % (MAX_PAYLOAD + 1), id="a huge payload"),
        pytest.param(b'{"type": "ping", "payload_length": 1e999}\n', id="an endless payload"),
        pytest.param(b'{"type": "' + b"a" * 3 * MAX_HEADER, id="a line without an end"),
        pytest.param(b'{"type": "\xff"}\n', id="bytes that are no UTF-8"),
        pytest.param(b'{"type": "ping", "data": {"text": "\\ud800"}}\n', id="half a surrogate pair"),
    ],
)
def test_what_is_no_event_or_too_large_is_refused_before_it_fills_the_memory(content: bytes) -> None:
    with pytest.raises(WyomingError):
        _read(content)


@pytest.mark.parametrize("content", [b"", b'{"type": "pi', b'{"type": "ping", "data_length": 9}\n{}'])
def test_a_connection_that_ends_within_an_event_has_ended(content: bytes) -> None:
    assert _read(content) is None


@pytest.mark.parametrize("content", [b"", b'{"type": "pi', b'{"type": "ping", "payload_length": 9}\nabc'])
def test_a_client_that_does_not_go_on_is_given_up(content: bytes) -> None:
    with pytest.raises(TimeoutError):
        _read(content, ends=False, limits=Limits(idle_seconds=0.01, arrival_seconds=0.01))


def test_an_error_never_quotes_what_was_said() -> None:
    with pytest.raises(WyomingError) as error:
        _read(b'{"type": "transcript", "data_length": 10}\nhe hits me')

    assert "hits" not in str(error.value)
