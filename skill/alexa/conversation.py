"""The dialogue of one turn: from a request to a reply and the next session state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from skill import locales
from skill.alexa.identity import Secrets
from skill.alexa.progress_session import ProgressSession
from skill.alexa.reminders import ReminderService
from skill.alexa.request import SkillRequest
from skill.alexa.session import SessionState
from skill.alexa.time_zone import TimeZones, local_time
from skill.content.library import Library
from skill.dialogue import my_data, safety, time_of_day
from skill.dialogue.intents import EFFECT_HANDLERS, INTENT_HANDLERS
from skill.dialogue.reply import CancelReminder, Done, Failure, Forget, Reply, SetReminder
from skill.dialogue.turn import Turn
from skill.progress import Progress
from skill.store.interface import ProgressStore
from skill.store.moving_store import MovingStore


@dataclass(frozen=True, slots=True)
class Conversation:
    library: Library
    store: ProgressStore
    secrets: Secrets
    now: Callable[[], datetime]
    time_zones: TimeZones
    reminders: ReminderService

    def answer(self, request: SkillRequest) -> tuple[Reply, SessionState]:
        """Return the reply and the session state for the next turn."""
        request = self._with_own_session(request)
        person = self._person(request)
        copy = request.session.progress.get(person)
        session = ProgressSession(self._store(request), person, request.request_id, copy)
        reply = self._write_through(request, session) or self._load_and_save(request, session)
        return reply, _next_session(request, reply, session)

    def _write_through(self, request: SkillRequest, session: ProgressSession) -> Reply | None:
        """Answer from the session's copy, without reading the store.

        None if the store holds another document, for example because this request was answered before. Also None for
        replies with an effect and for private ones: they need the stored progress first.
        """
        progress = session.cached()
        if progress is None:
            return None
        turn = self._turn(request, progress)
        reply = INTENT_HANDLERS[request.name](turn)
        if reply.effect or safety.is_about_danger(turn, reply):
            return None
        reply = _record_visit(reply, turn)
        return reply if session.write_through(reply) else None

    def _load_and_save(self, request: SkillRequest, session: ProgressSession) -> Reply:
        turn = self._turn(request, session.load(is_visit=not request.is_private))
        if cached := session.replay(turn.progress):
            return cached
        reply = INTENT_HANDLERS[request.name](turn)
        if isinstance(reply.effect, Forget):
            return self._forget(turn, reply.effect, request, session)
        reply = self._run_effect(reply, turn, request)
        is_private = safety.is_about_danger(turn, reply)
        if not is_private:
            reply = _record_visit(reply, turn)
        if session.save(reply, is_private=is_private):
            return reply
        return reply._replace(speech=f"{turn.phrase('not_saved')} {reply.speech}")

    def _run_effect(self, reply: Reply, turn: Turn, request: SkillRequest) -> Reply:
        """Run the reply's effect and return the reply that reports its outcome."""
        effect = reply.effect
        if not isinstance(effect, SetReminder | CancelReminder):
            return reply
        outcome = self.reminders.run(effect, request.access, request.locale, turn.now)
        return EFFECT_HANDLERS[type(effect)](turn.with_progress(reply.progress), effect, outcome)

    def _forget(self, turn: Turn, effect: Forget, request: SkillRequest, session: ProgressSession) -> Reply:
        """Cancel the reminder, then delete the person's data. Nothing is written afterwards."""
        token = effect.token
        if token:
            outcome = self.reminders.run(CancelReminder(token), request.access, request.locale, turn.now)
            token = "" if isinstance(outcome, Done) or outcome is Failure.NOT_FOUND else token
        return my_data.report_deletion(turn, effect, Done(token) if session.forget() else Failure.UNKNOWN)

    def _turn(self, request: SkillRequest, progress: Progress) -> Turn:
        state, countries = request.session, locales.further_countries(request.locale)
        zone = self._zone(request, is_needed_in_danger=bool(countries))
        now = local_time(self.now(), zone, request.locale)
        return Turn(
            guide=self.library.guide(request.locale, countries.get(zone.key, "") if zone else ""),
            progress=progress,
            now=now,
            slots=request.slots,
            one_shot=request.one_shot,
            open_question=state.last_reply.question if state.last_reply else None,
            last_reply=state.last_reply,
            turn_count=now.toordinal() + state.turn_count,
            proposed_time=state.last_reply.proposed_time if state.last_reply else time_of_day.EVENING,
            has_screen=request.has_screen,
            couple_turn=state.last_reply.couple_turn if state.last_reply else None,
            asked=state.asked,
            delivery=state.delivery.after(request.name),
            misses=state.misses,
        )

    def _zone(self, request: SkillRequest, *, is_needed_in_danger: bool) -> ZoneInfo | None:
        """Return the device's time zone, None if it is unknown.

        A person in danger waits for it only where it decides whose help lines they hear, and the call is not counted.
        """
        if request.is_private and not is_needed_in_danger:
            return None
        return self.time_zones.find(request.access, is_private=request.is_private)

    def _with_own_session(self, request: SkillRequest) -> SkillRequest:
        """Drop session attributes of another account, and a question about deletion that another voice answers.

        A yes deletes the data of the person who was asked, so it has to come from them, as far as their voice is known.
        """
        state = request.session
        if not self.secrets.is_in_household(state.person, request.user_id):
            return request._replace(session=SessionState())
        if self.secrets.former:
            state = _rename(state, self.secrets.renamed(request.user_id, request.person_id))
            request = request._replace(session=state)
        if not (request.person_id and _is_asked_about_deletion(state)):
            return request
        answering = {self.secrets.key(request.user_id, person) for person in (None, request.person_id)}
        return request if state.person in answering else request._replace(session=state._replace(last_reply=None))

    def _person(self, request: SkillRequest) -> str:
        """Return the store's key of the person who speaks.

        A yes to "shall I delete everything?" comes from the person who was asked: a voice is often not recognised by so
        short a word.
        """
        if request.name == "AMAZON.YesIntent" and _is_asked_about_deletion(request.session):
            return request.session.person
        return self.secrets.key(request.user_id, request.person_id)

    def _store(self, request: SkillRequest) -> ProgressStore:
        """Return a store that also finds the data of the account and of this person under the former secrets."""
        if not self.secrets.former:
            return self.store
        secrets, user_id, people = self.secrets, request.user_id, {None, request.person_id}
        former = {secrets.key(user_id, person): secrets.former_keys(user_id, person) for person in people}
        return MovingStore(self.store, former)


