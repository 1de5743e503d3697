import json
from datetime import timedelta
from pathlib import Path

import pytest
from ask_sdk_model.services import ApiClientRequest, ApiClientResponse

from skill.app import open_store
from skill.dialogue import safety
from skill.errors import ServiceError, StoreError, VerificationError
from skill.instrumentation import InstrumentedStore, instrumented_call, instrumented_fetch
from skill.settings import read
from skill.store.interface import StoredProgress, replace, write
from skill.store.sqlite import SqliteStore
from skill.telemetry.interface import CompositeTelemetry, NullTelemetry, TurnOutcome
from tests.skill.telemetry.recorder import Recorder
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite

ROOT = Path(__file__).parents[3]
REMINDERS = "https://api.amazonalexa.com/v1/alerts/reminders"
TIME_ZONE = "https://api.amazonalexa.com/v2/devices/me/settings/System.timeZone"


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def speaker(tmp_path: Path, recorder: Recorder) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(tmp_path, clock), clock, telemetry=recorder)


def test_a_failing_listener_does_not_fail_the_turn(recorder: Recorder) -> None:
    class Broken(NullTelemetry):
        def turn(self, intent: str, outcome: TurnOutcome, step: int | None, seconds: float) -> None:
            raise TypeError

    CompositeTelemetry([Broken(), recorder]).turn("AboutIntent", TurnOutcome.ENDED, None, 0.1)

    assert recorder.turns == [("AboutIntent", TurnOutcome.ENDED, None)]


def test_a_turn_is_reported_with_its_intent_outcome_and_step(speaker: Alexa, recorder: Recorder) -> None:
    speaker.launch()
    speaker.send_intent("AMAZON.YesIntent")
    speaker.send_intent("AMAZON.StopIntent")

    assert recorder.turns == [
        ("LaunchRequest", TurnOutcome.ASKED, None),
        ("AMAZON.YesIntent", TurnOutcome.ASKED, 1),
        ("AMAZON.StopIntent", TurnOutcome.ENDED, 1),
    ]


def test_a_turn_reports_whether_a_voice_was_recognized(speaker: Alexa, recorder: Recorder) -> None:
    """An operator sees by it that Alexa sends no voices, and that partners therefore share a place."""
    speaker.send_intent("AboutIntent")
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.send_intent("AboutIntent")

    assert recorder.voices == [False, True]


def test_an_event_is_reported_by_its_name(speaker: Alexa, recorder: Recorder) -> None:
    event = json.loads((ROOT / "tests" / "requests" / "skill-disabled-event.json").read_text())

    speaker.post(event)

    assert recorder.turns == [("AlexaSkillEvent.SkillDisabled", TurnOutcome.ACKNOWLEDGED, None)]


