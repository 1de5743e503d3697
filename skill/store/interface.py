"""The interface of a progress store, and writing that merges with what others wrote meanwhile."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple, Protocol, TypeVar

import orjson

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress, merge
from skill.store.document import decode, encode

REPLY_LIFETIME: Final = timedelta(minutes=5)
"""From a person's last reply. Longer than any request stays valid, even if the clocks differ."""


class CachedReply(NamedTuple):
    """The reply to a request, so that the request gets the same reply if it is sent again."""

    request: str
    """A hash of the request's id."""

    speech: str
    question: str = ""
    reprompt: str = ""
    proposed: str = ""
    """The time that the question asks to confirm. For a question to two people, the step and number of their turn."""

    permission: str = ""
    """The token by which Alexa's answer to a permission request is recognised."""

    has_consent_card: str = ""
    """"1" if a card comes with it, by which the person can give the permission."""

    def to_json(self) -> str:
        """Leave out trailing empty fields: an earlier release refuses a text with more fields than it knows."""
        fields = list(self)
        while not fields[-1]:
            fields.pop()
        return orjson.dumps(fields).decode()

    @classmethod
    def from_json(cls, text: str) -> "CachedReply":
        """Raise StoreError if the text is not a cached reply."""
        try:
            return cls(*map(str, orjson.loads(text)[: len(cls._fields)]))
        except (TypeError, ValueError) as error:
            raise StoreError("a cached reply cannot be read") from error


class StoredProgress(NamedTuple):
    """A person's progress, and the stored document that a later write compares with."""

    progress: Progress
    document: str | None
    answer: CachedReply | None = None
    """The earlier reply to the same request."""


EMPTY: Final = StoredProgress(Progress(), None)


class SwapResult(NamedTuple):
    swapped: bool
    current: str | None = None
    """The stored document that prevented the swap; None if nothing is stored."""


class ProgressStore(Protocol):
    """Stores each person's document under an opaque key, `HOUSEHOLD:PERSON`. Every method may raise StoreError."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        """Return EMPTY if nothing is stored. A visit restarts the document's time to live."""

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        """Store the new document and the reply if the stored document is still the old one (None: nothing stored).

        This restarts the time to live. The document is durable when the method returns.
        """

    def delete(self, key: str) -> None:
        """Delete the person's document and cached replies."""

    def delete_household(self, household: str) -> None:
        """Delete the documents and cached replies of everyone in the household."""

    def check(self) -> None:
        """Return if the store can be read and written."""


def household_of(key: str) -> str:
    return key.rpartition(":")[0]


def replace(
    store: ProgressStore, key: str, seen: str, progress: Progress, reply: CachedReply | None = None
) -> str | None:
    """Return the new document, or None if the stored document is not the one that was seen. Raise StoreError."""
    document = encode(progress)
    return document if store.swap(key, seen, document, reply).swapped else None


def write(
    store: ProgressStore, key: str, seen: StoredProgress, progress: Progress, reply: CachedReply | None = None
) -> StoredProgress:
    """Store the progress, merged with everything that was written since it was seen.

    The loop ends because each failed swap means that another writer succeeded.

    Raises DeletedMeanwhileError if the person's data was deleted since it was seen, and StoreError.
    """
    expected = seen.document
    while True:
        document = encode(progress)
        swapped, current = store.swap(key, expected, document, reply)
        if swapped:
            return StoredProgress(progress, document)
        if current is None:
            raise DeletedMeanwhileError("the person's data was deleted during the turn")
        progress = _merged(seen.progress, decode(current), progress)
        expected = current


def _merged(seen: Progress, current: Progress, progress: Progress) -> Progress:
    if was_deleted_between(current, seen):
        raise DeletedMeanwhileError("the person's data was deleted during the turn, and they started again")
    return merge(progress, current)


def was_deleted_between(one: Progress, other: Progress) -> bool:
    """Return True if data was deleted and restarted between the two copies.

    Merging keeps the earliest beginning, so a later one cannot come from the same data.
    """
    return one.since is not None and other.since is not None and one.since > other.since


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
