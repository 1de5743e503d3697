from http import HTTPStatus
from typing import Any

import pytest

from speech.simulator.permissions import REMINDERS, access_token
from speech.simulator.reminders_api import PATH, RemindersApi

ANA, BEN = (access_token(name, {REMINDERS}) for name in ("Ana", "Ben"))
DAILY: dict[str, Any] = {
    "trigger": {"recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=20;"]}},
    "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Take a walk."}]}},
}
ONCE: dict[str, Any] = {"trigger": {"scheduledTime": "2026-11-23T20:00:00"}}


def set_reminder(reminders: RemindersApi, token: str, body: dict[str, Any] = DAILY) -> str:
    status, response = reminders.handle("POST", PATH, token, body)
    assert status == HTTPStatus.OK
    return f"{PATH}/{response['alertToken']}"


def test_reminders_are_listed_by_account() -> None:
    reminders = RemindersApi()

    set_reminder(reminders, ANA)
    set_reminder(reminders, ANA, ONCE)

    assert [str(each) for each in reminders.of("Ana")] == [
        "Take a walk. (FREQ=DAILY;BYHOUR=20;)",
        " (2026-11-23T20:00:00)",
    ]
    assert reminders.of("Ben") == []


def test_a_reminder_can_be_changed_and_deleted() -> None:
    reminders = RemindersApi()
    path = set_reminder(reminders, ANA)

    changed = reminders.handle("PUT", path, ANA, ONCE)[0]
    (stored,) = reminders.of("Ana")
    deleted = reminders.handle("DELETE", path, ANA, None)[0]

    assert (changed, deleted) == (HTTPStatus.OK, HTTPStatus.OK)
    assert stored.body == ONCE
    assert reminders.of("Ana") == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_unknown_reminders_and_those_of_other_accounts_are_not_found(method: str) -> None:
    reminders = RemindersApi()
    path = set_reminder(reminders, ANA)

    statuses = [reminders.handle(method, each, BEN, ONCE)[0] for each in (path, f"{PATH}/unknown")]

    assert statuses == [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND]
    assert [each.body for each in reminders.of("Ana")] == [DAILY]


@pytest.mark.parametrize("token", [access_token("Ana", ()), access_token("Ana", {"another"}), "", "a-token"])
def test_without_the_permission_no_reminder_is_set(token: str) -> None:
    reminders = RemindersApi()

    status, _ = reminders.handle("POST", PATH, token, DAILY)

    assert status == HTTPStatus.UNAUTHORIZED
    assert reminders.of("Ana") == []


def test_a_request_without_a_body_is_refused() -> None:
    assert RemindersApi().handle("POST", PATH, ANA, None)[0] == HTTPStatus.BAD_REQUEST


def test_other_services_are_forbidden() -> None:
    response = RemindersApi().handle("GET", "/v2/devices/x/settings/System.timeZone", ANA, None)

    assert response[0] == HTTPStatus.FORBIDDEN


def test_an_unavailable_service_raises_a_connection_error() -> None:
    reminders = RemindersApi()
    reminders.is_unavailable = True

    with pytest.raises(ConnectionError):
        reminders.handle("POST", PATH, ANA, DAILY)


def test_deleting_in_the_app_removes_only_the_accounts_own_reminders() -> None:
    reminders = RemindersApi()
    set_reminder(reminders, ANA)
    set_reminder(reminders, BEN)

    reminders.delete("Ana")

    assert (reminders.of("Ana"), len(reminders.of("Ben"))) == ([], 1)
