"""A small LRU cache whose entries expire."""

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """Drops the least recently used entry when it is full. Not thread-safe.

    Entries age by the monotonic clock, so no entry outlives its time because the system clock was wrong.
    """

    def __init__(self, max_size: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._max_size = max_size
        self._monotonic = monotonic
        self._entries: OrderedDict[str, tuple[Value, float]] = OrderedDict()

    def put(self, key: str, value: Value, lifetime: timedelta) -> None:
        self._entries[key] = value, self._monotonic() + lifetime.total_seconds()
        self._entries.move_to_end(key)
        if len(self._entries) > self._max_size:
            self._entries.popitem(last=False)

    def get(self, key: str) -> Value | None:
        if key not in self._entries:
            return None
        value, expires = self._entries[key]
        if self._monotonic() >= expires:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return value

    def drop(self, key: str) -> None:
        self._entries.pop(key, None)
