from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.fake_amazon import (
    ACCESS,
    FakeAmazon,
    Respond,
    drips,
    floods,
    hangs,
    hangs_up,
    open_amazon,
    redirects,
    refuses,
    says,
)
from tests.support.skill_id import SKILL_ID

SCOPE = "alexa::alerts:reminders:skill:readwrite"
UNCLEAR: dict[str, Respond] = {
    "400": refuses(400),
    "500": refuses(500),
    "503": refuses(503),
    "504": refuses(504),
    "a status that nobody knows": refuses(418, b"tea"),
    "hangs": hangs,
    "hangs up": hangs_up,
    "drips": drips,
    "floods": floods,
    "no JSON": says(b"<html>"),
    "no object": says(b'"a text"'),
    "nothing": says(b""),
    "no text": says(b"\xff\xfe"),
    "redirects": redirects("https://example.com/"),
}


@pytest.fixture
def amazon() -> Iterator[FakeAmazon]:
    with open_amazon() as amazon:
        yield amazon


@pytest.fixture
def speaker(amazon: FakeAmazon, tmp_path: Path) -> Alexa:
    clock = TickingClock()
    speaker = alexa(sqlite(tmp_path, clock), clock, amazon.network())
    speaker.access = ACCESS
    return speaker


def reminded(speaker: Alexa, time: str = "20:00") -> str:
    speaker.send_intent("SetReminderIntent", time=time)
    return speaker.send_intent("AMAZON.YesIntent")


def event(speaker: Alexa, kind: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """What is answered to an event of the account."""
    system = {"application": {"applicationId": SKILL_ID}, "user": {"userId": speaker.user_id}}
    response = speaker.post(
        {"version": "1.0", "context": {"System": system}, "request": {"type": kind, "requestId": "1", "body": body}}
    )
    return response.status_code, response.get_json()["response"]


def test_nothing_is_set_before_a_yes_to_time_and_recurrence(speaker: Alexa, amazon: FakeAmazon) -> None:
    asked = speaker.send_intent("SetReminderIntent", time="20:00")

    assert "every day at 8 in the evening" in asked
    assert speaker.is_open
    assert amazon.reminders == {}


def test_a_reminder_is_for_every_day_by_the_devices_clock_and_tells_nothing(speaker: Alexa, amazon: FakeAmazon) -> None:
    said = reminded(speaker, "07:30")

    (wanted,) = amazon.reminders.values()
    assert said.startswith("I'll remind you every day at 7:30 in the morning.")
    assert wanted == {
        "requestTime": "2026-11-23T13:00:00",
        "trigger": {
            "type": "SCHEDULED_ABSOLUTE",
            "timeZoneId": "America/New_York",
            "recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=7;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"]},
        },
        "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Take a few minutes for yourself."}]}},
        "pushNotification": {"status": "DISABLED"},
    }


