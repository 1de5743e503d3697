"""One turn from what was heard to what is answered, with the progress read before and kept after."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from skill.alexa.memory import Known, Memory
from skill.alexa.person import key
from skill.content.library import Library
from skill.dialogue.index import ACTIONS
from skill.dialogue.reply import Reply
from skill.dialogue.turn import Slot, Turn
from skill.errors import StoreError
from skill.progress import Progress, merge
from skill.store.port import Kept, ProgressStore

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a request says, free of its envelope."""

    name: str
    """In `ACTIONS`."""

    locale: str
    user_id: str
    person_id: str | None
    slots: Mapping[str, Slot]
    one_shot: bool
    memory: Memory


@dataclass(frozen=True, slots=True)
class Conversation:
    library: Library
    store: ProgressStore
    secret: str
    now: Callable[[], datetime]

    def answer(self, heard: Heard) -> tuple[Reply, Memory]:
        """The reply, and what the session is to remember. One read, and one write where something moved."""
        person = key(self.secret, heard.user_id, heard.person_id)
        kept, known = self._read(person), heard.memory.known.get(person)
        turn = self._turn(heard, _latest(kept, known))
        reply = ACTIONS[heard.name](turn)
        is_saved = kept is not None and self._save(person, kept, reply.progress)
        if not is_saved and (known is None or known.is_saved):
            reply = replace(reply, speech=f"{turn.say('not_saved')} {reply.speech}")
        return reply, _after(heard.memory, reply, person, is_saved=is_saved)

    def _turn(self, heard: Heard, progress: Progress) -> Turn:
        memory = heard.memory
        return Turn(
            guide=self.library.guide(heard.locale),
            progress=progress,
            now=self.now(),
            slots=heard.slots,
            one_shot=heard.one_shot,
            asked=memory.last.question if memory.last else None,
            last=memory.last,
            count=memory.turns,
        )

    def _read(self, person: str) -> Kept | None:
        try:
            return self.store.read(person)
        except StoreError as error:
            log.warning("progress was not read: %s", error)
            return None

    def _save(self, person: str, kept: Kept, progress: Progress) -> bool:
        """Whether the store now holds the progress."""
        if progress == kept.progress:
            return True
        try:
            self.store.write(person, kept, progress)
        except StoreError as error:
            log.warning("progress was not written: %s", error)
            return False
        return True


def _latest(kept: Kept | None, known: Known | None) -> Progress:
    """What the store holds, with what it could not take before; while it is away, what the conversation knows."""
    if kept is None:
        return known.progress if known else Progress()
    return merge(kept.progress, known.progress) if known and not known.is_saved else kept.progress


def _after(memory: Memory, reply: Reply, person: str, *, is_saved: bool) -> Memory:
    """What is kept in mind: nothing once the session closes; of other people only what is not saved."""
    if reply.question is None:
        return Memory()
    others = {other: known for other, known in memory.known.items() if other != person and not known.is_saved}
    return Memory(memory.turns + 1, reply, {**others, person: Known(reply.progress, is_saved)})