class Broken(SqliteStore):
    """A store with a bug."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        raise ZeroDivisionError


@pytest.mark.parametrize("intent", ["AMAZON.NextIntent", *safety.INTENTS.values()])
def test_a_failed_turn_is_reported_unless_the_person_asks_for_help(
    intent: str, recorder: Recorder, tmp_path: Path
) -> None:
    store = Broken(tmp_path / "progress", keep=timedelta(days=400), now=TickingClock())
    speaker = alexa(store, TickingClock(), telemetry=recorder)

    with pytest.raises(AssertionError):
        speaker.send_intent(intent)  # the response is a 500

    assert recorder.turns == (
        [("AMAZON.NextIntent", TurnOutcome.FAILED, None)] if intent == "AMAZON.NextIntent" else []
    )


@pytest.fixture
def instrumented(tmp_path: Path, recorder: Recorder) -> Alexa:
    """A speaker with an instrumented store, as in production."""
    clock = TickingClock()
    return alexa(InstrumentedStore(sqlite(tmp_path, clock), recorder), clock, telemetry=recorder)


@pytest.mark.parametrize("intent", safety.INTENTS.values())
def test_asking_for_help_is_not_counted(intent: str, instrumented: Alexa, recorder: Recorder) -> None:
    instrumented.send_intent(intent)
    instrumented.send_intent("AMAZON.YesIntent")
    instrumented.send_intent("AMAZON.NoIntent")

    assert (recorder.turns, recorder.voices, recorder.calls) == ([], [], [])


def test_a_store_that_fails_a_person_asking_for_help_is_reported(tmp_path: Path, recorder: Recorder) -> None:
    clock = TickingClock()
    broken = Broken(tmp_path / "progress", keep=timedelta(days=400), now=clock)
    speaker = alexa(InstrumentedStore(broken, recorder), clock, telemetry=recorder)

    with pytest.raises(AssertionError):
        speaker.send_intent("SafetyIntent")  # the response is a 500

    assert recorder.calls == [("store", "read", False)]


def test_a_refusal_is_reported_with_its_reason(speaker: Alexa, recorder: Recorder) -> None:
    speaker.client.post("/alexa", data=b"{}")

    assert recorder.reasons == ["missing-signature"]


@pytest.mark.parametrize(
    ("url", "status", "expected"),
    [
        (REMINDERS, 200, ("reminders", "ask", True)),
        (TIME_ZONE, 200, ("time-zone", "ask", True)),
        (REMINDERS, 403, ("reminders", "ask", True)),
        (REMINDERS, 503, ("reminders", "ask", False)),
    ],
    ids=["reminders", "time zone", "refused", "server error"],
)
def test_a_call_of_an_amazon_service_is_reported(
    url: str, status: int, expected: tuple[str, str, bool], recorder: Recorder
) -> None:
    call = instrumented_call(lambda request, seconds: ApiClientResponse(status_code=status), recorder)

    call(ApiClientRequest(url=url), 1.0)

    assert recorder.calls == [expected]


def test_a_call_without_a_response_is_reported_as_failed(recorder: Recorder) -> None:
    def hang_up(request: ApiClientRequest, seconds: float) -> ApiClientResponse:
        raise ServiceError("no answer in time")

    with pytest.raises(ServiceError):
        instrumented_call(hang_up, recorder)(ApiClientRequest(url=TIME_ZONE), 1.0)

    assert recorder.calls == [("time-zone", "ask", False)]


def test_the_download_of_a_certificate_is_reported(recorder: Recorder) -> None:
    def late(url: str) -> bytes:
        raise VerificationError("certificate-late")

    assert instrumented_fetch(lambda url: b"pem", recorder)("url") == b"pem"
    with pytest.raises(VerificationError):
        instrumented_fetch(late, recorder)("url")

    assert recorder.calls == [("certificates", "fetch", True), ("certificates", "fetch", False)]


def test_every_call_of_the_store_is_reported(tmp_path: Path, recorder: Recorder) -> None:
    store = InstrumentedStore(sqlite(tmp_path, TickingClock()), recorder)

    seen = store.read("home:me")
    written = write(store, "home:me", seen, seen.progress.go_to("boundaries", TickingClock()()))
    replace(store, "home:me", written.document or "", written.progress.go_to("support", TickingClock()()))
    store.delete("home:me")
    store.delete_household("home")
    store.check()

    actions = ["read", "write", "write", "forget", "forget-household", "check"]
    assert recorder.calls == [("store", action, True) for action in actions]


def test_an_unreachable_redis_opens_the_breaker_and_is_not_called_again(recorder: Recorder) -> None:
    store = open_store(read({"REDIS_URL": "redis://127.0.0.1:1/0"}), recorder)

    for _ in range(3):
        with pytest.raises(StoreError):
            store.read("home:me")

    assert recorder.breakers == [True]
    assert recorder.calls.count(("store", "read", False)) == 1


def test_calls_of_the_sqlite_store_are_reported(tmp_path: Path, recorder: Recorder) -> None:
    store = open_store(read({"TRUST_STEPS_DATA": str(tmp_path)}), recorder)

    store.check()

    assert recorder.calls == [("store", "check", True)]
