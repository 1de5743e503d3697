"""One turn from what was request to what is answered, with the progress read before and kept after."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from skill.alexa.identity import key
from skill.alexa.request import SkillRequest
from skill.alexa.services import Services
from skill.alexa.session import SessionProgress, SessionState
from skill.content.library import Library
from skill.dialogue import my_data, safety, time_of_day
from skill.dialogue.intents import EFFECT_HANDLERS, INTENT_HANDLERS
from skill.dialogue.reply import AskPermission, CancelReminder, Done, Failure, Forget, Reply
from skill.dialogue.turn import Turn
from skill.errors import DeletedMeanwhileError, StoreError
from skill.progress import Progress, merge
from skill.store.document import decode, encode
from skill.store.interface import CachedReply, ProgressStore, StoredProgress, begins_after, replace, write

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conversation:
    library: Library
    store: ProgressStore
    secret: str
    now: Callable[[], datetime]
    services: Services

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]:
        """The reply, and what the session is to remember: one write if it knows what is kept, else one read first."""
        person, request_name = self._person(request), name_of(request.request_id)
        known = request.session.known.get(person)
        if (
            known
            and known.is_saved
            and known.document
            and (done := self._at_once(request, known.document, person, request_name))
        ):
            return done[0], _after(request.session, done[0], person, SessionProgress(done[1], is_saved=True))
        kept = self._read(person, request_name, is_visit=not request.is_private)
        turn = self._turn(request, _latest(kept, known))
        if kept and kept.answer:
            reply = given(kept.answer, turn.progress)
            return reply, _after(request.session, reply, person, _known(reply.progress, kept.document))
        wished = INTENT_HANDLERS[request.name](turn)
        if isinstance(wished.effect, Forget):
            return self._forgotten(turn, wished.effect, person, request), SessionState()
        reply = self._carried_out(wished, turn, request)
        is_safety = safety.concerns(turn, reply)
        if not is_safety:
            reply = _kept_in_mind(reply, turn)
        try:
            document = self._save(person, kept, reply, "" if is_safety else request_name) if kept else None
        except DeletedMeanwhileError:
            # Elsewhere, while this turn was under way: it is told as not kept, and the session knows nothing any more.
            return _not_saved(reply, turn), _after(request.session, reply, person, SessionProgress("", is_saved=True))
        if document is None and (known is None or known.is_saved) and not is_safety:
            reply = _not_saved(reply, turn)
        now_known = _known(reply.progress, document)
        if is_safety and document is None:
            now_known = known or SessionProgress("", is_saved=True)  # nothing was admitted, so it is still to be
        return reply, _after(request.session, reply, person, now_known)

    def _at_once(
        self, request: SkillRequest, document: str, person: str, request_name: str
    ) -> tuple[Reply, str] | None:
        """The reply, and the document that is kept now, where the store still holds what the session knows.

        None where it holds something else, as when this request moved before; and for what is done outside, or leaves
        no trace: there the store is read first.
        """
        try:
            turn = self._turn(request, decode(document))
            reply = INTENT_HANDLERS[request.name](turn)
            if reply.effect or safety.concerns(turn, reply):
                return None
            reply = _kept_in_mind(reply, turn)
            replaced = replace(self.store, person, document, reply.progress, answer_of(reply, request_name))
        except StoreError as error:
            log.warning("progress was not taken from the session: %s", error.log_message)
            return None
        return (reply, replaced) if replaced else None

    def _carried_out(self, reply: Reply, turn: Turn, request: SkillRequest) -> Reply:
        """What is said once an effect was carried out, or was not."""
        tell = EFFECT_HANDLERS.get(type(reply.effect))
        if tell is None:
            return reply
        outcome = self.services.carry_out(reply.effect, request.access, request.locale, turn.now)
        return tell(turn.with_progress(reply.progress), reply.effect, outcome)

    def _forgotten(self, turn: Turn, effect: Forget, person: str, request: SkillRequest) -> Reply:
        """Takes the reminder away, then deletes all, and writes nothing any more."""
        left = effect.token
        if left:
            taken = self.services.carry_out(CancelReminder(left), request.access, request.locale, turn.now)
            left = "" if isinstance(taken, Done) or taken is Failure.GONE else left
        try:
            self.store.delete(person)
        except StoreError as error:
            log.warning("a person was not forgotten: %s", error.log_message)
            return my_data.tell_forgotten(turn, effect, Failure.AWAY)
        return my_data.tell_forgotten(turn, effect, Done(left))

    def _turn(self, request: SkillRequest, progress: Progress) -> Turn:
        memory, access = request.session, None if request.is_private else request.access
        now = self.services.local(self.now(), access, request.locale)
        return Turn(
            guide=self.library.guide(request.locale),
            progress=progress,
            now=now,
            slots=request.slots,
            one_shot=request.one_shot,
            open_question=memory.last.question if memory.last else None,
            last_reply=memory.last,
            turn_count=now.toordinal() + memory.turns,
            proposed_time=memory.last.proposed if memory.last else time_of_day.EVENING,
            has_screen=request.has_screen,
        )

    def _person(self, request: SkillRequest) -> str:
        """Whose turn it is. A yes to forgetting is for whoever was asked: so short a word tells few voices apart."""
        memory = request.session
        if request.name == "AMAZON.YesIntent" and memory.person and memory.last and memory.last.question == "forget":
            return memory.person
        return key(self.secret, request.user_id, request.person_id)

    def _read(self, person: str, request: str, *, is_visit: bool) -> StoredProgress | None:
        try:
            return self.store.read(person, request, is_visit=is_visit)
        except StoreError as error:
            log.warning("progress was not read: %s", error.log_message)
            return None

    def _save(self, person: str, kept: StoredProgress, reply: Reply, request: str) -> str | None:
        """The document by which the store now holds the progress, or None where it does not. Raises DeletedMeanwhileError."""
        answer = answer_of(reply, request)
        if answer is None and reply.progress == kept.progress:
            return kept.document or ""
        try:
            return write(self.store, person, kept, reply.progress, answer).document
        except DeletedMeanwhileError:
            log.info("a person was forgotten while they spoke")
            raise
        except StoreError as error:
            log.warning("progress was not written: %s", error.log_message)
            return None


def _kept_in_mind(reply: Reply, turn: Turn) -> Reply:
    """The day counts as a visit; the first begins what is kept."""
    progress = reply.progress.begin(turn.now.astimezone(UTC)).record_visit(turn.today)
    return reply if progress is reply.progress else reply._replace(progress=progress)


def _not_saved(reply: Reply, turn: Turn) -> Reply:
    return reply._replace(speech=f"{turn.phrase('not_saved')} {reply.speech}")


def _latest(kept: StoredProgress | None, known: SessionProgress | None) -> Progress:
    """What the store holds, joined by what this conversation knows of the same life.

    So nothing is lost that the store could not take, nor what it took and lost again with a server that died. Where it
    holds nothing, it is told again what it never had; what it had was forgotten. Nobody is given what they had before
    they were forgotten and came back.
    """
    if known is None:
        return kept.progress if kept else Progress()
    if kept is None:
        return known.progress
    if kept.document is None:
        return Progress() if known.is_saved else known.progress
    if kept.document == known.document:
        return kept.progress
    theirs = known.progress
    return kept.progress if begins_after(kept.progress, theirs) else merge(kept.progress, theirs)


def _known(progress: Progress, document: str | None) -> SessionProgress:
    """By what the store holds, or does not."""
    return SessionProgress(encode(progress) if document is None else document, document is not None)


def _after(memory: SessionState, reply: Reply, person: str, now_known: SessionProgress) -> SessionState:
    """What is kept in mind: nothing once the session closes; of other people only what is not saved."""
    if reply.question is None:
        return SessionState()
    others = {other: known for other, known in memory.known.items() if other != person and not known.is_saved}
    return SessionState(memory.turns + 1, reply, {**others, person: now_known}, person)


def answer_of(reply: Reply, request: str) -> CachedReply | None:
    """What is kept so that the same request moves once, however late it comes again.

    What moved nothing is kept too: later it might move.
    """
    if not request:
        return None
    permission = reply.effect.token if isinstance(reply.effect, AskPermission) else ""
    said = (reply.speech, reply.question or "", reply.reprompt or "", time_of_day.written(reply.proposed))
    return CachedReply(request, *said, permission)


def given(answer: CachedReply, progress: Progress) -> Reply:
    """The same answer once more; what it moved is moved already."""
    proposed = time_of_day.read(answer.proposed) or time_of_day.EVENING
    effect = AskPermission(answer.permission) if answer.permission else None
    return Reply(answer.speech, progress, answer.question or None, answer.reprompt or None, proposed, effect)


def name_of(request: str) -> str:
    """Empty where the request has no id."""
    return sha256(request.encode("utf-8", "surrogatepass")).hexdigest()[:12] if request else ""
