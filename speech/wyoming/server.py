"""Serves Wyoming over TCP. Clients that send nothing, too much or nonsense do not keep others from being answered."""

import asyncio
import signal
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from typing import Final

from wyoming.error import Error

from speech.errors import SpeechError
from speech.wyoming.address import Address
from speech.wyoming.connection import WyomingConnection
from speech.wyoming.events import DEFAULT_LIMITS, MAX_HEADER, Limits, WyomingError
from speech.wyoming.service import AssistService

BACKLOG: Final = 256
"""Connections that the system keeps until they are accepted."""

SWEEP_SECONDS: Final = 15.0
"""Between two looks for conversations that are over."""


class WyomingServer:
    def __init__(self, service: AssistService, report: Callable[[str], None], limits: Limits = DEFAULT_LIMITS) -> None:
        """`report` gets errors, never what was said."""
        self._service = service
        self._report = report
        self._limits = limits
        self._connections: OrderedDict[asyncio.Task[None], None] = OrderedDict()
        """The one with the oldest event comes first."""

    async def run(
        self, address: Address, on_listening: Callable[[str, int], None], *, is_announced: bool = False
    ) -> None:
        """Serve until the task is cancelled or the process is asked to end. Raises SpeechError.

        `on_listening` gets the name that is announced, empty for none, and the port.
        """
        stop = asyncio.Event()
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(await self._listen(address))
            stack.callback(self._close_connections)
            port: int = server.sockets[0].getsockname()[1]
            name = ""
            if is_announced:
                from speech.wyoming.discovery import announced

                name = await stack.enter_async_context(announced(address, port))
            stack.enter_context(_on_signals(stop.set))
            on_listening(name, port)
            await self._sweep_until(stop)

    async def _listen(self, address: Address) -> asyncio.Server:
        try:
            return await asyncio.start_server(
                self._serve, list(address.ips), address.port, limit=MAX_HEADER, backlog=BACKLOG
            )
        except OSError as fault:
            raise SpeechError(
                f"--uri: {address.host}:{address.port} cannot be listened on ({fault.strerror});"
                " another program may have the port"
            ) from fault

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection, task = WyomingConnection(reader, writer, self._service, self._limits), asyncio.current_task()
        if task is None:
            raise RuntimeError("a connection is served by a task")
        try:
            with self._counted(task):
                while event := await connection.next_event():
                    self._connections.move_to_end(task)
                    await connection.handle(event)
        except WyomingError as fault:
            with suppress(OSError, TimeoutError):
                await connection.write(Error(str(fault), code=type(fault).__name__).event())
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # the client is gone or too slow, or gave its place to another
        except Exception as fault:  # noqa: BLE001 - the message could quote what was said
            self._report(f"a connection was closed after an error: {type(fault).__name__}")
        finally:
            connection.close()

    @contextmanager
    def _counted(self, task: "asyncio.Task[None]") -> Iterator[None]:
        """Close the connection that has been idle for the longest time if there is one too many."""
        self._connections[task] = None
        if len(self._connections) > self._limits.connections:
            oldest, _ = self._connections.popitem(last=False)
            oldest.cancel()
        try:
            yield
        finally:
            self._connections.pop(task, None)

    async def _sweep_until(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), SWEEP_SECONDS)
            await self._service.end_idle()

    def _close_connections(self) -> None:
        for task in list(self._connections):
            task.cancel()


@contextmanager
def _on_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` at SIGINT and SIGTERM, where the system and the thread allow it."""
    loop, installed = asyncio.get_running_loop(), []
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop)
            installed.append(number)
    try:
        yield
    finally:
        for number in installed:
            loop.remove_signal_handler(number)
