"""gunicorn's worker process: threads that read whole requests from all connections, and answer them."""

import errno
import logging
import os
import selectors
import socket
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any, Final

from gunicorn.workers.base import Worker as BaseWorker

from skill.deferral import DeferredError
from skill.server.connection import Connection
from skill.server.leader_followers import LeaderFollowers
from skill.server.open_files import connection_limit
from skill.server.wsgi import CONTINUE, refusal, respond

LAST_CALL_SECONDS: Final = 2.0
"""How long the service accepts turns after it was asked to stop: a host's router needs time to notice."""

STOP_SECONDS: Final = 20.0
"""After this time, a worker that was asked to stop does not wait for its last turns any longer."""

MAX_BUFFERED: Final = 64 * 1024 * 1024
"""Bytes of unfinished requests and unread responses in a worker."""

SEND_BUFFER: Final = 64 * 1024
"""Bytes that the kernel takes from responses to a client that does not read. Without this, it takes megabytes."""

log: Final = logging.getLogger(__name__)

_TICK_SECONDS: Final = 1.0
_FULL_SECONDS: Final = 0.01
_TIMEOUT: Final = refusal(HTTPStatus.REQUEST_TIMEOUT)


class Worker(BaseWorker):  # type: ignore[misc]
    """Answers a request only once it has arrived whole, so slow clients hold no thread.

    Where there are too many connections, those that have waited longest are closed: a genuine request takes
    milliseconds, so it is never among them.
    """

    sockets: list[Any]
    """The sockets that listen."""

    alive: bool

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._connections: set[Connection] = set()
        self._limit = connection_limit()
        self._threads = LeaderFollowers(self._read, self._answer)
        self._calls: deque[Callable[[], None]] = deque()
        self._next_tick = 0.0
        self._last_call_at = 0.0
        """When a stopping worker stops to accept; 0 while it is not stopping."""

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop gracefully."""
        self._last_call_at = self._last_call_at or monotonic() + LAST_CALL_SECONDS

    def run(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._selector.register(self.PIPE[0], selectors.EVENT_READ, self._run_calls)
        for listener in self.sockets:
            listener.settimeout(0)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)  # connections inherit it
            self._selector.register(listener, selectors.EVENT_READ, partial(self._accept, listener))
        self._threads.start()
        while self.alive and not (self._last_call_at and monotonic() > self._last_call_at + STOP_SECONDS):
            self._threads.supervise()
            if os.getppid() != self.ppid:  # gunicorn's arbiter was killed
                self.handle_exit(0, None)

    # In the thread that leads

    def _read(self) -> None:
        seconds = _TICK_SECONDS / 4 if self._last_call_at else _TICK_SECONDS
        accepted = False
        for key, events in self._selector.select(0 if self._threads.waiting else seconds):
            accepted = bool(key.data(events)) or accepted
        for _ in range(self._threads.waiting if accepted else 0):  # others would wait until these are answered
            if True not in [self._accept(listener) for listener in self.sockets]:
                break
        if (now := monotonic()) >= self._next_tick or self._last_call_at:
            self._tick(now)
            self._next_tick = now + _TICK_SECONDS

    def _accept(self, listener: Any, _: int = 0) -> bool:
        """Accept one connection, so that the other workers get some. Return whether there was one."""
        try:
            client, _address = listener.accept()
        except OSError as error:  # if there is room for files: another worker was faster, or the client has gone
            is_full = error.errno in {errno.EMFILE, errno.ENFILE}
            if is_full and not self._close_longest_waiting():
                sleep(_FULL_SECONDS)
            return False
        client.settimeout(0)
        with suppress(OSError):  # it has gone already
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(client)
        self._connections.add(connection)
        self._watch(connection)
        if len(self._connections) > self._limit:
            self._close_longest_waiting()
        return True

    def _watch(self, connection: Connection) -> None:
        self._selector.register(connection.socket, selectors.EVENT_READ, partial(self._on_event, connection))

    def _on_event(self, connection: Connection, events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                self._send_rest(connection)
            elif connection.receive():
                self._threads.put(connection)
            elif not connection.is_busy and connection.take_expectation():
                connection.socket.send(CONTINUE)
        except BlockingIOError:
            pass
        except EOFError:
            if not connection.unsent:  # otherwise the client may still read: it is noticed again once the rest is sent
                self._on_end(connection)
        except OSError:
            self._on_end(connection)
        except Exception:
            log.exception("a connection failed")
            self._on_end(connection)

    def _on_end(self, connection: Connection) -> None:
        """Close the connection. If a thread has it, do so when it is answered: the client may still read."""
        connection.is_closed_by_client = True
        if connection.is_busy and not connection.unsent:
            with suppress(KeyError, ValueError):
                self._selector.unregister(connection.socket)
        if not connection.is_busy or connection.unsent:
            self._close(connection)

    def _close(self, connection: Connection) -> None:
        self._connections.discard(connection)
        with suppress(KeyError, ValueError):  # it is closed already, or not watched
            self._selector.unregister(connection.socket)
        connection.socket.close()

    def _close_longest_waiting(self) -> bool:
        """Close a sixteenth of them. Return False if there is none to close: the threads have all connections."""
        number = len(self._connections) // 16 + 1
        waiting = [connection for connection in self._connections if not connection.is_busy or connection.unsent]
        for connection in sorted(waiting, key=lambda connection: connection.waiting_since)[:number]:
            self._close(connection)
        return bool(waiting)

    def _tick(self, now: float) -> None:
        self.notify()  # that a thread reads: a worker whose threads all hang is replaced
        for connection in [each for each in self._connections if each.deadline < now]:
            if connection.expects_answer:
                with suppress(OSError):
                    connection.socket.send(_TIMEOUT)
            if (not connection.is_busy or connection.unsent) and connection.deadline < now:  # not answered just now
                self._close(connection)
        while sum(each.buffered for each in self._connections) > MAX_BUFFERED:
            if not self._close_longest_waiting():
                break
        if self._last_call_at and now > self._last_call_at:
            self._stop()

    def _stop(self) -> None:
        """Accept no more connections, close those without a request, and end once the others are answered."""
        for listener in self.sockets:
            while self._accept(listener):
                pass
            self._selector.unregister(listener)
            listener.close()
        self.sockets = []
        for connection in [each for each in self._connections if each.is_idle]:
            self._on_event(connection, selectors.EVENT_READ)  # a request may have arrived just now
            if connection.is_idle:
                self._close(connection)
        if not self._connections:
            self.alive = False

    def _run_calls(self, _: int) -> None:
        with suppress(BlockingIOError):
            os.read(self.PIPE[0], 4096)
        while self._calls:
            self._calls.popleft()()

    def _send_rest(self, connection: Connection) -> None:
        """Wait until the client can take more, send it, and go on with the next request."""
        with suppress(KeyError, ValueError):
            self._selector.unregister(connection.socket)
        if not connection.send(connection.unsent):
            self._selector.register(connection.socket, selectors.EVENT_WRITE, partial(self._on_event, connection))
            return
        self._watch(connection)
        if connection.finish():
            self._threads.put(connection)

    # In any thread

    def _call(self, function: Callable[[], None]) -> None:
        """Let the thread that leads call a function."""
        self._calls.append(function)
        with suppress(BlockingIOError):  # it will read anyway
            os.write(self.PIPE[1], b"\0")

    def _answer(self, connection: Connection) -> None:
        try:
            if self._respond(connection):
                self._call(partial(self._threads.put, connection))  # behind the others, however many a client sends
        except DeferredError as deferred:
            connection.request.may_be_deferred = False
            deferred.future.add_done_callback(lambda _: self._call(partial(self._threads.put, connection)))
        except OSError:  # the client has gone
            connection.linger()
        except BaseException:  # otherwise the thread would end
            log.exception("a connection failed")
            connection.linger()
        if connection.is_closed_by_client and not connection.is_busy:
            self._call(partial(self._close, connection))

    def _respond(self, connection: Connection) -> bool:
        """Return True if the next request has arrived as well."""
        request = connection.request
        request.keeps_alive = request.keeps_alive and not self._last_call_at
        if connection.send(memoryview(respond(self.wsgi, request))):
            return connection.finish()
        self._call(partial(self._on_event, connection, selectors.EVENT_WRITE))
        return False
