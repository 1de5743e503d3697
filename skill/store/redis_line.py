"""One connection to a single Redis for each thread, past redis-py's pool.

A pool that hands connections around looks at each whether it is still good, and keeps count, at every command; together
that costs as much as the command itself. The connection is redis-py's own, with all that it knows of dead lines.
"""

from threading import local
from typing import TYPE_CHECKING, Any, Final

import hiredis
from redis.exceptions import ConnectionError as LineError
from redis.exceptions import ReadOnlyError

if TYPE_CHECKING:
    import redis

DEAD: Final = (LineError, ReadOnlyError)
"""The line, or what it leads to: a server that has become a replica may have left its name to the new primary."""


class Lines:
    """As much of a client as commands need that answer with plain values."""

    def __init__(self, client: "redis.Redis") -> None:
        self.connection_pool: Final = client.connection_pool
        self._of_thread = local()

    def execute_command(self, *words: str | int) -> Any:
        """Tries once more on a new line where it is dead, so that a command may run twice. Raises redis.RedisError."""
        line = self._line
        packed = hiredis.pack_command(words)  # type: ignore[arg-type]  # it takes any number of them
        try:
            return _asked(line, packed)
        except DEAD:
            line.disconnect()
            return _asked(line, packed)

    @property
    def _line(self) -> Any:
        """With the client's options; it ends with its thread. The pool itself would count it for ever."""
        try:
            return self._of_thread.line
        except AttributeError:
            pool = self.connection_pool
            self._of_thread.line = pool.connection_class(**pool.connection_kwargs)
            return self._of_thread.line


def _asked(line: Any, packed: bytes) -> Any:
    """Connects first where it is not connected, and hangs up where no answer comes."""
    line.send_packed_command((packed,))
    return line.read_response()
