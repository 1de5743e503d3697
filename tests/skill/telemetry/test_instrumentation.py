import json
from datetime import timedelta
from pathlib import Path

import pytest
from ask_sdk_model.services import ApiClientRequest, ApiClientResponse

from skill.app import open_store
from skill.errors import ServiceError, StoreError, VerificationError
from skill.instrumentation import InstrumentedStore, instrumented_call, instrumented_fetch
from skill.settings import read
from skill.store.interface import StoredProgress, replace, write
from skill.store.sqlite import SqliteStore
from skill.telemetry.interface import CompositeTelemetry, NullTelemetry, TurnOutcome
from tests.skill.telemetry.recorder import Recorder
from tests.support.alexa_client import Alexa, Clock, alexa, sqlite

ROOT = Path(__file__).parents[3]
REMINDERS = "https://api.amazonalexa.com/v1/alerts/reminders"
TIME_ZONE = "https://api.amazonalexa.com/v2/devices/me/settings/System.timeZone"


@pytest.fixture
def timed() -> Recorder:
    return Recorder()


@pytest.fixture
def speaker(tmp_path: Path, timed: Recorder) -> Alexa:
    clock = Clock()
    return alexa(sqlite(tmp_path, clock), clock, telemetry=timed)


def test_a_listener_that_fails_fails_nobodys_turn(timed: Recorder) -> None:
    class Broken(NullTelemetry):
        def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
            raise TypeError

    CompositeTelemetry([Broken(), timed]).turn("AboutIntent", TurnOutcome.ENDED, None, 0.1)

    assert timed.turns == [("AboutIntent", TurnOutcome.ENDED, None)]


def test_a_turn_is_told_by_its_intent_how_it_ended_and_the_step(speaker: Alexa, timed: Recorder) -> None:
    speaker.launches()
    speaker.means("AMAZON.YesIntent")
    speaker.means("AMAZON.StopIntent")

    assert timed.turns == [
        ("LaunchRequest", TurnOutcome.ASKED, None),
        ("AMAZON.YesIntent", TurnOutcome.ASKED, 1),
        ("AMAZON.StopIntent", TurnOutcome.ENDED, 1),
    ]


def test_an_event_is_told_by_its_name(speaker: Alexa, timed: Recorder) -> None:
    event = json.loads((ROOT / "tests" / "requests" / "skill-disabled-event.json").read_text())

    speaker.post(event)

    assert timed.turns == [("AlexaSkillEvent.SkillDisabled", TurnOutcome.ACKNOWLEDGED, None)]


class Broken(SqliteStore):
    """Has a fault that nobody foresaw."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        raise ZeroDivisionError


@pytest.mark.parametrize("intent", ["AMAZON.NextIntent", "SafetyIntent"])
def test_a_turn_that_failed_is_told_but_for_those_who_ask_for_help(
    intent: str, timed: Recorder, tmp_path: Path
) -> None:
    store = Broken(tmp_path / "progress", keep=timedelta(days=400), now=Clock())
    speaker = alexa(store, Clock(), telemetry=timed)

    with pytest.raises(AssertionError):
        speaker.means(intent)  # it is answered with a 500

    assert timed.turns == ([("AMAZON.NextIntent", TurnOutcome.FAILED, None)] if intent != "SafetyIntent" else [])


@pytest.fixture
def watched(tmp_path: Path, timed: Recorder) -> Alexa:
    """A speaker whose store is watched, as in production."""
    clock = Clock()
    return alexa(InstrumentedStore(sqlite(tmp_path, clock), timed), clock, telemetry=timed)


def test_asking_for_help_now_counts_nothing(watched: Alexa, timed: Recorder) -> None:
    watched.means("SafetyIntent")
    watched.means("AMAZON.NoIntent")
    watched.means("AMAZON.NoIntent")

    assert (timed.turns, timed.calls) == ([], [])


def test_a_store_that_fails_whoever_asks_for_help_now_is_told(tmp_path: Path, timed: Recorder) -> None:
    clock = Clock()
    broken = Broken(tmp_path / "progress", keep=timedelta(days=400), now=clock)
    speaker = alexa(InstrumentedStore(broken, timed), clock, telemetry=timed)

    with pytest.raises(AssertionError):
        speaker.means("SafetyIntent")  # it is answered with a 500

    assert timed.calls == [("store", "read", False)]


def test_a_refusal_is_told_by_its_reason(speaker: Alexa, timed: Recorder) -> None:
    speaker.client.post("/alexa", data=b"{}")

    assert timed.reasons == ["missing-signature"]


@pytest.mark.parametrize(
    ("url", "status", "expected"),
    [
        (REMINDERS, 200, ("reminders", "ask", True)),
        (TIME_ZONE, 200, ("time-zone", "ask", True)),
        (REMINDERS, 403, ("reminders", "ask", True)),
        (REMINDERS, 503, ("reminders", "ask", False)),
    ],
    ids=["reminders", "time zone", "refused", "not well"],
)
def test_a_call_of_amazon_is_told(url: str, status: int, expected: tuple[str, str, bool], timed: Recorder) -> None:
    call = instrumented_call(lambda request, seconds: ApiClientResponse(status_code=status), timed)

    call(ApiClientRequest(url=url), 1.0)

    assert timed.calls == [expected]


def test_a_call_without_an_answer_is_told_as_one_that_failed(timed: Recorder) -> None:
    def hang_up(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        raise ServiceError("no answer in time")

    with pytest.raises(ServiceError):
        instrumented_call(hang_up, timed)(ApiClientRequest(url=TIME_ZONE), 1.0)

    assert timed.calls == [("time-zone", "ask", False)]


def test_the_download_of_a_certificate_is_told(timed: Recorder) -> None:
    def late(url: str) -> bytes:
        raise VerificationError("certificate-late")

    assert instrumented_fetch(lambda url: b"pem", timed)("url") == b"pem"
    with pytest.raises(VerificationError):
        instrumented_fetch(late, timed)("url")

    assert timed.calls == [("certificates", "fetch", True), ("certificates", "fetch", False)]


def test_every_call_of_the_store_is_told(tmp_path: Path, timed: Recorder) -> None:
    store = InstrumentedStore(sqlite(tmp_path, Clock()), timed)

    kept = store.read("home:me")
    written = write(store, "home:me", kept, kept.progress.go_to("boundaries", Clock()()))
    replace(store, "home:me", written.document or "", written.progress.go_to("support", Clock()()))
    store.delete("home:me")
    store.delete_household("home")
    store.check()

    actions = ["read", "write", "write", "forget", "forget-household", "check"]
    assert timed.calls == [("store", action, True) for action in actions]


def test_a_redis_that_is_not_there_opens_the_breaker_and_is_not_asked_again(timed: Recorder) -> None:
    store = open_store(read({"REDIS_URL": "redis://127.0.0.1:1/0"}), timed)

    for _ in range(3):
        with pytest.raises(StoreError):
            store.read("home:me")

    assert timed.breakers == [True]
    assert timed.calls.count(("store", "read", False)) == 1


def test_the_embedded_store_is_told_too(tmp_path: Path, timed: Recorder) -> None:
    store = open_store(read({"TRUST_STEPS_DATA": str(tmp_path)}), timed)

    store.check()

    assert timed.calls == [("store", "check", True)]
