"""The base class of stores that wrap another store."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TypeVar

from skill.store.interface import CachedReply, ProgressStore, StoredProgress, SwapResult

Result = TypeVar("Result")


class StoreDecorator(ABC):
    """Passes every call to the wrapped store through one hook."""

    def __init__(self, store: ProgressStore) -> None:
        self._store = store

    @abstractmethod
    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        """Run the call, which may raise StoreError."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        return self._call("read", lambda: self._store.read(key, request, is_visit=is_visit), is_visit=is_visit)

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        return self._call("write", lambda: self._store.swap(key, old, new, reply))

    def delete(self, key: str) -> None:
        self._call("forget", lambda: self._store.delete(key))

    def delete_household(self, household: str) -> None:
        self._call("forget-household", lambda: self._store.delete_household(household))

    def check(self) -> None:
        self._call("check", self._store.check)
