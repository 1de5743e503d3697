"""A Wyoming server in a thread, and the library's own client over a socket."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, BinaryIO, cast

from wyoming.asr import Transcript
from wyoming.event import Event, Eventable, read_event, write_event

from speech.wyoming.address import Address
from speech.wyoming.events import DEFAULT_LIMITS, Limits
from speech.wyoming.server import WyomingServer
from speech.wyoming.service import AssistService

SECONDS = 60
"""A test that waits longer for an event has failed."""


@dataclass(frozen=True, slots=True)
class WyomingClient:
    """One connection."""

    connection: socket.socket
    stream: BinaryIO

    def send(self, event: Eventable) -> None:
        write_event(event.event(), self.stream)

    def receive(self) -> Event | None:
        """Return None if the server has closed the connection."""
        return read_event(self.stream)

    def ask(self, event: Eventable) -> Event:
        self.send(event)
        received = self.receive()
        assert received is not None, "the server closed the connection"
        return received


@dataclass(frozen=True, slots=True)
class RunningServer:
    port: int

    @contextmanager
    def connect(self) -> Iterator[WyomingClient]:
        address = ("127.0.0.1", self.port)
        with socket.create_connection(address, SECONDS) as connection, connection.makefile("rwb") as stream:
            yield WyomingClient(connection, cast("BinaryIO", stream))

    def send_raw(self, *parts: bytes) -> socket.socket:
        """Return the connection, which the caller closes."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
        for part in parts:
            connection.sendall(part)
        return connection

    def say(self, sentence: str, language: str | None = None, **context: Any) -> dict[str, Any]:
        """Say a sentence on a connection of its own, as Home Assistant does, and return the data of the answer."""
        with self.connect() as client:
            answer = client.ask(Transcript(sentence, context=context or None, language=language))
        assert answer.type == "handled"
        return answer.data


@contextmanager
def wyoming_server(service: AssistService, limits: Limits = DEFAULT_LIMITS) -> Iterator[RunningServer]:
    """Serve on a free port. At the end, the server and its service stop."""
    reports: list[str] = []
    loop = asyncio.new_event_loop()
    ready: asyncio.Future[int] = loop.create_future()
    server = WyomingServer(service, reports.append, limits)
    running = server.run(Address("127.0.0.1", 0), lambda _, port: ready.set_result(port))
    task = loop.create_task(running)
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield RunningServer(asyncio.run_coroutine_threadsafe(_value(ready), loop).result(SECONDS))
    finally:
        loop.call_soon_threadsafe(task.cancel)
        asyncio.run_coroutine_threadsafe(_ended(task), loop).result(SECONDS)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(SECONDS)
        loop.close()
        service.close()
    assert reports == []


async def _value(future: "asyncio.Future[int]") -> int:
    return await future


async def _ended(task: "asyncio.Task[None]") -> None:
    await asyncio.wait([task])
