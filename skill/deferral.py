"""Waiting for a result without holding a thread, where the server supports it.

The server of this package puts a function into the WSGI environ. Called with a future, it ends the request for now.
Once the future is done, the server passes the same request to the app again. With other servers the thread waits.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Final

ENVIRON_KEY: Final = "trust_steps.defer"


class DeferredError(BaseException):
    """The request is to be repeated once `future` is done. No error handler of an app catches it."""

    def __init__(self, future: Future[Any]) -> None:
        super().__init__()
        self.future = future


def deferral(environ: Mapping[str, Any]) -> Callable[[Future[Any]], None] | None:
    """Return the server's function; None if it has none, or has deferred this request before."""
    return environ.get(ENVIRON_KEY)