def test_a_zone_that_is_not_known_is_left_to_the_device(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["GET"] = refuses(500)

    reminded(speaker)

    (wanted,) = amazon.reminders.values()
    assert "timeZoneId" not in wanted["trigger"]


def test_the_token_of_the_request_is_shown_to_amazon(speaker: Alexa, amazon: FakeAmazon) -> None:
    reminded(speaker)

    assert {headers["Authorization"] for headers in amazon.headers} == {"Bearer a-token-of-this-test"}


def test_a_no_sets_nothing(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.send_intent("SetReminderIntent", time="20:00")

    said = speaker.send_intent("AMAZON.NoIntent")

    assert "I've changed nothing" in said
    assert amazon.reminders == {}


def test_the_time_survives_what_was_not_understood_and_a_repeat(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.send_intent("SetReminderIntent", time="06:15")
    again = speaker.send_intent("AMAZON.FallbackIntent")
    speaker.send_intent("AMAZON.RepeatIntent")

    said = speaker.send_intent("AMAZON.YesIntent")

    assert "every day at 6:15 in the morning" in again
    assert "every day at 6:15 in the morning" in said


def test_a_reminder_is_changed_and_not_doubled(speaker: Alexa, amazon: FakeAmazon) -> None:
    reminded(speaker, "20:00")
    warned = speaker.send_intent("SetReminderIntent", time="07:00")

    said = speaker.send_intent("AMAZON.YesIntent")

    (wanted,) = amazon.reminders.values()
    assert "takes the place" in warned
    assert "every day at 7 in the morning" in said
    assert "BYHOUR=7;" in wanted["trigger"]["recurrence"]["recurrenceRules"][0]


def test_a_reminder_that_was_deleted_elsewhere_is_made_anew(speaker: Alexa, amazon: FakeAmazon) -> None:
    reminded(speaker)
    amazon.reminders.clear()

    said = reminded(speaker, "07:00")

    assert "I'll remind you every day at 7" in said
    assert len(amazon.reminders) == 1


@pytest.mark.parametrize("is_deleted_elsewhere", [False, True])
def test_a_cancelled_reminder_is_gone_and_forgotten(
    speaker: Alexa, amazon: FakeAmazon, *, is_deleted_elsewhere: bool
) -> None:
    reminded(speaker)
    if is_deleted_elsewhere:
        amazon.reminders.clear()

    said = speaker.send_intent("CancelReminderIntent")

    assert "I won't remind you any more." in said
    assert amazon.reminders == {}
    assert "don't know of a reminder" in speaker.send_intent("CancelReminderIntent")


def test_two_people_have_each_a_reminder_of_their_own(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"
    reminded(speaker)
    speaker.person_id = "amzn1.ask.person.BEN"

    said = speaker.send_intent("CancelReminderIntent")

    assert "don't know of a reminder" in said
    assert len(amazon.reminders) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refuses(403), "this device takes no reminders"),
        (refuses(429), "too busy"),
        (refuses(429, b"<html>slow down</html>"), "too busy"),
        *((answer, "no clear answer") for answer in UNCLEAR.values()),
    ],
    ids=["403", "429", "429 without JSON", *UNCLEAR],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_it_is_never_told_as_set_unless_amazon_says_so(
    method: str, answer: Respond, words: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    if method == "PUT":
        reminded(speaker)
    amazon.responses[method] = answer

    said = reminded(speaker, "07:00")

    assert words in said
    assert "I'll remind you" not in said
    assert speaker.is_open


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refuses(401), "may not change your reminder"),
        (refuses(429), "nothing has changed"),
        (refuses(500), "may still come"),
        (hangs, "may still come"),
        (hangs_up, "may still come"),
        (redirects("https://example.com/"), "may still come"),
    ],
    ids=["401", "429", "500", "hangs", "hangs up", "redirects"],
)
def test_it_is_never_told_as_cancelled_unless_amazon_says_so(
    answer: Respond, words: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    reminded(speaker)
    amazon.responses["DELETE"] = answer

    said = speaker.send_intent("CancelReminderIntent")
    del amazon.responses["DELETE"]

    assert words in said
    assert "I won't remind you" in speaker.send_intent("CancelReminderIntent")


def test_a_status_of_a_newer_service_does_not_hide_that_it_is_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = says(b'{"alertToken": "reminder-1", "status": "SNOOZED", "more": []}')

    assert "I'll remind you" in reminded(speaker)


def test_a_reminder_without_a_token_is_not_told_as_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = says(b'{"status": "ON"}')

    assert "no clear answer" in reminded(speaker)


def test_without_access_nothing_is_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.access = {}

    said = reminded(speaker)

    assert "I've set nothing" in said
    assert amazon.requests == []


def test_a_missing_permission_is_asked_for_by_alexa_with_the_time_along(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = refuses(401)

    said = reminded(speaker)

    assert "permission" in said
    assert not speaker.is_open
    assert speaker.response["directives"] == [
        {
            "type": "Connections.SendRequest",
            "name": "AskFor",
            "payload": {
                "@type": "AskForPermissionsConsentRequest",
                "@version": "2",
                "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT"}],
            },
            "token": "20:00",
        }
    ]


def test_no_other_reply_has_a_directive(speaker: Alexa) -> None:
    reminded(speaker)

    assert "directives" not in speaker.response


def test_once_permitted_the_reminder_is_set_for_the_time_that_was_agreed(speaker: Alexa, amazon: FakeAmazon) -> None:
    said = speaker.answer_permission("ACCEPTED", "06:45")

    assert "I'll remind you every day at 6:45 in the morning." in said
    assert len(amazon.reminders) == 1


