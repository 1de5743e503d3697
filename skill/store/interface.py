"""What every store can do, and how a race between two writers ends: with both of their moves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, NamedTuple, Protocol

import orjson

from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress, merge
from skill.store.document import decode, encode

KEPT_FOR: Final = timedelta(minutes=5)
"""After a person's last answer. Longer than any request is accepted after it was made, clocks that differ included."""


class CachedReply(NamedTuple):
    request: str
    """A hash of the request's id."""

    speech: str
    question: str = ""
    reprompt: str = ""
    proposed: str = ""
    permission: str = ""
    """By which the answer to Alexa's own question is known, where she was asked to put it."""


def written(answer: CachedReply) -> str:
    return orjson.dumps(tuple(answer)).decode()


def read(text: str) -> CachedReply:
    """Raises StoreError."""
    try:
        return CachedReply(*map(str, orjson.loads(text)))
    except (TypeError, ValueError) as error:
        raise StoreError("a kept answer cannot be read") from error


class StoredProgress(NamedTuple):
    """What a store holds of one person, and the document that says so, by which a later write knows what it saw."""

    progress: Progress
    document: str | None
    answer: CachedReply | None = None
    """What the request that is asked about was answered before."""


EMPTY: Final = StoredProgress(Progress(), None)


def household(key: str) -> str:
    return key.rpartition(":")[0]


class ProgressStore(Protocol):
    """Keeps each person's progress under an opaque key, "HOUSEHOLD:WHO". A method that cannot raises StoreError."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        """What is kept under the key; nothing kept is an empty Progress.

        A visit, unless it is said to be none: the time to live begins anew.
        """

    def write(
        self, key: str, seen: StoredProgress, progress: Progress, answer: CachedReply | None = None
    ) -> StoredProgress:
        """Keeps the progress, merged with whatever was written since `seen`, and the answer for a few minutes.

        When it returns, both are kept. Raises DeletedMeanwhileError, and keeps nothing, where the person was forgotten since.
        """

    def replace(self, key: str, seen: str, progress: Progress, answer: CachedReply | None = None) -> str | None:
        """As `write`, but only where the document is still the one that was seen. The new one, or None; a visit too."""

    def forget(self, key: str) -> None:
        """Afterwards nothing is kept under the key."""

    def forget_household(self, household: str) -> None:
        """Afterwards nothing is kept of anybody in it."""

    def check(self) -> None:
        """Returns when the store answers."""


Swap = Callable[[str | None, str], tuple[bool, str | None]]


def replaced(swap: Swap, seen: str, progress: Progress) -> str | None:
    """The document that is kept now, or None where another one than the seen was there."""
    document = encode(progress)
    swapped, _ = swap(seen, document)
    return document if swapped else None


def write_merged(swap: Swap, seen: StoredProgress, progress: Progress) -> StoredProgress:
    """Swaps documents until no other writer came between, which ends, because each time somebody else got through.

    `swap(old, new)` writes `new` if the document is still `old`, and answers whether it did and, if not, what is there.
    Raises DeletedMeanwhileError where what was seen is there no more: forgetting wins over a turn that was under way meanwhile.
    """
    expected = seen.document
    while True:
        document = encode(progress)
        swapped, current = swap(expected, document)
        if swapped:
            return StoredProgress(progress, document)
        if current is None:
            raise DeletedMeanwhileError("somebody was forgotten while they spoke")
        progress = _merged(seen.progress, decode(current), progress)
        expected = current


def _merged(seen: Progress, current: Progress, progress: Progress) -> Progress:
    if begins_after(current, seen):
        raise DeletedMeanwhileError("somebody was forgotten while they spoke, and has come back")
    return merge(progress, current)


def begins_after(one: Progress, other: Progress) -> bool:
    """Between the two everything was forgotten: of copies of one life the earliest beginning holds."""
    return one.since is not None and other.since is not None and one.since > other.since
