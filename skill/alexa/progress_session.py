"""One person's progress within a turn: loaded, reconciled with the session's copy, and saved."""

import logging
from hashlib import sha256
from typing import Final

from skill.alexa.session import SessionProgress
from skill.dialogue import time_of_day
from skill.dialogue.reply import AskPermission, ConsentCard, CoupleTurn, Reply
from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress, merge
from skill.store.document import decode, encode
from skill.store.interface import CachedReply, ProgressStore, StoredProgress, replace, was_deleted_between, write

NO_COPY: Final = SessionProgress("", is_saved=True)
"""The session knows nothing of a person; the next turn reads the store."""

log: Final = logging.getLogger(__name__)


class ProgressSession:
    """Reads and writes the progress of one person during one turn.

    A turn costs one compare-and-set write if the session knows the stored document. Otherwise it costs one read and at
    most one write.
    """

    def __init__(self, store: ProgressStore, key: str, request_id: str, copy: SessionProgress | None) -> None:
        """`copy` is the progress that the session attributes carry for this person."""
        self.key = key
        self.next_copy = copy or NO_COPY
        """The copy for the session's next turn."""

        self._store = store
        self._request = request_hash(request_id)
        self._copy = copy
        self._stored: StoredProgress | None = None

    def cached(self) -> Progress | None:
        """Return the stored progress as the session knows it, None if the store has to be read."""
        if not (self._copy and self._copy.is_saved and self._copy.document):
            return None
        try:
            return decode(self._copy.document)
        except StoreError as error:
            log.warning("the session's progress was not used: %s", error.log_message)
            return None

    def load(self, *, is_visit: bool) -> Progress:
        """Read the store and reconcile the result with the session's copy."""
        try:
            self._stored = self._store.read(self.key, self._request, is_visit=is_visit)
        except StoreError as error:
            log.warning("progress was not read: %s", error.log_message)
        return _reconcile(self._stored, self._copy)

    def replay(self, progress: Progress) -> Reply | None:
        """Return the reply that this request got before, None if it is new. `progress` is what `load` returned."""
        if self._stored is None or self._stored.answer is None:
            return None
        self._set_next_copy(progress, self._stored.document)
        return replay(self._stored.answer, progress)

    def write_through(self, reply: Reply) -> bool:
        """Save a reply to `cached` progress. False if the store holds another document, or failed."""
        document = self._replace(reply)
        if document:
            self.next_copy = SessionProgress(document, is_saved=True)
        return bool(document)

    def save(self, reply: Reply, *, is_private: bool) -> bool:
        """Save a reply to loaded progress. False if the person has to hear that it may be lost.

        A private reply is not cached, and does not mention that the store failed. Other replies mention it once in a
        session. Data that was deleted during the turn stays deleted, and the reply always mentions it.
        """
        try:
            document = self._write(reply, "" if is_private else self._request)
        except DeletedMeanwhileError:
            log.info("a person's data was deleted during their turn")
            self.next_copy = NO_COPY
            return False
        if document is None and is_private:
            return True
        self._set_next_copy(reply.progress, document)
        return document is not None or (self._copy is not None and not self._copy.is_saved)

    def forget(self) -> bool:
        """Delete the person's data. False if the store failed."""
        try:
            self._store.delete(self.key)
        except StoreError as error:
            log.warning("a person's data was not deleted: %s", error.log_message)
            return False
        return True

    def _replace(self, reply: Reply) -> str | None:
        """Return the new document, None if nothing was written."""
        seen = self.next_copy.document
        try:
            return replace(self._store, self.key, seen, reply.progress, cached_reply(reply, self._request))
        except StoreError as error:
            log.warning("the session's progress was not used: %s", error.log_message)
            return None

    def _write(self, reply: Reply, request: str) -> str | None:
        """Return the stored document ("" if there is none), None if the store failed. Raise DeletedMeanwhileError."""
        if self._stored is None:
            return None
        cached = cached_reply(reply, request)
        if cached is None and reply.progress == self._stored.progress:
            return self._stored.document or ""
        try:
            return write(self._store, self.key, self._stored, reply.progress, cached).document
        except DeletedMeanwhileError:
            raise
        except StoreError as error:
            log.warning("progress was not written: %s", error.log_message)
            return None

    def _set_next_copy(self, progress: Progress, document: str | None) -> None:
        """Copy the stored document, or else the progress that the store does not hold yet."""
        is_saved = document is not None
        self.next_copy = SessionProgress(encode(progress) if document is None else document, is_saved)


def _reconcile(stored: StoredProgress | None, copy: SessionProgress | None) -> Progress:
    """Merge the stored progress with the session's copy, unless the data was deleted between the two.

    So no move is lost that the store could not take, or that it lost again when a server died. If the store holds
    nothing, a copy that was never saved is used; a copy that was saved has been deleted since.
    """
    if copy is None:
        return stored.progress if stored else Progress()
    if stored is None:
        return copy.progress
    if stored.document is None:
        return Progress() if copy.is_saved else copy.progress
    if stored.document == copy.document:
        return stored.progress
    progress = copy.progress
    return stored.progress if was_deleted_between(stored.progress, progress) else merge(stored.progress, progress)


def cached_reply(reply: Reply, request: str) -> CachedReply | None:
    """Return what the store keeps so that a request sent again moves only once, however late it arrives.

    Replies that moved nothing are cached too, because the same request might move something later. None if the request
    has no id.
    """
    if not request:
        return None
    permission = reply.effect.token if isinstance(reply.effect, AskPermission) else ""
    turn = reply.couple_turn
    proposed = f"{turn.step} {turn.number}" if turn else time_of_day.to_clock(reply.proposed_time)
    card = "1" if isinstance(reply.card, ConsentCard) else ""
    return CachedReply(request, reply.speech, reply.question or "", reply.reprompt or "", proposed, permission, card)


def replay(cached: CachedReply, progress: Progress) -> Reply:
    """Return the cached reply; `progress` already contains its move."""
    proposed = time_of_day.parse(cached.proposed) or time_of_day.EVENING
    effect = AskPermission(cached.permission) if cached.permission else None
    card = ConsentCard() if cached.has_consent_card else None
    question, reprompt = cached.question or None, cached.reprompt or None
    reply = Reply(cached.speech, progress, question, reprompt, proposed, effect, card=card)
    step, _, number = cached.proposed.rpartition(" ")
    return reply._replace(couple_turn=CoupleTurn(step, int(number))) if step and number.isdecimal() else reply


def request_hash(request_id: str) -> str:
    """Return a short hash, empty for a request without an id."""
    return sha256(request_id.encode("utf-8", "surrogatepass")).hexdigest()[:12] if request_id else ""
