"""Reads Wyoming events from clients that may be broken or hostile. The library writes events; its reader has no limits.

An event is a line of JSON, then `data_length` bytes of JSON, then `payload_length` bytes of sound.
https://github.com/OHF-Voice/wyoming
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from wyoming.event import Event

from speech.errors import SpeechError
from speech.json_reader import read_json

MAX_HEADER: Final = 64 * 1024
MAX_DATA: Final = 64 * 1024
MAX_PAYLOAD: Final = 256 * 1024
"""Bytes. Home Assistant sends a few kilobytes of sound at a time."""

MAX_TYPE: Final = 64
"""Characters."""


class WyomingError(SpeechError):
    """A client sent something that is no event, or too large. What follows it cannot be read."""


@dataclass(frozen=True, slots=True)
class Limits:
    connections: int = 256
    """One more closes the connection that has been idle for the longest time."""

    idle_seconds: float = 60.0
    """How long a connection stays open without an event."""

    arrival_seconds: float = 10.0
    """How long what belongs to an event may take after its first line."""

    write_seconds: float = 60.0
    """How long the client may take to read an answer, which can be two minutes of sound."""


DEFAULT_LIMITS: Final = Limits()


async def read_event(reader: asyncio.StreamReader, limits: Limits) -> Event | None:
    """Return None at the end of the connection. Raises WyomingError, TimeoutError, OSError."""
    try:
        async with asyncio.timeout(limits.idle_seconds):
            line = await reader.readuntil()
        header = _json_object(line, "the line")
        async with asyncio.timeout(limits.arrival_seconds):
            more = await reader.readexactly(_length(header, "data_length", MAX_DATA))
            payload = await reader.readexactly(_length(header, "payload_length", MAX_PAYLOAD))
    except asyncio.IncompleteReadError:
        return None
    except asyncio.LimitOverrunError as fault:
        raise WyomingError(f"the line of an event has more than {MAX_HEADER:,} bytes") from fault
    kind = header.get("type")
    if not isinstance(kind, str) or len(kind) > MAX_TYPE:
        raise WyomingError(f"type must be a string of at most {MAX_TYPE} characters")
    return Event(kind, _data(header, more), payload or None)


def _data(header: dict[str, Any], more: bytes) -> dict[str, Any]:
    """Return the data, part of which can stand in the first line."""
    data = header.get("data") or {}
    if not isinstance(data, dict):
        raise WyomingError("data must be an object")
    return data | _json_object(more, "the data") if more else data


def _length(header: dict[str, Any], name: str, most: int) -> int:
    length = header.get(name) or 0
    if isinstance(length, bool) or not isinstance(length, int) or not 0 <= length <= most:
        raise WyomingError(f"{name} must be a number from 0 to {most:,}")
    return length


def _json_object(text: bytes, what: str) -> dict[str, Any]:
    """The message of the error does not quote the text, which can hold what a person said."""
    try:
        value = read_json(text)
    except ValueError as fault:
        raise WyomingError(f"{what} of an event is not JSON") from fault
    if not isinstance(value, dict):
        raise WyomingError(f"{what} of an event must be an object")
    return value
