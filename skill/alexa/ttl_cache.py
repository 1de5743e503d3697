"""A small LRU cache whose entries expire."""

from collections import OrderedDict
from datetime import datetime
from typing import Generic, TypeVar

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """Drops the least recently used entry when it is full. Not thread-safe."""

    def __init__(self, max_size: int) -> None:
        self._max_size = max_size
        self._entries: OrderedDict[str, tuple[Value, datetime]] = OrderedDict()

    def put(self, key: str, value: Value, expires: datetime) -> None:
        self._entries[key] = value, expires
        self._entries.move_to_end(key)
        if len(self._entries) > self._max_size:
            self._entries.popitem(last=False)

    def get(self, key: str, now: datetime) -> Value | None:
        if key not in self._entries:
            return None
        value, expires = self._entries[key]
        if now >= expires:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return value

    def drop(self, key: str) -> None:
        self._entries.pop(key, None)
