"""Moves a person's data from a former key to their current one, after the secret that keys the store was changed."""

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from skill.errors import StoreError
from skill.store.interface import CachedReply, ProgressStore, StoredProgress, SwapResult

log: Final = logging.getLogger(__name__)


class MovingStore:
    """A store for one turn, with the former keys of the people who may speak in it.

    The keys differ in the household too, so on a Redis Cluster no command can name both. A move therefore writes first
    and deletes afterwards. If it ends in between, the former document expires, or is deleted with the person's data.
    """

    def __init__(self, store: ProgressStore, former: Mapping[str, Sequence[str]]) -> None:
        """`former` has each current key's former ones."""
        self._store = store
        self._former = former

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        """A read that is not a visit moves nothing, since it must leave no trace."""
        stored = self._store.read(key, request, is_visit=is_visit)
        if stored.document is not None:
            return stored
        for former in self._former.get(key, ()):
            found = self._store.read(former, request, is_visit=is_visit)
            if found.document is not None:
                return self._move(former, key, found, request) if is_visit else found
        return stored

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        return self._store.swap(key, old, new, reply)

    def delete(self, key: str) -> None:
        for each in (key, *self._former.get(key, ())):
            self._store.delete(each)

    def delete_household(self, household: str) -> None:
        self._store.delete_household(household)

    def check(self) -> None:
        self._store.check()

    def _move(self, former: str, key: str, found: StoredProgress, request: str) -> StoredProgress:
        """Return what is stored under the current key. If nothing can be written, return what was found."""
        try:
            swapped, _ = self._store.swap(key, None, str(found.document), found.answer)
            self._store.delete(former)
        except StoreError as error:
            log.warning("a person's data was not moved to the current secret: %s", error.log_message)
            return found
        return found if swapped else self._store.read(key, request)
