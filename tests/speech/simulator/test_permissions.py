from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.simulator.device import NotForSkillError
from speech.simulator.permissions import REMINDERS, Permission, Status, access_token, asked_for, read_token
from tests.support.small_skill import SmallSkill, answer, asking, device

SCOPE = "alexa::example:read"


def directive(**payload: Any) -> dict[str, Any]:
    wish = {"@type": "AskForPermissionsConsentRequest", **payload}
    return {"type": "Connections.SendRequest", "name": "AskFor", "payload": wish, "token": "a mark"}


@pytest.mark.parametrize(
    "payload",
    [
        {"@version": "2", "permissionScopes": [{"permissionScope": SCOPE, "consentLevel": "ACCOUNT"}]},
        {"@version": "1", "permissionScope": SCOPE},
    ],
    ids=["version 2", "version 1"],
)
def test_what_a_skill_has_alexa_ask_for_is_found(payload: dict[str, Any]) -> None:
    assert asked_for([{"type": "AudioPlayer.Stop"}, directive(**payload)]) == Permission((SCOPE,), "a mark")


@pytest.mark.parametrize(
    "other",
    [
        {"type": "AudioPlayer.Stop"},
        {"type": "Connections.SendRequest", "name": "AskFor", "payload": None},
        {"type": "Connections.SendRequest", "name": "AskFor", "payload": {"@type": "Another"}},
        {**directive(permissionScope=SCOPE), "name": "Buy"},
    ],
)
def test_no_other_directive_is_taken_for_it(other: dict[str, Any]) -> None:
    assert asked_for([other]) is None


def test_the_question_says_who_asks_and_what_for() -> None:
    assert Permission((REMINDERS,), "").question("paint box") == (
        "Alexa asks, not the skill: may paint box set reminders for you?"
    )
    assert SCOPE in Permission((SCOPE,), "").question("paint box")


@given(account=st.text(), granted=st.frozensets(st.text()))
def test_a_token_says_for_whom_it_stands_and_what_is_granted(account: str, granted: frozenset[str]) -> None:
    assert read_token(access_token(account, granted)) == (account, granted)


@pytest.mark.parametrize("token", ["", "a-token", "bnVsbA==", "W10=", "\u00e9"])
def test_a_token_of_another_kind_is_refused(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong with it
        read_token(token)


@pytest.mark.parametrize("status", ["ACCEPTED", "DENIED", "NOT_ANSWERED"])
def test_the_skill_hears_what_was_answered_to_alexa(status: Status) -> None:
    skill = SmallSkill(asking(SCOPE), answer("I see."))
    echo = device(skill)
    echo.hear("open paint box")

    outcome = echo.answer_permission(status)

    heard = skill.requests[1]
    assert (heard["type"], heard["name"], heard["token"]) == ("Connections.Response", "AskFor", "a mark")
    assert heard["payload"]["status"] == status
    assert outcome.words == "I see."
    assert echo.pending is None
    assert echo.is_listening


@pytest.mark.parametrize(("status", "granted"), [("ACCEPTED", {SCOPE}), ("DENIED", set()), ("NOT_ANSWERED", set())])
def test_only_what_was_granted_is_granted_from_then_on(status: Status, granted: set[str]) -> None:
    skill = SmallSkill(asking(SCOPE), answer("I see."))
    echo = device(skill)
    echo.hear("open paint box")
    echo.answer_permission(status)

    echo.hear("next")

    system = skill.asked[2]["context"]["System"]
    assert read_token(system["apiAccessToken"]) == (system["user"]["userId"], frozenset(granted))
    assert set(system["user"].get("permissions", {"scopes": {}})["scopes"]) == granted


def test_where_alexa_asks_nothing_there_is_nothing_to_answer() -> None:
    with pytest.raises(NotForSkillError, match="no permission"):
        device(SmallSkill()).answer_permission("ACCEPTED")


def test_whoever_goes_on_leaves_alexas_question_unanswered() -> None:
    echo = device(SmallSkill(asking(SCOPE), answer("Welcome.")))
    echo.hear("open paint box")
    asked = echo.pending

    echo.hear("open paint box")

    assert asked == Permission((SCOPE,), "a mark")
    assert echo.pending is None
