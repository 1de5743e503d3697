import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from skill.dialogue import safety
from skill.errors import StoreError
from skill.store.document import decode
from skill.store.interface import EMPTY, CachedReply, StoredProgress, SwapResult
from skill.store.sqlite import SqliteStore
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.progress_states import place_at


@dataclass
class UnreliableStore:
    """An in-memory store that can be unavailable, and counts its calls."""

    is_unavailable: bool = False
    stored: dict[str, StoredProgress] = field(default_factory=dict)
    replies: dict[tuple[str, str], CachedReply] = field(default_factory=dict)
    reads: int = 0
    writes: int = 0

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        self.reads += 1
        self.check()
        return self.stored.get(key, EMPTY)._replace(answer=self.replies.get((key, request)))

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        self.check()
        current = self.stored.get(key, EMPTY).document
        if current != old:
            return SwapResult(swapped=False, current=current)
        self.writes += 1
        if reply:
            self.replies[key, reply.request] = reply
        self.stored[key] = StoredProgress(decode(new), new)
        return SwapResult(swapped=True)

    def delete(self, key: str) -> None:
        self.check()
        self.stored.pop(key, None)

    def delete_household(self, household: str) -> None:
        self.check()
        self.stored = {key: stored for key, stored in self.stored.items() if not key.startswith(f"{household}:")}

    def check(self) -> None:
        if self.is_unavailable:
            raise StoreError("unavailable")


class InterruptedStore(SqliteStore):
    """A store that calls a function between a turn's read and its write."""

    after_next_read: Callable[[], object] | None = None

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        stored = super().read(key, request)
        callback, self.after_next_read = self.after_next_read, None
        if callback:
            callback()
        return stored


@pytest.fixture
def store() -> UnreliableStore:
    return UnreliableStore()


@pytest.fixture
def speaker(store: UnreliableStore) -> Alexa:
    return alexa(store, TickingClock())


def test_a_place_survives_a_restart_of_the_service(tmp_path: Path) -> None:
    clock = TickingClock()
    before = alexa(sqlite(tmp_path, clock), clock)
    before.launch()
    before.send_intent("GoToStepIntent", step="forgiveness")

    after = alexa(sqlite(tmp_path, clock), clock)

    assert place_at("forgiveness") in after.send_intent("ProgressIntent")


def test_each_recognised_person_has_their_own_place(speaker: Alexa) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    speaker.person_id = "amzn1.ask.person.BEN"

    assert "haven't begun" in speaker.send_intent("ProgressIntent")


def test_an_unrecognised_voice_uses_the_place_of_the_account(speaker: Alexa) -> None:
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.send_intent("GoToStepIntent", step="communicate")
    speaker.person_id = None

    assert place_at("forgiveness") in speaker.send_intent("ProgressIntent")


