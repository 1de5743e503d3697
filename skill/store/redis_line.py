"""One connection to a single Redis for each thread, past redis-py's pool.

A pool that hands connections around looks at each whether it is still good, and keeps count, at every command; together
that costs as much as the command itself. The connection is redis-py's own, with all that it knows of dead lines.
"""

from threading import local
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import redis


class Lines:
    """As much of a client as commands need that answer with plain values."""

    def __init__(self, client: "redis.Redis") -> None:
        self.connection_pool = client.connection_pool
        self._of_thread = local()

    def execute_command(self, *words: str | int) -> Any:
        """Tried once more where the line is dead, as the client's own retry says. Raises redis.RedisError."""
        line = self._line
        return line.retry.call_with_retry(lambda: _asked(line, words), lambda _: line.disconnect())

    @property
    def _line(self) -> Any:
        """Made by the pool, so that it has the client's options; it ends with its thread."""
        try:
            return self._of_thread.line
        except AttributeError:
            self._of_thread.line = self.connection_pool.make_connection()
            return self._of_thread.line


def _asked(line: Any, words: tuple[str | int, ...]) -> Any:
    line.send_command(*words)
    return line.read_response()