def _rename(state: SessionState, keys: Mapping[str, str]) -> SessionState:
    """Use the current keys of people in a session that began under a former secret."""
    progress = {keys.get(person, person): copy for person, copy in state.progress.items()}
    return state._replace(progress=progress, person=keys.get(state.person, state.person))


def _is_asked_about_deletion(state: SessionState) -> bool:
    return state.last_reply is not None and state.last_reply.question == "forget"


def _record_visit(reply: Reply, turn: Turn) -> Reply:
    """Count today as a visit. The first visit sets the date since when progress is kept."""
    progress = reply.progress.begin(turn.now.astimezone(UTC)).record_visit(turn.today)
    return reply if progress is reply.progress else reply._replace(progress=progress)


def _next_session(request: SkillRequest, reply: Reply, session: ProgressSession) -> SessionState:
    """Return the delivery alone if the session closes. Of other people only unsaved progress is carried on."""
    state = request.session
    delivery = state.delivery.after(request.name)
    if reply.question is None:
        return SessionState(delivery=delivery)
    misses = state.misses + 1 if reply.is_miss else 0
    unsaved = {person: copy for person, copy in state.progress.items() if person != session.key and not copy.is_saved}
    asked = {**state.asked, reply.question: state.asked.get(reply.question, 0) + 1}
    copies = {**unsaved, session.key: session.next_copy}
    return SessionState(state.turn_count + 1, reply, copies, session.key, asked, delivery, misses)
