from http import HTTPStatus
from typing import Any

import pytest

from speech.simulator.permissions import REMINDERS, access_token
from speech.simulator.reminders_api import PATH, Reminders

ANA, BEN = (access_token(name, {REMINDERS}) for name in ("Ana", "Ben"))
DAILY: dict[str, Any] = {
    "trigger": {"recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=20;"]}},
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Take a walk."}]}},
}
ONCE: dict[str, Any] = {"trigger": {"scheduledTime": "2026-11-23T20:00:00"}}


def made(reminders: Reminders, token: str, body: dict[str, Any] = DAILY) -> str:
    status, answer = reminders.answer("POST", PATH, token, body)
    assert status == HTTPStatus.OK
    return f"{PATH}/{answer['alertToken']}"


def test_what_a_skill_sets_can_be_looked_at() -> None:
    reminders = Reminders()

    made(reminders, ANA)
    made(reminders, ANA, ONCE)

    assert [str(each) for each in reminders.of("Ana")] == [
        "Take a walk. (FREQ=DAILY;BYHOUR=20;)",
        " (2026-11-23T20:00:00)",
    ]
    assert reminders.of("Ben") == []


def test_it_can_be_changed_and_deleted() -> None:
    reminders = Reminders()
    path = made(reminders, ANA)

    changed = reminders.answer("PUT", path, ANA, ONCE)[0]
    (kept,) = reminders.of("Ana")
    deleted = reminders.answer("DELETE", path, ANA, None)[0]

    assert (changed, deleted) == (HTTPStatus.OK, HTTPStatus.OK)
    assert kept.body == ONCE
    assert reminders.of("Ana") == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_is_not_there_or_belongs_to_others_is_not_found(method: str) -> None:
    reminders = Reminders()
    path = made(reminders, ANA)

    answers = [reminders.answer(method, each, BEN, ONCE)[0] for each in (path, f"{PATH}/unknown")]

    assert answers == [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND]
    assert [each.body for each in reminders.of("Ana")] == [DAILY]


@pytest.mark.parametrize("token", [access_token("Ana", ()), access_token("Ana", {"another"}), "", "a-token"])
def test_without_the_permission_nothing_is_set(token: str) -> None:
    reminders = Reminders()

    status, _ = reminders.answer("POST", PATH, token, DAILY)

    assert status == HTTPStatus.UNAUTHORIZED
    assert reminders.of("Ana") == []


def test_a_request_without_a_body_is_refused() -> None:
    assert Reminders().answer("POST", PATH, ANA, None)[0] == HTTPStatus.BAD_REQUEST


def test_the_desk_has_no_other_service() -> None:
    answer = Reminders().answer("GET", "/v2/devices/x/settings/System.timeZone", ANA, None)

    assert answer[0] == HTTPStatus.FORBIDDEN


def test_while_it_is_away_nobody_answers() -> None:
    reminders = Reminders()
    reminders.is_away = True

    with pytest.raises(ConnectionError):
        reminders.answer("POST", PATH, ANA, DAILY)


def test_a_person_deletes_their_own_in_the_app() -> None:
    reminders = Reminders()
    made(reminders, ANA)
    made(reminders, BEN)

    reminders.delete("Ana")

    assert (reminders.of("Ana"), len(reminders.of("Ben"))) == ([], 1)
