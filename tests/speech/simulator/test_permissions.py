from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.simulator.device import NotForSkillError
from speech.simulator.permissions import (
    REMINDERS,
    Permission,
    Status,
    access_token,
    is_scope,
    read_token,
    requested_permission,
)
from speech.simulator.response import ResponseError, read_response
from tests.support.small_skill import SmallSkill, answer, asking, device

SCOPE = "alexa::example:read"


def directive(**payload: Any) -> dict[str, Any]:
    consent = {"@type": "AskForPermissionsConsentRequest", **payload}
    return {"type": "Connections.SendRequest", "name": "AskFor", "payload": consent, "token": "a mark"}


@pytest.mark.parametrize(
    "payload",
    [
        {"@version": "2", "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT"}]},
        {"@version": "1", "permissionScope": SCOPE},
    ],
    ids=["version 2", "version 1"],
)
def test_a_requested_permission_is_found(payload: dict[str, Any]) -> None:
    assert requested_permission([{"type": "AudioPlayer.Stop"}, directive(**payload)]) == Permission((SCOPE,), "a mark")


@pytest.mark.parametrize(
    "other",
    [
        {"type": "AudioPlayer.Stop"},
        {"type": "Connections.SendRequest", "name": "AskFor", "payload": None},
        {"type": "Connections.SendRequest", "name": "AskFor", "payload": {"@type": "Another"}},
        {**directive(permissionScope=SCOPE), "name": "Buy"},
    ],
)
def test_other_directives_request_no_permission(other: dict[str, Any]) -> None:
    assert requested_permission([other]) is None


@pytest.mark.parametrize(
    ("payload", "rule"),
    [
        ({"permissionScopes": "x"}, r"payload\.permissionScopes must be a list, not 'x'"),
        ({"permissionScopes": 5}, r"payload\.permissionScopes must be a list, not 5"),
        ({"permissionScopes": None}, r"payload\.permissionScope is missing; add it"),
        ({"permissionScopes": []}, r"payload\.permissionScopes is empty; add a permissionScope"),
        ({"permissionScopes": [SCOPE]}, r"payload\.permissionScopes\[0\] must be an object"),
        ({"permissionScopes": [{}]}, r"payload\.permissionScopes\[0\]\.permissionScope is missing; add it"),
        (
            {"permissionScopes": [{"permissionScope": 5}]},
            r"payload\.permissionScopes\[0\]\.permissionScope must be a non-empty string, not 5",
        ),
        ({"permissionScope": ["x"]}, r"payload\.permissionScope must be a non-empty string"),
        ({}, r"payload\.permissionScope is missing; add it"),
    ],
)
def test_a_malformed_request_is_refused_in_one_line(payload: dict[str, Any], rule: str) -> None:
    with pytest.raises(ResponseError, match=rf"^the skill sent .* would not accept: response\.directives\[0\]\.{rule}"):
        read_response({"response": {"directives": [directive(**payload)]}}, "the skill")


@pytest.mark.parametrize("token", [None, "", 5])
def test_any_token_is_taken(token: Any) -> None:
    permission = requested_permission([{**directive(permissionScope=SCOPE), "token": token}])

    assert permission == Permission((SCOPE,), "" if token is None else str(token))


def test_the_question_says_who_asks_and_what_for() -> None:
    assert Permission((REMINDERS,), "").question("paint box") == (
        "Alexa asks, not the skill: may paint box set reminders for you?"
    )
    assert SCOPE in Permission((SCOPE,), "").question("paint box")


@given(account=st.text(), granted=st.frozensets(st.text()))
def test_a_token_holds_its_account_and_the_granted_scopes(account: str, granted: frozenset[str]) -> None:
    assert read_token(access_token(account, granted)) == (account, granted)


@pytest.mark.parametrize("token", ["", "a-token", "bnVsbA==", "W10=", "\u00e9"])
def test_any_other_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the errors come from different readers
        read_token(token)


@pytest.mark.parametrize("status", ["ACCEPTED", "DENIED", "NOT_ANSWERED"])
def test_the_skill_receives_the_answer_to_alexas_question(status: Status) -> None:
    skill = SmallSkill(asking(SCOPE), answer("I see."))
    echo = device(skill)
    echo.hear("open paint box")

    result = echo.answer_permission(status)

    request = skill.requests[1]
    assert (request["type"], request["name"], request["token"]) == ("Connections.Response", "AskFor", "a mark")
    assert request["payload"]["status"] == status
    assert result.words == "I see."
    assert echo.pending_permission is None
    assert echo.is_listening


@pytest.mark.parametrize(("status", "granted"), [("ACCEPTED", {SCOPE}), ("DENIED", set()), ("NOT_ANSWERED", set())])
def test_later_requests_carry_only_the_granted_scopes(status: Status, granted: set[str]) -> None:
    skill = SmallSkill(asking(SCOPE), answer("I see."))
    echo = device(skill)
    echo.hear("open paint box")
    echo.answer_permission(status)

    echo.hear("next")

    system = skill.envelopes[2]["context"]["System"]
    assert read_token(system["apiAccessToken"]) == (system["user"]["userId"], frozenset(granted))
    assert set(system["user"].get("permissions", {"scopes": {}})["scopes"]) == granted


def test_an_answer_without_a_question_is_refused() -> None:
    with pytest.raises(NotForSkillError, match="not asking for a permission"):
        device(SmallSkill()).answer_permission("ACCEPTED")


def test_another_utterance_leaves_alexas_question_unanswered() -> None:
    echo = device(SmallSkill(asking(SCOPE), answer("Welcome.")))
    echo.hear("open paint box")
    permission = echo.pending_permission

    echo.hear("open paint box")

    assert permission == Permission((SCOPE,), "a mark")
    assert echo.pending_permission is None


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("yes please", "ACCEPTED"),
        ("allow it", "ACCEPTED"),
        ("not now", "DENIED"),
        ("don't allow it", "DENIED"),
        ("stop", "NOT_ANSWERED"),
        ("maybe", None),
        ("yes but no", None),
        ("paint it red", None),
    ],
)
def test_words_answer_alexas_question_only_if_they_are_a_clear_yes_or_no(sentence: str, status: str | None) -> None:
    """Otherwise a person gives a permission that they did not mean to give."""
    echo = device(SmallSkill(asking(REMINDERS)))
    echo.hear("open paint box")

    assert echo.permission_reply(sentence) == status


def test_without_a_question_no_words_answer_one() -> None:
    assert device(SmallSkill()).permission_reply("yes") is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (REMINDERS, True),
        ("read::alexa:device:all:address", True),
        ("alexa::skill:proactive_enablement", True),
        ("alexa::profile:emails:read", False),
        ("alexa::devices:all:adress:full:read", False),
        ("email", False),
        ("", False),
        ("alexa::", False),
        ("alexa::a b:read", False),
    ],
)
def test_a_permission_is_a_known_one_or_one_that_is_not_just_misspelled(text: str, is_one: Any) -> None:
    assert is_scope(text) is is_one
