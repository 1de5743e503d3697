"""Two people taking turns, over signed requests: the session alone keeps whose turn it is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from skill.alexa.progress_session import cached_reply, replay
from skill.alexa.session import SessionState
from skill.alexa.warm_up import NullStore
from skill.content import library
from skill.dialogue.reply import CoupleTurn, Reply
from skill.errors import StoreError
from skill.progress import Progress
from skill.store.interface import CachedReply, Result, StoreDecorator
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite

GUIDE = library.load().guide("en-US")


class UnavailableStore(StoreDecorator):
    def _call(self, action: str, call: Callable[[], Result], *, is_visit: bool = True) -> Result:
        raise StoreError("unavailable")


@pytest.fixture
def speaker(tmp_path: Path) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(tmp_path, clock), clock)


def take_turns(speaker: Alexa, *voices: str | None) -> list[str]:
    """Go through all turns, each announced after one of the voices asked for it, and return what was said."""
    said = []
    for name, voice in zip(("CoupleIntent", "AMAZON.YesIntent", *["SwitchIntent"] * 3), voices, strict=True):
        speaker.person_id = voice
        said.append(speaker.send_intent(name))
    return said


def test_two_recognized_voices_take_turns_in_one_exercise(speaker: Alexa) -> None:
    """Ana is on step 3 and Ben has no place: the exercise is not to change with the voice."""
    speaker.person_id = "ana"
    speaker.send_intent("GoToStepIntent", number="3")

    said = take_turns(speaker, "ana", "ana", "ben", "ana", "ben")

    assert [GUIDE.steps[2].together in each for each in said] == [False, True, False, True, False]
    assert not speaker.is_open


def test_turns_go_on_while_the_store_is_unavailable() -> None:
    speaker = alexa(UnavailableStore(NullStore()), TickingClock())

    said = take_turns(speaker, *[None] * 5)

    assert [GUIDE.steps[1].together in each for each in said] == [False, True, False, True, False]


def test_a_switch_that_arrives_twice_switches_once(speaker: Alexa) -> None:
    """Otherwise the second one's turn to say back what they heard would be left out."""
    speaker.send_intent("CoupleIntent")
    speaker.send_intent("AMAZON.YesIntent")
    said = speaker.send_intent("SwitchIntent")

    assert speaker.resend() == said
    assert GUIDE.steps[1].together in speaker.send_intent("SwitchIntent")


@pytest.mark.parametrize("couple", [None, 5, [], ["communicate"], ["communicate", "2"], [2, "communicate"], {"a": 1}])
def test_a_turn_in_an_unknown_shape_is_ignored(couple: object) -> None:
    last = {"speech": "S", "question": "turn", "reprompt": "R?", "couple": couple}

    reply = SessionState.from_attributes({"last": last}).last_reply

    assert reply is not None
    assert (reply.question, reply.couple_turn) == ("turn", None)


def test_the_session_returns_the_turn_that_it_was_given() -> None:
    reply = Reply("S", Progress(), "turn", "R?", couple_turn=CoupleTurn("communicate", 3))

    attributes = SessionState(last_reply=reply).to_attributes()

    assert SessionState.from_attributes(attributes).last_reply == reply


def test_the_release_before_can_read_the_cached_reply_of_a_turn() -> None:
    """It knows six texts, and takes a proposed time that it cannot read for the evening."""
    reply = Reply("S", Progress(), "turn", "R?", couple_turn=CoupleTurn("root-cause", 3))
    cached = cached_reply(reply, "request")
    assert cached is not None

    text = cached.to_json()

    assert len(json.loads(text)) == 5
    assert replay(CachedReply.from_json(text), Progress()) == reply


@pytest.mark.parametrize("rating", ["2", "9"])
def test_nothing_of_coming_back_or_of_turns_adds_to_the_stored_document(speaker: Alexa, rating: str) -> None:
    fields = {"v", "since", "welcomed", "restarted", "refused_reminders", "place", "done", "reminder"}
    history = {"days", "ratings", "round", "spent", "given"}
    speaker.launch()
    speaker.send_intent("CheckInIntent", rating=rating)
    take_turns(speaker, *[None] * 5)
    speaker.launch()
    speaker.send_intent("LookBackIntent")

    known = next(iter(speaker.attributes["known"].values()))["progress"]

    assert set(json.loads(known)) <= fields | history


@pytest.mark.parametrize(("turn", "first", "second"), [(1, "speaks", "listens"), (2, "listens", "says it back")])
def test_a_screen_shows_whose_turn_it_is(speaker: Alexa, turn: int, first: str, second: str) -> None:
    speaker.access = {"device": {"supportedInterfaces": {"Alexa.Presentation.APL": {}}}}
    speaker.send_intent("CoupleIntent")
    speaker.send_intent("AMAZON.YesIntent")
    for _ in range(turn - 1):
        speaker.send_intent("SwitchIntent")

    (drawn,) = speaker.response["directives"]

    people = drawn["datasources"]["screen"]["people"]
    assert [(place["name"], place["role"], place["isTurn"]) for place in people] == [
        ("First", first, turn == 1),
        ("Second", second, turn == 2),
    ]
    assert [each["arguments"] for each in drawn["datasources"]["bar"]["touches"]] == [["switch"], ["end"]]
