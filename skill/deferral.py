"""Waiting for a result without holding a thread, where the server supports it.

The server of this package puts a function into the WSGI environ. Called with a future, it ends the request for now.
Once the future is done, the server passes the same request to the app again. With other servers the thread waits.
"""

from concurrent.futures import Future
from typing import Any, Final

ENVIRON_KEY: Final = "trust_steps.defer"
"""Of a function that takes the future. It is absent if the server has deferred this request before."""


class DeferredError(BaseException):
    """The server should repeat the request once `future` is done. No error handler of an app catches it."""

    def __init__(self, future: Future[Any]) -> None:
        super().__init__()
        self.future = future
