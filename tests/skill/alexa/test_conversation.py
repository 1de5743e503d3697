import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from skill.errors import StoreError
from skill.store.document import decode
from skill.store.interface import EMPTY, CachedReply, StoredProgress, SwapResult
from skill.store.sqlite import SqliteStore
from tests.support.alexa_client import Alexa, Clock, alexa, sqlite


@dataclass
class Unreliable:
    """A store that can be away."""

    is_unavailable: bool = False
    kept: dict[str, StoredProgress] = field(default_factory=dict)
    answers: dict[tuple[str, str], CachedReply] = field(default_factory=dict)
    reads: int = 0
    writes: int = 0

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        self.reads += 1
        self.check()
        return self.kept.get(key, EMPTY)._replace(answer=self.answers.get((key, request)))

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        self.check()
        current = self.kept.get(key, EMPTY).document
        if current != old:
            return SwapResult(swapped=False, current=current)
        self.writes += 1
        if reply:
            self.answers[key, reply.request] = reply
        self.kept[key] = StoredProgress(decode(new), new)
        return SwapResult(swapped=True)

    def delete(self, key: str) -> None:
        self.check()
        self.kept.pop(key, None)

    def delete_household(self, household: str) -> None:
        self.check()
        self.kept = {key: kept for key, kept in self.kept.items() if not key.startswith(f"{household}:")}

    def check(self) -> None:
        if self.is_unavailable:
            raise StoreError("away")


Happening = Callable[[], object]


class Meanwhile(SqliteStore):
    """A store on which something else happens between a turn's read and its write."""

    after_the_next_read: Happening | None = None

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        kept = super().read(key, request)
        happens, self.after_the_next_read = self.after_the_next_read, None
        if happens:
            happens()
        return kept


@pytest.fixture
def store() -> Unreliable:
    return Unreliable()


@pytest.fixture
def speaker(store: Unreliable) -> Alexa:
    return alexa(store, Clock())


def test_a_place_is_kept_when_the_service_starts_anew(tmp_path: Path) -> None:
    clock = Clock()
    before = alexa(sqlite(tmp_path, clock), clock)
    before.launches()
    before.means("GoToStepIntent", number="4")

    after = alexa(sqlite(tmp_path, clock), clock)

    assert "step 4 of 5" in after.means("ProgressIntent")


def test_a_recognised_person_has_a_place_of_their_own(speaker: Alexa) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.means("GoToStepIntent", number="4")
    speaker.person_id = "amzn1.ask.person.BEN"

    assert "haven't begun" in speaker.means("ProgressIntent")


def test_an_unrecognised_voice_has_the_place_of_the_account(speaker: Alexa) -> None:
    speaker.means("GoToStepIntent", number="4")
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.means("GoToStepIntent", number="2")
    speaker.person_id = None

    assert "step 4 of 5" in speaker.means("ProgressIntent")


def test_no_raw_id_reaches_the_store(speaker: Alexa, store: Unreliable) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"

    speaker.launches()

    assert len(store.kept) == 1
    assert all("amzn1" not in key and "ANA" not in key for key in store.kept)


