from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.simulator.device import NotForSkillError
from speech.simulator.permissions import REMINDERS, Permission, Status, access_token, read_token, requested_permission
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