def test_a_permission_that_does_not_hold_is_not_asked_for_in_a_circle(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = refuses(401)

    said = speaker.answer_permission("ACCEPTED", "06:45")

    assert "I may not set reminders here" in said
    assert "directives" not in speaker.response


def test_a_permission_without_its_time_leads_back_to_the_time(speaker: Alexa, amazon: FakeAmazon) -> None:
    said = speaker.answer_permission("ACCEPTED", "whenever")

    assert said.endswith("At what time of day shall I remind you?")
    assert amazon.reminders == {}


@pytest.mark.parametrize("status", ["NOT_ANSWERED", "", "MAYBE"])
def test_no_answer_sets_nothing_and_is_no_refusal(status: str, speaker: Alexa, amazon: FakeAmazon) -> None:
    said = speaker.answer_permission(status, "20:00")
    amazon.responses["POST"] = refuses(401)

    reminded(speaker)

    assert "I didn't hear an answer" in said
    assert amazon.reminders == {}
    assert "directives" in speaker.response


@pytest.mark.parametrize(
    ("later", "is_asked"),
    [(timedelta(), False), (timedelta(days=6, hours=23), False), (timedelta(days=7), True)],
    ids=["at once", "nearly a week later", "a week later"],
)
def test_who_refused_is_not_asked_again_for_seven_days(
    later: timedelta, speaker: Alexa, amazon: FakeAmazon, *, is_asked: bool
) -> None:
    amazon.responses["POST"] = refuses(401)
    refused = speaker.answer_permission("DENIED", "20:00")
    speaker.is_open = False
    speaker.clock.now += later

    reminded(speaker)

    assert "no reminders" in refused
    assert ("directives" in speaker.response) is is_asked


def test_who_refused_and_then_allowed_it_in_the_app_is_reminded(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.answer_permission("DENIED", "20:00")

    assert "I'll remind you" in reminded(speaker)


def test_a_reminder_deleted_in_the_app_is_forgotten_however_often_that_is_told(
    speaker: Alexa, amazon: FakeAmazon
) -> None:
    reminded(speaker)
    (token,) = amazon.reminders

    answers = [event(speaker, "Reminders.ReminderDeleted", {"alertTokens": [token]}) for _ in range(2)]

    assert answers == [(200, {})] * 2
    assert "don't know of a reminder" in speaker.send_intent("CancelReminderIntent")


@pytest.mark.parametrize("body", [{"alertTokens": ["another"]}, {"alertTokens": "all"}, {}])
def test_a_reminder_that_was_not_deleted_is_not_forgotten(
    body: dict[str, Any], speaker: Alexa, amazon: FakeAmazon
) -> None:
    reminded(speaker)

    event(speaker, "Reminders.ReminderDeleted", body)

    assert "I won't remind you" in speaker.send_intent("CancelReminderIntent")


def test_a_permission_that_was_taken_away_is_not_asked_for_right_afterwards(speaker: Alexa, amazon: FakeAmazon) -> None:
    reminded(speaker)
    event(speaker, "AlexaSkillEvent.SkillPermissionChanged", {"acceptedPermissions": []})
    amazon.responses["PUT"] = refuses(401)

    said = reminded(speaker)

    assert "I may not set reminders here" in said
    assert "directives" not in speaker.response


def test_a_permission_that_was_granted_is_no_refusal(speaker: Alexa, amazon: FakeAmazon) -> None:
    reminded(speaker)
    event(speaker, "AlexaSkillEvent.SkillPermissionChanged", {"acceptedPermissions": [{"scope": SCOPE}]})
    amazon.responses["PUT"] = refuses(401)

    reminded(speaker)

    assert "directives" in speaker.response


@pytest.mark.parametrize(
    "kind",
    [
        "Reminders.ReminderCreated",
        "Reminders.ReminderStarted",
        "Reminders.ReminderUpdated",
        "Reminders.ReminderStatusChanged",
        "Reminders.ReminderDeleted",
        "AlexaSkillEvent.SkillEnabled",
        "AlexaSkillEvent.SkillPermissionAccepted",
        "AlexaSkillEvent.SkillPermissionChanged",
        "AlexaSkillEvent.OfTheFuture",
    ],
)
def test_every_event_is_acknowledged(kind: str, speaker: Alexa) -> None:
    assert event(speaker, kind, {"alertToken": "a", "status": "ON"}) == (200, {})
