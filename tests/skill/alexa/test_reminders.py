from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from skill.alexa import reminders, time_zone
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.fake_amazon import (
    ACCESS,
    FakeAmazon,
    Respond,
    drips,
    floods,
    hangs,
    hangs_up,
    redirects,
    refuses,
    says,
)
from tests.support.skill_id import SKILL_ID
from tests.support.wordings import is_said

SCOPE = "alexa::alerts:reminders:skill:readwrite"
UNCLEAR: dict[str, Respond] = {
    "400": refuses(400),
    "500": refuses(500),
    "503": refuses(503),
    "504": refuses(504),
    "an unknown status": refuses(418, b"tea"),
    "hangs": hangs,
    "hangs up": hangs_up,
    "drips": drips,
    "floods": floods,
    "not JSON": says(b"<html>"),
    "not an object": says(b'"a text"'),
    "nothing": says(b""),
    "not text": says(b"\xff\xfe"),
    "redirects": redirects("https://example.com/"),
}


@pytest.fixture
def short_timeout(answer: Respond, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only briefly for an answer that never ends."""
    if answer in {hangs, drips}:
        monkeypatch.setattr(reminders, "TIMEOUT_SECONDS", 0.4)


@pytest.fixture
def speaker(amazon: FakeAmazon, tmp_path: Path) -> Alexa:
    clock = TickingClock()
    speaker = alexa(sqlite(tmp_path, clock), clock, amazon.network())
    speaker.access = ACCESS
    return speaker


def set_reminder(speaker: Alexa, time: str = "20:00") -> str:
    speaker.send_intent("SetReminderIntent", time=time)
    return speaker.send_intent("AMAZON.YesIntent")


def send_event(speaker: Alexa, kind: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Send an event of the account. Return the status and the response."""
    system = {"application": {"applicationId": SKILL_ID}, "user": {"userId": speaker.user_id}}
    response = speaker.post(
        {"version": "1.0", "context": {"System": system}, "request": {"type": kind, "requestId": "1", "body": body}}
    )
    return response.status_code, response.get_json()["response"]


def test_nothing_is_set_before_a_yes_to_the_time_and_the_recurrence(speaker: Alexa, amazon: FakeAmazon) -> None:
    question = speaker.send_intent("SetReminderIntent", time="20:00")

    assert "every day at 8 in the evening" in question
    assert speaker.is_open
    assert amazon.reminders == {}


def test_a_reminder_is_daily_in_the_zone_of_the_device_and_reveals_nothing(speaker: Alexa, amazon: FakeAmazon) -> None:
    speech = set_reminder(speaker, "07:30")

    (reminder,) = amazon.reminders.values()
    assert speech.startswith("I'll remind you every day at 7:30 in the morning.")
    assert reminder == {
        "requestTime": "2026-11-23T13:00:00",
        "trigger": {
            "type": "SCHEDULED_ABSOLUTE",
            "timeZoneId": "America/New_York",
            "recurrence": {"recurrenceRules": ["FREQ=DAILY;BYHOUR=7;BYMINUTE=30;BYSECOND=0;INTERVAL=1;"]},
        },
        "alertInfo": {"spokenInfo": {"content": [{"locale": "en-US", "text": "Take a few minutes for yourself."}]}},
        "pushNotification": {"status": "DISABLED"},
    }


def test_a_reminder_without_a_known_zone_uses_the_zone_of_the_device(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["GET"] = refuses(500)

    set_reminder(speaker)

    (reminder,) = amazon.reminders.values()
    assert "timeZoneId" not in reminder["trigger"]


def test_the_access_token_of_the_request_is_sent_to_amazon(speaker: Alexa, amazon: FakeAmazon) -> None:
    set_reminder(speaker)

    assert {headers["Authorization"] for headers in amazon.headers} == {"Bearer a-token-of-this-test"}


def test_a_no_sets_nothing(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.send_intent("SetReminderIntent", time="20:00")

    speech = speaker.send_intent("AMAZON.NoIntent")

    assert "I've changed nothing" in speech
    assert amazon.reminders == {}


def test_the_proposed_time_survives_a_fallback_and_a_repeat(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.send_intent("SetReminderIntent", time="06:15")
    repeated = speaker.send_intent("AMAZON.FallbackIntent")
    speaker.send_intent("AMAZON.RepeatIntent")

    speech = speaker.send_intent("AMAZON.YesIntent")

    assert "every day at 6:15 in the morning" in repeated
    assert "every day at 6:15 in the morning" in speech


def test_a_second_reminder_replaces_the_first(speaker: Alexa, amazon: FakeAmazon) -> None:
    set_reminder(speaker, "20:00")
    change = speaker.send_intent("SetReminderIntent", time="07:00")

    speech = speaker.send_intent("AMAZON.YesIntent")

    (reminder,) = amazon.reminders.values()
    assert "8 in the evening" in change
    assert "7 in the morning" in change
    assert "every day at 7 in the morning" in speech
    assert "BYHOUR=7;" in reminder["trigger"]["recurrence"]["recurrenceRules"][0]


def test_a_reminder_that_was_deleted_in_the_app_is_created_again(speaker: Alexa, amazon: FakeAmazon) -> None:
    set_reminder(speaker)
    amazon.reminders.clear()

    speech = set_reminder(speaker, "07:00")

    assert "I'll remind you every day at 7" in speech
    assert len(amazon.reminders) == 1


@pytest.mark.parametrize("is_deleted_in_app", [False, True])
def test_a_cancelled_reminder_is_deleted_at_amazon_and_in_the_store(
    speaker: Alexa, amazon: FakeAmazon, *, is_deleted_in_app: bool
) -> None:
    set_reminder(speaker)
    if is_deleted_in_app:
        amazon.reminders.clear()

    speech = speaker.send_intent("CancelReminderIntent")

    assert "I won't remind you any more." in speech
    assert amazon.reminders == {}
    assert "don't know of a reminder" in speaker.send_intent("CancelReminderIntent")


def test_each_person_has_their_own_reminder(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.person_id = "amzn1.ask.person.ANA"
    set_reminder(speaker)
    speaker.person_id = "amzn1.ask.person.BEN"

    speech = speaker.send_intent("CancelReminderIntent")

    assert "don't know of a reminder" in speech
    assert len(amazon.reminders) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refuses(403), "this device takes no reminders"),
        (refuses(429), "too busy"),
        (refuses(429, b"<html>slow down</html>"), "too busy"),
        *((answer, "no clear answer") for answer in UNCLEAR.values()),
    ],
    ids=["403", "429", "429 without JSON", *UNCLEAR],
)
@pytest.mark.usefixtures("short_timeout")
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_reminder_is_never_reported_as_set_unless_amazon_confirms_it(
    method: str, answer: Respond, expected: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    if method == "PUT":
        set_reminder(speaker)
    amazon.responses[method] = answer

    speech = set_reminder(speaker, "07:00")

    assert expected in speech
    assert "I'll remind you" not in speech
    assert speaker.is_open


@pytest.mark.parametrize(
    ("answer", "expected"),
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
@pytest.mark.usefixtures("short_timeout")
def test_a_reminder_is_never_reported_as_cancelled_unless_amazon_confirms_it(
    answer: Respond, expected: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    set_reminder(speaker)
    amazon.responses["DELETE"] = answer

    speech = speaker.send_intent("CancelReminderIntent")
    del amazon.responses["DELETE"]

    assert expected in speech
    assert "I won't remind you" in speaker.send_intent("CancelReminderIntent")


def test_a_turn_waits_at_most_two_seconds_for_a_time_zone_and_a_reminder() -> None:
    assert time_zone.TIMEOUT_SECONDS + reminders.TIMEOUT_SECONDS <= 2


def test_an_unknown_reminder_status_still_counts_as_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = says(b'{"alertToken": "reminder-1", "status": "SNOOZED", "more": []}')

    assert "I'll remind you" in set_reminder(speaker)


def test_a_reminder_without_a_token_is_not_reported_as_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = says(b'{"status": "ON"}')

    assert "no clear answer" in set_reminder(speaker)


def test_without_access_nothing_is_set(speaker: Alexa, amazon: FakeAmazon) -> None:
    speaker.access = {}

    speech = set_reminder(speaker)

    assert "I've set nothing" in speech
    assert amazon.requests == []


def test_alexa_asks_for_a_missing_permission_with_the_time_as_token(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = refuses(401)

    speech = set_reminder(speaker)

    assert "permission" in speech
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
    set_reminder(speaker)

    assert "directives" not in speaker.response


def test_after_the_permission_the_reminder_is_set_for_the_agreed_time(speaker: Alexa, amazon: FakeAmazon) -> None:
    speech = speaker.answer_permission("ACCEPTED", "06:45")

    assert "I'll remind you every day at 6:45 in the morning." in speech
    assert len(amazon.reminders) == 1


def test_a_permission_that_amazon_ignores_is_not_asked_for_again(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = refuses(401)

    speech = speaker.answer_permission("ACCEPTED", "06:45")

    assert "I may not set reminders here" in speech
    assert "directives" not in speaker.response


def test_a_permission_without_a_time_asks_for_the_time(speaker: Alexa, amazon: FakeAmazon) -> None:
    speech = speaker.answer_permission("ACCEPTED", "whenever")

    assert is_said(speech, "ask_remind_when")
    assert amazon.reminders == {}


@pytest.mark.parametrize("status", ["NOT_ANSWERED", "", "MAYBE"])
def test_no_answer_to_the_permission_sets_nothing_and_is_not_a_refusal(
    status: str, speaker: Alexa, amazon: FakeAmazon
) -> None:
    speech = speaker.answer_permission(status, "20:00")
    amazon.responses["POST"] = refuses(401)

    set_reminder(speaker)

    assert "I didn't hear an answer" in speech
    assert amazon.reminders == {}
    assert "directives" in speaker.response


@pytest.mark.parametrize(
    ("later", "is_question_asked"),
    [(timedelta(), False), (timedelta(days=6, hours=23), False), (timedelta(days=7), True)],
    ids=["at once", "nearly a week later", "a week later"],
)
def test_a_person_who_refused_is_not_asked_again_for_seven_days(
    later: timedelta, speaker: Alexa, amazon: FakeAmazon, *, is_question_asked: bool
) -> None:
    amazon.responses["POST"] = refuses(401)
    refusal = speaker.answer_permission("DENIED", "20:00")
    speaker.is_open = False
    speaker.clock.now += later

    set_reminder(speaker)

    assert "no reminders" in refusal
    assert ("directives" in speaker.response) is is_question_asked


def test_a_person_who_refused_and_then_allowed_it_in_the_app_gets_a_reminder(
    speaker: Alexa, amazon: FakeAmazon
) -> None:
    speaker.answer_permission("DENIED", "20:00")

    assert "I'll remind you" in set_reminder(speaker)


def test_a_reminder_deleted_in_the_app_is_forgotten_however_often_the_event_arrives(
    speaker: Alexa, amazon: FakeAmazon
) -> None:
    set_reminder(speaker)
    (token,) = amazon.reminders

    answers = [send_event(speaker, "Reminders.ReminderDeleted", {"alertTokens": [token]}) for _ in range(2)]

    assert answers == [(200, {})] * 2
    assert "don't know of a reminder" in speaker.send_intent("CancelReminderIntent")


@pytest.mark.parametrize("body", [{"alertTokens": ["another"]}, {"alertTokens": "all"}, {}])
def test_a_reminder_that_was_not_deleted_is_not_forgotten(
    body: dict[str, Any], speaker: Alexa, amazon: FakeAmazon
) -> None:
    set_reminder(speaker)

    send_event(speaker, "Reminders.ReminderDeleted", body)

    assert "I won't remind you" in speaker.send_intent("CancelReminderIntent")


def test_a_withdrawn_permission_is_not_asked_for_right_afterwards(speaker: Alexa, amazon: FakeAmazon) -> None:
    set_reminder(speaker)
    send_event(speaker, "AlexaSkillEvent.SkillPermissionChanged", {"acceptedPermissions": []})
    amazon.responses["PUT"] = refuses(401)

    speech = set_reminder(speaker)

    assert "I may not set reminders here" in speech
    assert "directives" not in speaker.response


def test_a_granted_permission_is_not_a_refusal(speaker: Alexa, amazon: FakeAmazon) -> None:
    set_reminder(speaker)
    send_event(speaker, "AlexaSkillEvent.SkillPermissionChanged", {"acceptedPermissions": [{"scope": SCOPE}]})
    amazon.responses["PUT"] = refuses(401)

    set_reminder(speaker)

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
    assert send_event(speaker, kind, {"alertToken": "a", "status": "ON"}) == (200, {})


CONSENT_CARD = {"type": "AskForPermissionsConsent", "permissions": ["alexa::alerts:reminders:skill:readwrite"]}


def test_a_denied_permission_comes_with_a_card_to_allow_reminders_later(speaker: Alexa) -> None:
    """Otherwise the person would have to search the app for this skill's settings."""
    speaker.answer_permission("DENIED", "20:00")

    assert speaker.response["card"] == CONSENT_CARD


def test_a_request_that_is_delivered_twice_brings_the_card_twice(speaker: Alexa) -> None:
    """Otherwise the person would hear of a card that is not there."""
    speaker.answer_permission("DENIED", "20:00")
    first = speaker.response
    speaker.resend()

    assert speaker.response == first


def test_a_reminder_that_may_not_be_set_comes_with_a_card_to_allow_it(speaker: Alexa, amazon: FakeAmazon) -> None:
    amazon.responses["POST"] = refuses(401)

    speech = speaker.answer_permission("ACCEPTED", "20:00")

    assert "I've set nothing" in speech
    assert speaker.response["card"] == CONSENT_CARD