@pytest.mark.parametrize("intent", ["ProgressIntent", "AMAZON.HelpIntent", "SafetyIntent", "AboutIntent"])
def test_a_turn_that_moves_nothing_changes_nothing(intent: str, speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    (before,) = store.kept.values()

    speaker.means(intent)

    assert [before] == list(store.kept.values())


def test_whoever_asks_for_help_now_leaves_no_trace(speaker: Alexa, store: Unreliable) -> None:
    speaker.means("SafetyIntent")
    speaker.means("AMAZON.YesIntent")
    speaker.means("AMAZON.NoIntent")
    speaker.means("AMAZON.YesIntent")

    assert "card" in speaker.answer
    assert store.kept == {}


def test_whoever_goes_on_after_asking_for_help_now_moves_once_and_is_kept_like_anybody(
    speaker: Alexa, store: Unreliable
) -> None:
    speaker.means("SafetyIntent")
    said = speaker.means("GoToStepIntent", number="2")

    again = speaker.sends_again()

    (kept,) = store.kept.values()
    assert again == said
    assert kept.progress.since is not None
    assert kept.progress.history.days_come == 1


def test_a_store_that_is_away_is_still_admitted_after_somebody_asked_for_help_now(
    speaker: Alexa, store: Unreliable
) -> None:
    store.is_unavailable = True
    speaker.means("SafetyIntent")

    assert "may not be kept" in speaker.means("CompleteStepIntent", number="1", step="root-cause")


def test_a_yes_that_is_not_recognised_forgets_whoever_was_asked(speaker: Alexa, store: Unreliable) -> None:
    speaker.means("GoToStepIntent", number="4")
    speaker.is_open, speaker.attributes = False, {}
    (account,) = store.kept
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.means("GoToStepIntent", number="2")
    speaker.means("ForgetMeIntent")
    speaker.person_id = None

    said = speaker.means("AMAZON.YesIntent")

    assert "all deleted" in said
    assert [*store.kept] == [account]


def test_nothing_is_said_before_what_those_in_danger_hear(speaker: Alexa, store: Unreliable) -> None:
    store.is_unavailable = True

    said = [speaker.means(name) for name in ("SafetyIntent", "AMAZON.NoIntent", "AMAZON.NoIntent")]

    assert [words for words in said if "may not be kept" in words] == []


@pytest.mark.parametrize(
    ("intent", "slots"),
    [
        ("AMAZON.NextIntent", {}),
        ("AMAZON.PreviousIntent", {}),
        ("TellMeMoreIntent", {}),
        ("CompleteStepIntent", {}),
        ("AnotherReflectionIntent", {}),
        ("DailyReflectionIntent", {}),
        ("CheckInIntent", {"rating": "6"}),
        ("ProgressIntent", {}),
        ("AMAZON.HelpIntent", {}),
        ("AMAZON.YesIntent", {}),
    ],
)
def test_a_request_that_alexa_sends_again_is_answered_the_same_and_moves_once(
    intent: str, slots: dict[str, str], speaker: Alexa, store: Unreliable
) -> None:
    speaker.launches()
    speaker.means("GoToStepIntent", number="2")
    first = speaker.means(intent, **slots)
    (kept,) = store.kept.values()
    after = speaker.attributes

    again = speaker.sends_again()

    assert again == first
    assert [kept.progress] == [now.progress for now in store.kept.values()]
    assert speaker.attributes == after


def test_requests_that_come_again_late_are_answered_the_same_and_move_no_more(
    speaker: Alexa, store: Unreliable
) -> None:
    speaker.launches()
    intents = ("GoToStepIntent", "CompleteStepIntent", "CompleteStepIntent", "AMAZON.NextIntent", "ProgressIntent")
    sent = []
    for intent in intents:
        said = speaker.means(intent, **({"number": "2"} if intent == "GoToStepIntent" else {}))
        sent.append((speaker.sent, said))
    (kept,) = store.kept.values()

    again = [speaker.post(envelope).get_json()["response"]["outputSpeech"]["ssml"] for envelope, _ in reversed(sent)]

    assert again == [f"<speak>{said}</speak>" for _, said in reversed(sent)]
    assert [kept] == list(store.kept.values())


def test_whoever_is_forgotten_on_another_device_is_told_and_stays_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    store = Meanwhile(tmp_path / "progress.sqlite3", keep=timedelta(days=400), now=clock)
    kitchen, bedroom = alexa(store, clock), alexa(sqlite(tmp_path, clock), clock)
    kitchen.launches()
    kitchen.means("GoToStepIntent", number="4")
    bedroom.means("GoToStepIntent", number="2")
    bedroom.means("ForgetMeIntent")
    store.after_the_next_read = lambda: bedroom.means("AMAZON.YesIntent")

    said = kitchen.means("AMAZON.NextIntent")

    assert "place may not be kept" in said
    assert "haven't begun" in kitchen.means("ProgressIntent")


def test_what_could_not_be_saved_does_not_come_back_to_who_was_forgotten_and_began_anew(
    speaker: Alexa, store: Unreliable
) -> None:
    speaker.launches()
    store.is_unavailable = True
    speaker.means("GoToStepIntent", number="4")
    store.is_unavailable = False
    bedroom = Alexa(speaker.client, speaker.clock)
    bedroom.means("ForgetMeIntent")
    bedroom.means("AMAZON.YesIntent")
    bedroom.launches()
    bedroom.means("GoToStepIntent", number="1")

    assert "step 1 of 5" in speaker.means("ProgressIntent")


def test_a_move_that_the_store_lost_again_after_it_was_kept_is_told_again(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    before = dict(store.kept)
    speaker.means("GoToStepIntent", number="3")
    store.kept = before

    assert "step 3 of 5" in speaker.means("ProgressIntent")


def test_a_store_that_lost_everything_is_told_again_what_a_session_could_not_save(
    speaker: Alexa, store: Unreliable
) -> None:
    speaker.launches()
    speaker.means("GoToStepIntent", number="3")
    store.is_unavailable = True
    speaker.means("AMAZON.NextIntent")
    store.is_unavailable = False
    store.kept.clear()

    speaker.means("AMAZON.HelpIntent")

    assert "step 4 of 5" in speaker.means("ProgressIntent")


def test_a_day_counts_once_however_often_a_person_comes(speaker: Alexa) -> None:
    speaker.launches()
    speaker.means("AMAZON.StopIntent")
    speaker.launches()
    speaker.clock.now += timedelta(days=2)
    speaker.is_open = False

    assert "come back on 2 days" in speaker.means("ProgressIntent")


def test_a_turn_that_moves_costs_one_read_and_one_write(speaker: Alexa, store: Unreliable) -> None:
    speaker.means("GoToStepIntent", number="2")

    assert (store.reads, store.writes) == (1, 1)


def test_a_move_within_a_conversation_costs_one_write_and_no_read(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()

    said = speaker.means("AMAZON.NextIntent")

    assert "Step 1" in said
    assert (store.reads, store.writes) == (1, 2)


def test_a_move_is_answered_from_where_another_device_has_moved_meanwhile(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    speaker.means("GoToStepIntent", number="1")
    alexa(store, speaker.clock).means("GoToStepIntent", number="3")

    said = speaker.means("AMAZON.NextIntent")

    assert "Step 4" in said


def test_a_move_that_is_sent_again_within_a_conversation_is_answered_the_same(
    speaker: Alexa, store: Unreliable
) -> None:
    speaker.launches()
    said = speaker.means("AMAZON.NextIntent")

    again = speaker.sends_again()

    assert again == said
    assert store.writes == 2


def test_whoever_was_forgotten_elsewhere_is_met_as_new_within_a_conversation(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    speaker.means("GoToStepIntent", number="3")
    for key in [*store.kept]:
        store.delete(key)

    assert "Step 1" in speaker.means("AMAZON.NextIntent")


def test_a_store_that_is_away_is_admitted_once_and_the_talk_goes_on(speaker: Alexa, store: Unreliable) -> None:
    store.is_unavailable = True

    said = [speaker.launches(), speaker.means("AMAZON.YesIntent"), speaker.means("AMAZON.NextIntent")]

    assert ["place may not be kept" in words for words in said] == [True, False, False]
    assert "Step 1" in said[1]
    assert "Step 2" in said[2]


def test_a_move_made_while_the_store_was_away_is_kept_when_it_is_back(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    speaker.means("AMAZON.YesIntent")
    store.is_unavailable = True
    speaker.means("CompleteStepIntent")
    speaker.means("AMAZON.YesIntent")
    store.is_unavailable = False

    said = speaker.means("ProgressIntent")

    assert "step 2 of 5" in said
    (kept,) = store.kept.values()
    assert set(kept.progress.done) == {"root-cause"}
    assert all(known["saved"] for known in speaker.attributes["known"].values())


def test_what_was_deleted_elsewhere_does_not_come_back_with_an_open_session(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    speaker.means("GoToStepIntent", number="4")
    store.kept.clear()

    assert "haven't begun" in speaker.means("ProgressIntent")


def test_what_one_person_could_not_save_never_becomes_the_others(speaker: Alexa, store: Unreliable) -> None:
    store.is_unavailable = True
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.means("AMAZON.HelpIntent")
    speaker.means("GoToStepIntent", number="4")
    store.is_unavailable = False
    speaker.person_id = "amzn1.ask.person.BEN"
    speaker.means("AMAZON.HelpIntent")

    bens = speaker.means("ProgressIntent")
    speaker.person_id = "amzn1.ask.person.ANA"
    anas = speaker.means("ProgressIntent")

    assert "haven't begun" in bens
    assert "step 4 of 5" in anas


@pytest.mark.parametrize(
    "attributes",
    [
        {"turns": "many", "last": "hello", "known": []},
        {"turns": -1, "last": {"speech": 5}, "known": {"somebody": {"progress": {"v": 99}, "saved": True}, "other": 5}},
        {"last": {"speech": "Hello.", "question": "no such question", "reprompt": None}},
        {"last": {"speech": "Hello?", "question": "more", "reprompt": None}, "more": [1, {"deep": None}]},
        {"last": {"speech": "Hello?", "question": ["more"], "reprompt": "Yes?"}},
    ],
)
def test_session_attributes_of_another_release_never_fail_a_turn(attributes: dict[str, object], speaker: Alexa) -> None:
    speaker.is_open = True
    speaker.attributes = attributes

    assert speaker.means("AMAZON.YesIntent")


def test_nothing_is_remembered_of_a_closed_session(speaker: Alexa) -> None:
    speaker.launches()

    speaker.means("AMAZON.StopIntent")

    assert speaker.attributes == {}


def test_what_could_not_be_deleted_is_not_said_to_be(speaker: Alexa, store: Unreliable) -> None:
    speaker.launches()
    speaker.means("ForgetMeIntent")
    store.is_unavailable = True

    assert "couldn't delete" in speaker.means("AMAZON.YesIntent")


def test_an_event_is_not_acknowledged_while_the_store_is_away_so_that_it_comes_again(
    speaker: Alexa, store: Unreliable
) -> None:
    store.is_unavailable = True
    envelope = json.loads((Path(__file__).parents[2] / "requests" / "skill-disabled-event.json").read_text())

    response = speaker.post(envelope)

    assert (response.status_code, response.data) == (503, b"")
