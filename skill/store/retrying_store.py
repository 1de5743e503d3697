"""Retries calls that fail for a moment, such as while a Redis Cluster moves a person's data to another node."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Final

from skill.errors import StoreError
from skill.store.interface import Result, StoreDecorator

RETRY_SECONDS: Final = 0.1
"""From a call's beginning. Moving a person's few keys takes milliseconds. A turn calls the store up to three times, and
holds a thread of the server while it waits."""

PAUSE_SECONDS: Final = 0.02


class RetryingStore(StoreDecorator):
    """Wraps the circuit breaker, so that what several attempts take together does not open it."""

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        deadline = monotonic() + RETRY_SECONDS
        while True:
            try:
                return call()
            except StoreError as error:
                if not error.is_transient or monotonic() > deadline:
                    raise
            sleep(PAUSE_SECONDS)
