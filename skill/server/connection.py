"""A client's connection: who owns it, until when it may take its time, and what is left to send."""

import socket
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Final

from skill.server.request_parser import MAX_BODY, MAX_HEAD, Request, RequestParser

REQUEST_SECONDS: Final = 5.0
"""For a whole request, from the start of the connection or from its first byte. Alexa sends one in milliseconds."""

IDLE_SECONDS: Final = 100.0
"""For the next request on a connection: longer than load balancers keep theirs, so that they close first."""

SEND_SECONDS: Final = 5.0
"""For a client to take the rest of a response."""

LINGER_SECONDS: Final = 2.0
"""For a client to close the connection after the last response. Closed at once, the response might be lost with it."""

_MAX_BACKLOG: Final = MAX_HEAD + MAX_BODY
_CHUNK: Final = 64 * 1024


class Connection:
    """The thread that leads owns it while a request arrives; then the one that answers it does.

    No thread waits for the client: what cannot be sent at once is left to the one that leads.
    """

    __slots__ = (
        "_backlog",
        "_lock",
        "_parser",
        "deadline",
        "is_busy",
        "is_closed_by_client",
        "is_lingering",
        "is_new",
        "socket",
        "unsent",
        "waiting_since",
    )

    def __init__(self, client: socket.socket) -> None:
        self.socket = client
        self.waiting_since = monotonic()
        self.deadline = self.waiting_since + REQUEST_SECONDS
        self.is_busy = False
        """It is being answered, or its response is not sent yet."""

        self.is_lingering = False
        """The last response is sent; what still arrives is discarded."""

        self.is_new = True
        """Nothing was answered yet: a request may be on its way even if none has begun to arrive."""

        self.is_closed_by_client = False
        self.unsent = memoryview(b"")
        self._parser = RequestParser()
        self._lock = Lock()
        self._backlog = b""

    @property
    def buffered(self) -> int:
        return self._parser.buffered + len(self._backlog) + len(self.unsent)

    @property
    def is_idle(self) -> bool:
        """Its requests are answered, and nothing of another has arrived."""
        return not (self.is_new or self.is_busy or self.is_lingering or self._parser.is_partial)

    @property
    def expects_answer(self) -> bool:
        """Part of a request has arrived, and it is not being answered."""
        return not (self.is_busy or self.is_lingering) and self._parser.is_partial

    @property
    def request(self) -> Request:
        """The request to answer next."""
        return self._parser.requests[0]

    def receive(self) -> bool:
        """Read what has arrived. Return True if the connection is busy from now on: a request is complete.

        Raises OSError, and EOFError if the client sends no more.
        """
        data = self.socket.recv(_CHUNK)
        if not data:
            raise EOFError
        if self.is_lingering:
            return False
        with self._lock:
            if self.is_busy:
                self._backlog += data
                if len(self._backlog) > _MAX_BACKLOG:
                    raise EOFError
                return False
            if not self._parser.is_partial:
                self.waiting_since = monotonic()
                self.deadline = self.waiting_since + REQUEST_SECONDS
            self._parser.feed(data)
            self.is_busy = bool(self._parser.requests)
            return self.is_busy

    def take_expectation(self) -> bool:
        """Return True once if the client waits for "100 Continue"."""
        expects, self._parser.expects_continue = self._parser.expects_continue, False
        return expects

    def send(self, data: memoryview) -> bool:
        """Send as much as the client takes, and keep the rest. Return True if nothing is left. Raise OSError."""
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            sent = 0
        if sent < len(data):
            self.deadline = monotonic() + SEND_SECONDS  # before `unsent`, since the leader looks at both
        self.unsent = data[sent:]
        return not self.unsent

    def finish(self) -> bool:
        """End the request that was answered. Return True if the next one has arrived; else the leader owns it again."""
        with self._lock:
            answered = self._parser.requests.pop(0)
            self.is_new = False
            self.waiting_since = monotonic()
            if not answered.keeps_alive:
                self.linger()
                return False
            while self._backlog and not self._parser.requests:
                self._parser.feed(self._backlog)
                self._backlog = b""
            if self._parser.requests:
                return True
            self.deadline = self.waiting_since + (REQUEST_SECONDS if self._parser.is_partial else IDLE_SECONDS)
            self.is_busy = False
            return False

    def linger(self) -> None:
        """Say that no more will be sent, and wait for the client to close the connection."""
        self.deadline = monotonic() + LINGER_SECONDS
        self._backlog = b""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)  # before the leader may close it, and the system use its number again
        self.is_lingering, self.is_busy = True, False
