"""Deletion of a person's data, checked in the store itself."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.progress_states import place_at
from tests.support.redis_server import RedisServer
from tests.support.skill_id import SKILL_ID

Scan = Callable[[], list[object]]
"""Returns everything that the store holds."""


@pytest.fixture(params=["sqlite", "redis"])
def speaker_and_scan(
    request: pytest.FixtureRequest, tmp_path: Path, redis_server: RedisServer
) -> Iterator[tuple[Alexa, Scan]]:
    clock = TickingClock()
    if request.param == "sqlite":
        store = sqlite(tmp_path, clock)

        def rows() -> list[object]:
            with closing(sqlite3.connect(tmp_path / "progress.sqlite3")) as connection:
                return connection.execute("SELECT * FROM progress").fetchall()

        yield alexa(store, clock), rows
    else:
        with redis_server.connect() as redis:
            redis.flushall()
            redis_store = RedisStore(connector(redis_server.url), keep=timedelta(days=400))
            yield alexa(redis_store, clock), lambda: list(redis.scan_iter("*"))


def _disabled(user_id: str) -> dict[str, Any]:
    return {
        "version": "1.0",
        "context": {"System": {"application": {"applicationId": SKILL_ID}, "user": {"userId": user_id}}},
        "request": {"type": "AlexaSkillEvent.SkillDisabled", "requestId": "event"},
    }


def _use_skill(speaker: Alexa) -> None:
    speaker.launch()
    speaker.send_intent("AMAZON.YesIntent")
    speaker.send_intent("CompleteStepIntent")
    speaker.send_intent("CheckInIntent", rating="4")
    speaker.send_intent("DailyReflectionIntent")
    speaker.send_intent("AMAZON.StopIntent")


def test_deleting_a_persons_data_leaves_no_trace(speaker_and_scan: tuple[Alexa, Scan]) -> None:
    speaker, scan = speaker_and_scan
    _use_skill(speaker)
    assert scan()

    speaker.send_intent("ForgetMeIntent")
    speech = speaker.send_intent("AMAZON.YesIntent")

    assert "It's all deleted." in speech
    assert scan() == []
    assert "Welcome to Trust Steps." in speaker.launch()


def test_deleting_one_persons_data_leaves_the_rest_of_the_household(speaker_and_scan: tuple[Alexa, Scan]) -> None:
    speaker, _ = speaker_and_scan
    for person in ("amzn1.ask.person.ANA", "amzn1.ask.person.BEN"):
        speaker.person_id = person
        _use_skill(speaker)

    speaker.send_intent("ForgetMeIntent")
    speaker.send_intent("AMAZON.YesIntent")
    speaker.person_id = "amzn1.ask.person.ANA"

    assert place_at("root-cause") in speaker.send_intent("ProgressIntent")


def test_disabling_the_skill_deletes_the_data_of_the_whole_household(speaker_and_scan: tuple[Alexa, Scan]) -> None:
    speaker, scan = speaker_and_scan
    for person in (None, "amzn1.ask.person.ANA", "amzn1.ask.person.BEN"):
        speaker.person_id = person
        _use_skill(speaker)

    answers = [speaker.post(_disabled(speaker.user_id)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert scan() == []


def test_disabling_the_skill_elsewhere_leaves_the_data_of_other_households(
    speaker_and_scan: tuple[Alexa, Scan],
) -> None:
    speaker, _ = speaker_and_scan
    _use_skill(speaker)

    speaker.post(_disabled("amzn1.ask.account.THE.NEIGHBOURS"))

    assert place_at("root-cause") in speaker.send_intent("ProgressIntent")


def test_the_session_of_another_account_deletes_and_reveals_nothing(speaker_and_scan: tuple[Alexa, Scan]) -> None:
    """The yes was about other data, so it must not delete the data of the account that it came from."""
    neighbour, scan = speaker_and_scan
    _use_skill(neighbour)
    speaker = replace(neighbour, user_id="amzn1.ask.account.THE.NEIGHBOURS")
    _use_skill(speaker)
    before = len(scan())
    neighbour.launch()
    asked = neighbour.send_intent("ForgetMeIntent")

    speaker.attributes, speaker.is_open = neighbour.attributes, True
    repeated = speaker.send_intent("AMAZON.RepeatIntent")
    speaker.attributes, speaker.is_open = neighbour.attributes, True
    speech = speaker.send_intent("AMAZON.YesIntent")

    assert asked not in repeated
    assert "deleted" not in speech
    assert len(scan()) == before
    for each in (neighbour, speaker):
        assert place_at("root-cause") in each.send_intent("ProgressIntent")


@pytest.mark.parametrize(
    ("asked", "answering", "deleted"),
    [
        ("ANA", "BEN", []),
        ("ANA", "ANA", ["ANA"]),
        ("ANA", None, ["ANA"]),
        (None, "BEN", [None]),
        (None, None, [None]),
    ],
)
def test_only_the_person_who_was_asked_confirms_the_deletion(
    speaker_and_scan: tuple[Alexa, Scan], asked: str | None, answering: str | None, deleted: list[str | None]
) -> None:
    """Ben's yes must not delete what Ana was asked about. A voice that was not recognised may be Ana's."""
    speaker, _ = speaker_and_scan
    for person in (None, "ANA", "BEN"):
        speaker.person_id = person
        _use_skill(speaker)

    speaker.person_id = asked
    speaker.send_intent("ForgetMeIntent")
    speaker.person_id = answering
    speech = speaker.send_intent("AMAZON.YesIntent")

    places = {}
    speaker.attributes, speaker.is_open = {}, False
    for speaker.person_id in (None, "ANA", "BEN"):
        places[speaker.person_id] = place_at("root-cause") in speaker.send_intent("ProgressIntent")
        speaker.attributes, speaker.is_open = {}, False
    assert ("It's all deleted." in speech) == bool(deleted)
    assert [person for person, is_kept in places.items() if not is_kept] == deleted
