"""Connections to a single Redis, past redis-py's pool.

That pool looks at each connection that it hands out whether it is still good, and keeps count, at every command;
together that costs as much as the command itself. Here a connection that owes an answer is never used again, and that
one is dead is found out by using it. The connections are redis-py's own.
"""

from collections import deque
from os import getpid
from typing import TYPE_CHECKING, Any, Final

import hiredis
from redis.exceptions import ConnectionError as LineError
from redis.exceptions import ReadOnlyError, ResponseError

if TYPE_CHECKING:
    import redis

DEAD: Final = (LineError, ReadOnlyError)
"""The line, or what it leads to: a server that has become a replica may have left its name to the new primary."""


class Lines:
    """As much of a client as commands need that answer with plain values. Threads share them, one command at a time."""

    def __init__(self, client: "redis.Redis") -> None:
        self.connection_pool: Final = client.connection_pool
        """What knows how to make a connection, with the client's options."""

        self._idle: deque[Any] = deque()

    def execute_command(self, *words: str | int) -> Any:
        """Tries once more on a new line where one is dead, so that a command may run twice. Raises redis.RedisError."""
        packed = hiredis.pack_command(words)  # type: ignore[arg-type]  # it takes any number of them
        try:
            return self._asked(self._line(), packed)
        except DEAD:
            return self._asked(self._new(), packed)

    def _asked(self, line: Any, packed: bytes) -> Any:
        """Connects first where the line is new. If one fails, others may be as dead, and nobody is to wait for each."""
        try:
            line.send_packed_command((packed,))
            answer = line.read_response()
        except BaseException as error:
            if isinstance(error, ResponseError) and not isinstance(error, DEAD):
                self._idle.append(line)
            else:
                line.disconnect()
                self._idle.clear()
            raise
        self._idle.append(line)
        return answer

    def _line(self) -> Any:
        """The one that was used last, but none that belongs to the process from which this one was forked."""
        try:
            line = self._idle.pop()
        except IndexError:
            return self._new()
        return line if line.pid == getpid() else self._new()

    def _new(self) -> Any:
        """Not the pool's: it would count the line for ever."""
        return self.connection_pool.connection_class(**self.connection_pool.connection_kwargs)
