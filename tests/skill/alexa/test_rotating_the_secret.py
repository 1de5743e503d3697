"""The secret that keys the store is replaced, and people keep their place and can still have it deleted."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from skill.alexa.identity import Secrets
from skill.errors import StoreError
from skill.progress import Progress
from skill.store.document import encode
from skill.store.interface import CachedReply, ProgressStore, Result, StoreDecorator, StoredProgress, SwapResult
from skill.store.moving_store import MovingStore
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from skill.store.sqlite import SqliteStore
from tests.support.alexa_client import MORNING, Alexa, TickingClock, alexa, sqlite
from tests.support.redis_server import RedisServer
from tests.support.skill_id import SKILL_ID

OLD, OLDER, NEW = "the secret of last year", "the secret of the year before", "the secret of this year"
ANA = "amzn1.ask.person.ANA"
FIRST_WELCOME = "Welcome to Trust Steps."


class Place:
    """A store of one kind, speakers that use it, and a look at its keys."""

    def __init__(self, store: ProgressStore, clock: TickingClock, keys: Callable[[], set[str]]) -> None:
        self.store, self.clock, self.keys = store, clock, keys

    def speaker(self, secret: str, *former: str) -> Alexa:
        return alexa(self.store, self.clock, secrets=Secrets(secret, former))


@pytest.fixture(params=["sqlite", "redis"])
def place(request: pytest.FixtureRequest, tmp_path: Path, redis_server: RedisServer) -> Iterator[Place]:
    clock = TickingClock()
    if request.param == "sqlite":
        file = tmp_path / "progress.sqlite3"

        def rows() -> set[str]:
            with closing(sqlite3.connect(file)) as connection:
                return {key for (key,) in connection.execute("SELECT key FROM progress")}

        yield Place(sqlite(tmp_path, clock), clock, rows)
    else:
        with redis_server.connect() as redis:
            redis.flushall()
            store = RedisStore(connector(redis_server.url), keep=timedelta(days=400))
            yield Place(store, clock, lambda: {str(key) for key in redis.scan_iter("*", _type="string")})


def _complete_step_one(speaker: Alexa) -> None:
    speaker.launch()
    speaker.send_intent("AMAZON.YesIntent")
    speaker.send_intent("CompleteStepIntent")
    speaker.send_intent("AMAZON.StopIntent")


def _has_completed_step_one(speaker: Alexa) -> bool:
    return "Marked as done: 1 of " in speaker.send_intent("ProgressIntent")


@pytest.mark.parametrize("person", [None, ANA], ids=["the account", "a recognised voice"])
def test_a_person_keeps_their_place_and_moves_once(place: Place, person: str | None) -> None:
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    before.person_id = after.person_id = person
    _complete_step_one(before)
    old_keys = place.keys()

    first, again = after.launch(), after.launch()

    assert FIRST_WELCOME not in first
    assert FIRST_WELCOME not in again
    assert len(old_keys) == len(place.keys()) == 1
    assert old_keys & place.keys() == set()
    assert _has_completed_step_one(after)


def test_without_the_former_secret_the_place_is_lost(place: Place) -> None:
    """The test above would show nothing if a place could be found under any secret."""
    _complete_step_one(place.speaker(OLD))

    assert FIRST_WELCOME in place.speaker(NEW).launch()


def test_a_person_who_missed_a_rotation_is_found_under_the_secret_before_it(place: Place) -> None:
    _complete_step_one(place.speaker(OLDER))

    assert FIRST_WELCOME not in place.speaker(NEW, OLD, OLDER).launch()


def test_the_voices_of_a_household_move_one_by_one(place: Place) -> None:
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    _complete_step_one(before)
    before.person_id = after.person_id = ANA
    before.launch()
    before.send_intent("AMAZON.StopIntent")
    old_keys = place.keys()

    after.launch()

    assert len(old_keys & place.keys()) == 1
    after.person_id = None
    assert _has_completed_step_one(after)
    assert old_keys & place.keys() == set()


def test_an_open_session_goes_on(place: Place) -> None:
    """The deployment comes between a question and its answer."""
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    before.launch()
    question = before.response["shouldEndSession"]
    after.attributes, after.is_open = before.attributes, True

    speech = after.send_intent("AMAZON.YesIntent")

    assert question is False
    assert "Step 1" in speech
    assert "may not be kept" not in speech


@pytest.mark.parametrize("asks_before", [True, False], ids=["asked before the change", "asked after it"])
def test_forget_me_deletes_what_is_under_either_secret(place: Place, *, asks_before: bool) -> None:
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    _complete_step_one(before)
    asking = before if asks_before else after
    asking.send_intent("ForgetMeIntent")
    after.attributes, after.is_open = asking.attributes, True

    speech = after.send_intent("AMAZON.YesIntent")

    assert "It's all deleted." in speech
    assert place.keys() == set()


def test_disabling_the_skill_deletes_what_is_under_either_secret(place: Place) -> None:
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    _complete_step_one(before)
    before.person_id = after.person_id = ANA
    _complete_step_one(before)
    after.launch()
    assert len(place.keys()) == 2

    after.post(_event(after.user_id, "AlexaSkillEvent.SkillDisabled", {}))

    assert place.keys() == set()


def test_an_event_changes_data_that_has_not_moved(place: Place) -> None:
    """A permission is withdrawn in the app, while the person was last here under the former secret."""
    before, after = place.speaker(OLD), place.speaker(NEW, OLD)
    _complete_step_one(before)

    answered = after.post(_event(after.user_id, "AlexaSkillEvent.SkillPermissionChanged", {"acceptedPermissions": []}))

    assert answered.status_code == 200
    assert _has_completed_step_one(after)


def test_asking_for_help_now_moves_nothing(place: Place) -> None:
    """It leaves no trace: what is stored, and under which key, is as it was."""
    _complete_step_one(place.speaker(OLD))
    old_keys = place.keys()

    place.speaker(NEW, OLD).send_intent("SafetyIntent")

    assert place.keys() == old_keys
    assert _has_completed_step_one(place.speaker(NEW, OLD))


def test_while_machines_have_either_secret_no_turn_loses_the_place(place: Place) -> None:
    """In a rolling change a household's turns reach both. Each machine knows the other's secret as a former one."""
    machines = place.speaker(OLD, NEW), place.speaker(NEW, OLD)
    _complete_step_one(machines[0])

    found = [_has_completed_step_one(machines[turn % 2]) for turn in range(6)]

    assert found == [True] * 6
    assert len(place.keys()) == 1


def test_a_person_who_is_moved_by_two_speakers_at_once_has_the_later_place(place: Place) -> None:
    """The other speaker moves them and goes on while this one has read the former document."""
    old, new = "trust-steps:{old}:account", "trust-steps:{new}:account"
    place.store.swap(old, None, encode(Progress().begin(MORNING)))
    later = encode(Progress().begin(MORNING).record_visit(MORNING.date()))

    def move_elsewhere() -> None:
        read = MovingStore(place.store, {new: [old]}).read(new)
        place.store.swap(new, read.document, later)

    found = MovingStore(InterruptedStore(place.store, old, move_elsewhere), {new: [old]}).read(new)

    assert found.document == later
    assert place.store.read(old).document is None


class InterruptedStore(StoreDecorator):
    """Calls a function after the first read of a key."""

    def __init__(self, store: ProgressStore, key: str, after: Callable[[], None]) -> None:
        super().__init__(store)
        self._key, self._after = key, [after]

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        found = super().read(key, request, is_visit=is_visit)
        if key == self._key and self._after:
            self._after.pop()()
        return found

    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        return call()


def test_a_store_that_cannot_write_is_still_read(tmp_path: Path) -> None:
    clock = TickingClock()
    _complete_step_one(alexa(sqlite(tmp_path, clock), clock, secrets=Secrets(OLD)))

    speaker = alexa(ReadOnlyStore(tmp_path, clock), clock, secrets=Secrets(NEW, [OLD]))

    assert _has_completed_step_one(speaker)


class ReadOnlyStore(SqliteStore):
    def __init__(self, folder: Path, clock: TickingClock) -> None:
        super().__init__(folder / "progress.sqlite3", keep=timedelta(days=400), now=clock)

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        raise StoreError("read only")


def _event(user_id: str, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "1.0",
        "context": {"System": {"application": {"applicationId": SKILL_ID}, "user": {"userId": user_id}}},
        "request": {"type": kind, "requestId": "event", "body": body},
    }