def test_no_raw_id_reaches_the_store(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"

    speaker.launch()

    assert len(store.stored) == 1
    assert all("amzn1" not in key and "ANA" not in key for key in store.stored)


@pytest.mark.parametrize(
    "intent", ["ProgressIntent", "AMAZON.HelpIntent", *safety.INTENTS.values(), "AboutIntent", "PrivacyIntent"]
)
def test_a_turn_that_moves_nothing_leaves_the_stored_progress_unchanged(
    intent: str, speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    (before,) = store.stored.values()

    speaker.send_intent(intent)

    assert [before] == list(store.stored.values())


@pytest.mark.parametrize("intent", safety.INTENTS.values())
def test_asking_for_help_now_leaves_no_trace(intent: str, speaker: Alexa, store: UnreliableStore) -> None:
    speaker.send_intent(intent)
    speaker.send_intent("AMAZON.RepeatIntent")
    speaker.send_intent("AMAZON.YesIntent")
    speaker.send_intent("AMAZON.YesIntent")

    assert "card" in speaker.response
    assert store.stored == {}


@pytest.mark.parametrize("name", ["GoToStepIntent", "AMAZON.FallbackIntent", "AMAZON.StopIntent"])
def test_the_turn_after_asking_for_help_now_ends_the_session_without_a_trace(
    name: str, speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.send_intent("SafetyIntent")

    assert "Okay. Goodbye." in speaker.send_intent(name)
    assert not speaker.is_open
    assert store.stored == {}


def test_staying_with_a_person_in_despair_leaves_no_trace(speaker: Alexa, store: UnreliableStore) -> None:
    """Anyone who can read the store could see it later."""
    speaker.send_intent("SafetyDespairIntent")

    speeches = [speaker.send_intent(name) for name in ("AMAZON.FallbackIntent", "HurtIntent", "AMAZON.RepeatIntent")]

    assert ["To hear that again, say: repeat." in speech for speech in speeches] == [True, True, False]
    assert "988" in speeches[2]
    assert speaker.is_open
    assert store.stored == {}


def test_forget_me_after_help_lines_deletes_once_the_person_says_yes(speaker: Alexa, store: UnreliableStore) -> None:
    """The most frightened person says it there, and believes that it is done."""
    speaker.launch()
    speaker.send_intent("SafetyIntent")

    asked = speaker.send_intent("ForgetMeIntent")
    before = dict(store.stored)
    speaker.send_intent("AMAZON.YesIntent")

    assert "delete" in asked
    assert before
    assert store.stored == {}


def test_after_words_that_were_not_understood_repeat_gives_the_step_again(speaker: Alexa) -> None:
    speaker.launch()
    step = speaker.send_intent("GoToStepIntent", step="communicate")
    speaker.send_intent("AMAZON.FallbackIntent")
    speaker.send_intent("AMAZON.FallbackIntent")

    assert speaker.send_intent("AMAZON.RepeatIntent") == step


def test_a_yes_from_an_unrecognised_voice_deletes_the_data_of_the_person_who_was_asked(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    speaker.is_open, speaker.attributes = False, {}
    (account,) = store.stored
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.send_intent("GoToStepIntent", step="communicate")
    speaker.send_intent("ForgetMeIntent")
    speaker.person_id = None

    speech = speaker.send_intent("AMAZON.YesIntent")

    assert "all deleted" in speech
    assert [*store.stored] == [account]


def test_an_unavailable_store_is_not_mentioned_to_people_who_ask_for_help_now(
    speaker: Alexa, store: UnreliableStore
) -> None:
    store.is_unavailable = True

    speeches = [speaker.send_intent(name) for name in ("SafetyIntent", "AMAZON.YesIntent", "AMAZON.NoIntent")]

    assert [speech for speech in speeches if "may not be kept" in speech] == []


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
def test_a_request_that_alexa_sends_again_gets_the_same_answer_and_moves_once(
    intent: str, slots: dict[str, str], speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="communicate")
    first = speaker.send_intent(intent, **slots)
    (stored,) = store.stored.values()
    after = speaker.attributes

    again = speaker.resend()

    assert again == first
    assert [stored.progress] == [now.progress for now in store.stored.values()]
    assert speaker.attributes == after


def test_requests_that_are_sent_again_late_get_the_same_answers_and_move_nothing(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    intents = ("GoToStepIntent", "CompleteStepIntent", "CompleteStepIntent", "AMAZON.NextIntent", "ProgressIntent")
    sent = []
    for intent in intents:
        speech = speaker.send_intent(intent, **({"number": "2"} if intent == "GoToStepIntent" else {}))
        sent.append((speaker.sent, speech))
    (stored,) = store.stored.values()

    again = [speaker.post(envelope).get_json()["response"]["outputSpeech"]["ssml"] for envelope, _ in reversed(sent)]

    assert again == [f"<speak>{speech}</speak>" for _, speech in reversed(sent)]
    assert [stored] == list(store.stored.values())


def test_data_deleted_on_another_device_during_a_turn_stays_deleted_and_the_reply_says_so(tmp_path: Path) -> None:
    clock = TickingClock()
    store = InterruptedStore(tmp_path / "progress.sqlite3", keep=timedelta(days=400), now=clock)
    kitchen, bedroom = alexa(store, clock), alexa(sqlite(tmp_path, clock), clock)
    kitchen.launch()
    kitchen.send_intent("GoToStepIntent", step="forgiveness")
    bedroom.send_intent("GoToStepIntent", step="communicate")
    bedroom.send_intent("ForgetMeIntent")
    store.after_next_read = lambda: bedroom.send_intent("AMAZON.YesIntent")

    speech = kitchen.send_intent("AMAZON.NextIntent")

    assert "place may not be kept" in speech
    assert "haven't begun" in kitchen.send_intent("ProgressIntent")


def test_unsaved_progress_does_not_come_back_after_a_deletion_and_a_new_start(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    store.is_unavailable = True
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    store.is_unavailable = False
    bedroom = Alexa(speaker.client, speaker.clock)
    bedroom.send_intent("ForgetMeIntent")
    bedroom.send_intent("AMAZON.YesIntent")
    bedroom.launch()
    bedroom.send_intent("GoToStepIntent", step="root-cause")

    assert place_at("root-cause") in speaker.send_intent("ProgressIntent")


def test_a_move_that_the_store_lost_after_saving_it_is_restored_from_the_session(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    before = dict(store.stored)
    speaker.send_intent("GoToStepIntent", step="boundaries")
    store.stored = before

    assert place_at("boundaries") in speaker.send_intent("ProgressIntent")


def test_a_store_that_lost_everything_gets_the_progress_that_the_session_could_not_save(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="boundaries")
    store.is_unavailable = True
    speaker.send_intent("AMAZON.NextIntent")
    store.is_unavailable = False
    store.stored.clear()

    speaker.send_intent("AMAZON.HelpIntent")

    assert place_at("forgiveness") in speaker.send_intent("ProgressIntent")


def test_several_visits_on_one_day_count_as_one_day(speaker: Alexa) -> None:
    speaker.launch()
    speaker.send_intent("AMAZON.StopIntent")
    speaker.launch()
    speaker.clock.now += timedelta(days=2)
    speaker.is_open = False

    assert "come back on 2 days" in speaker.send_intent("ProgressIntent")


def test_a_turn_that_moves_costs_one_read_and_one_write(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.send_intent("GoToStepIntent", step="communicate")

    assert (store.reads, store.writes) == (1, 1)


def test_a_move_within_a_conversation_costs_one_write_and_no_read(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.launch()

    speech = speaker.send_intent("AMAZON.NextIntent")

    assert "Step 1" in speech
    assert (store.reads, store.writes) == (1, 2)


def test_a_move_starts_from_the_place_that_another_device_moved_to(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="root-cause")
    alexa(store, speaker.clock).send_intent("GoToStepIntent", step="boundaries")

    speech = speaker.send_intent("AMAZON.NextIntent")

    assert "Step 4" in speech


def test_a_move_that_is_sent_again_within_a_conversation_gets_the_same_answer(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    speech = speaker.send_intent("AMAZON.NextIntent")

    again = speaker.resend()

    assert again == speech
    assert store.writes == 2


def test_after_a_deletion_elsewhere_the_conversation_continues_with_a_new_person(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="boundaries")
    for key in [*store.stored]:
        store.delete(key)

    assert "Step 1" in speaker.send_intent("AMAZON.NextIntent")


def test_who_can_hear_this_is_answered_while_the_store_is_unavailable(speaker: Alexa, store: UnreliableStore) -> None:
    store.is_unavailable = True

    assert "owns this Amazon account can hear and read it" in speaker.send_intent("PrivacyIntent")


def test_an_unavailable_store_is_mentioned_once_and_the_conversation_continues(
    speaker: Alexa, store: UnreliableStore
) -> None:
    store.is_unavailable = True

    speeches = [speaker.launch(), speaker.send_intent("AMAZON.YesIntent"), speaker.send_intent("AMAZON.NextIntent")]

    assert ["place may not be kept" in speech for speech in speeches] == [True, False, False]
    assert "Step 1" in speeches[1]
    assert "Step 2" in speeches[2]


def test_a_move_made_while_the_store_was_unavailable_is_saved_when_it_is_back(
    speaker: Alexa, store: UnreliableStore
) -> None:
    speaker.launch()
    speaker.send_intent("AMAZON.YesIntent")
    store.is_unavailable = True
    speaker.send_intent("CompleteStepIntent")
    speaker.send_intent("AMAZON.YesIntent")
    store.is_unavailable = False

    speech = speaker.send_intent("ProgressIntent")

    assert place_at("communicate") in speech
    (stored,) = store.stored.values()
    assert set(stored.progress.done) == {"root-cause"}
    assert all(known["saved"] for known in speaker.attributes["known"].values())


def test_what_brought_a_person_is_kept_for_the_session_while_the_store_is_unavailable(
    speaker: Alexa, store: UnreliableStore
) -> None:
    store.is_unavailable = True
    speaker.launch()
    speaker.send_intent("CheatedOnIntent")

    speech = speaker.send_intent("StartGuideIntent")

    assert "When there's been a lie" in speech
    store.is_unavailable = False
    assert "You came because something happened." in speaker.send_intent("WhatYouKnowIntent")


def test_what_brought_one_person_does_not_change_the_words_for_another(speaker: Alexa) -> None:
    """On a shared speaker the betrayer would hear that the other came because something happened."""
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.launch()
    speaker.send_intent("CheatedOnIntent")
    speaker.person_id = "amzn1.ask.person.BEN"
    speaker.launch()
    speaker.send_intent("JustLookingIntent")

    bens = [speaker.send_intent(name) for name in ("StartGuideIntent", "WhatYouKnowIntent")]
    speaker.person_id = "amzn1.ask.person.ANA"
    anas = speaker.send_intent("WhatYouKnowIntent")

    assert ["When there's been a lie" in bens[0], "something happened" in bens[1]] == [False, False]
    assert "You came to look around." in bens[1]
    assert "You came because something happened." in anas


def test_data_deleted_elsewhere_does_not_come_back_with_an_open_session(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.launch()
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    store.stored.clear()

    assert "haven't begun" in speaker.send_intent("ProgressIntent")


def test_unsaved_progress_of_one_person_never_becomes_another_persons(speaker: Alexa, store: UnreliableStore) -> None:
    store.is_unavailable = True
    speaker.person_id = "amzn1.ask.person.ANA"
    speaker.send_intent("AMAZON.HelpIntent")
    speaker.send_intent("GoToStepIntent", step="forgiveness")
    store.is_unavailable = False
    speaker.person_id = "amzn1.ask.person.BEN"
    speaker.send_intent("AMAZON.HelpIntent")

    bens = speaker.send_intent("ProgressIntent")
    speaker.person_id = "amzn1.ask.person.ANA"
    anas = speaker.send_intent("ProgressIntent")

    assert "haven't begun" in bens
    assert place_at("forgiveness") in anas


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

    assert speaker.send_intent("AMAZON.YesIntent")


def test_nothing_is_remembered_of_a_closed_session(speaker: Alexa) -> None:
    speaker.launch()

    speaker.send_intent("AMAZON.StopIntent")

    assert speaker.attributes == {}


def test_a_failed_deletion_is_not_reported_as_done(speaker: Alexa, store: UnreliableStore) -> None:
    speaker.launch()
    speaker.send_intent("ForgetMeIntent")
    store.is_unavailable = True

    assert "couldn't delete" in speaker.send_intent("AMAZON.YesIntent")


def test_an_event_is_not_acknowledged_while_the_store_is_unavailable(speaker: Alexa, store: UnreliableStore) -> None:
    store.is_unavailable = True
    envelope = json.loads((Path(__file__).parents[2] / "requests" / "skill-disabled-event.json").read_text())

    response = speaker.post(envelope)

    assert (response.status_code, response.data) == (503, b"")
