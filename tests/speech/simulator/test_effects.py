"""What a response does besides speech. If one fails, a part of an answer vanishes without a word."""

from typing import Any

import pytest

from speech.simulator.effects import effects
from speech.simulator.permissions import ADDRESS, REMINDERS
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse, read_response
from speech.simulator.response_check import check_turn
from speech.simulator.turn_result import TurnResult
from speech.simulator.viewports import ECHO_SHOW_8
from tests.support.event_skill import EventSkill, device, directing, play
from tests.support.small_skill import SmallSkill, answer, asking
from tests.support.small_skill import device as small_device

CONSENT = "connection://AMAZON.AskForPermissionsConsent/2"
VIDEO = {"type": "VideoApp.Launch", "videoItem": {"source": "https://example.com/film.mp4"}}
DOCUMENT = {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {"type": "APL"}}


def request(name: str, **payload: Any) -> dict[str, Any]:
    return {"type": "Connections.SendRequest", "name": name, "payload": payload, "token": "t"}


def buying(name: str, **more: Any) -> dict[str, Any]:
    return request(name, InSkillProduct={"productId": "hints"}, **more)


def audio_document(*items: dict[str, Any]) -> dict[str, Any]:
    document = {
        "type": "APLA",
        "version": "0.91",
        "mainTemplate": {"item": {"type": "Sequencer", "items": list(items)}},
    }
    return {"type": "Alexa.Presentation.APLA.RenderDocument", "token": "t", "document": document}


def connection(uri: str, **more: Any) -> dict[str, Any]:
    return {"type": "Connections.StartConnection", "uri": uri, "input": {}, "token": "t", **more}


def lines(response: dict[str, Any], *, has_screen: bool = False) -> tuple[list[str], list[str]]:
    """Return what the response does, and the rules that it breaks."""
    echo = device(EventSkill(LaunchRequest=response), screen=ECHO_SHOW_8 if has_screen else None)
    result = echo.hear("open paint box")
    start = "Alexa would refuse this answer. "
    return list(effects(result)), [line.removeprefix(start) for line in check_turn(result)]


@pytest.mark.parametrize(
    ("response", "line"),
    [
        (
            {"card": {"type": "Simple", "title": "Colours", "content": "Red\nBlue"}},
            "Card in the Alexa app: Colours Red Blue",
        ),
        ({"card": {"type": "Standard", "title": "T", "text": "X"}}, "Card in the Alexa app: T X"),
        (
            {"card": {"type": "LinkAccount"}},
            "Card in the Alexa app: link your account. With --access-token TOKEN, requests carry the token of one.",
        ),
        (
            {"card": {"type": "AskForPermissionsConsent", "permissions": ["read::alexa:device:all:address"]}},
            f"Card in the Alexa app: allow {ADDRESS}. With --grant SCOPE, a permission is granted.",
        ),
        (directing(play("a")), "Audio player: PLAYING https://example.com/a.mp3 at 0:00."),
        (
            directing(buying("Buy")),
            "Alexa sells the product hints in her own words, and sends Connections.Response with its purchaseResult.",
        ),
        (directing(buying("Upsell", upsellMessage="More?")), "Alexa offers the product hints in her own words"),
        (directing(buying("Cancel")), "Alexa cancels the product hints in her own words"),
        (directing(request("Setup")), "Alexa sends Setup to another service, and the skill gets Connections.Response"),
        (directing(connection("connection://AMAZON.PrintPDF/1")), "Alexa hands over to connection://AMAZON.PrintPDF/1"),
        (
            directing(
                audio_document({"type": "Speech", "content": "Spoken"}, {"type": "Audio", "source": "soundbank://x"})
            ),
            'Alexa plays an audio document (APL for audio), which says: "Spoken", with 1 sound.',
        ),
        (directing(audio_document()), "Alexa plays an audio document (APL for audio)."),
        (
            directing({"type": "GameEngine.StartInputHandler"}),
            "The simulator does not play GameEngine.StartInputHandler.",
        ),
        (directing({"type": "Hint", "hint": {"type": "PlainText", "text": "say red"}}), "Hint, shown on a screen: Try"),
        ({"canFulfillIntent": {"canFulfill": "YES"}}, "canFulfillIntent answers a CanFulfillIntentRequest, which the"),
        (
            {"reprompt": {"directives": [audio_document({"type": "Speech", "content": "Well?"})]}},
            'With the reprompt: Alexa plays an audio document (APL for audio), which says: "Well?".',
        ),
        (directing({"type": "Tasks.CompleteTask"}), "The task is complete: Alexa goes back to where it was started."),
    ],
)
def test_what_is_not_heard_is_said_in_one_line(response: dict[str, Any], line: str) -> None:
    does, broken = lines(response)

    assert broken == []
    assert len(does) == 1
    assert does[0].startswith(line)


@pytest.mark.parametrize(
    ("response", "does", "rule"),
    [
        (
            {"directives": [VIDEO]},
            "Alexa plays the video https://example.com/film.mp4, and ends the session.",
            "This device does not support VideoApp.Launch: send it only if supportedInterfaces has VideoApp.",
        ),
        (
            directing(DOCUMENT),
            "",
            "This device does not support Alexa.Presentation.APL.RenderDocument: send it only if supportedInterfaces",
        ),
    ],
)
def test_what_needs_a_screen_is_refused_on_a_device_without_one(response: dict[str, Any], does: str, rule: str) -> None:
    with_screen, without = lines(response, has_screen=True), lines(response)

    assert with_screen == ([does] if does else [], [])
    assert without[0] == []
    assert [line.startswith(rule) for line in without[1]] == [True]


IMAGE = {"smallImageUrl": "https://example.com/" + "x" * 2_000}


@pytest.mark.parametrize(
    ("response", "rule"),
    [
        (
            {"card": {"type": "Simple", "title": "T", "content": "x" * 9_000}},
            "The card has 9,001 characters; the limit is 8,000.",
        ),
        ({"card": {"type": "Standard", "title": "T", "text": "x" * 8_000}}, "The card has 8,001 characters"),
        (
            {"card": {"type": "Standard", "title": "T", "text": "X", "image": IMAGE}},
            "has 2,020 characters; the limit is 2,000",
        ),
        (
            {"card": {"type": "Standard", "text": "X", "image": {"largeImageUrl": "http://x"}}},
            "must have an https address, not 'http://x'",
        ),
        ({"card": {"type": "Simple", "title": "T"}}, "response.card.content is missing; add it."),
        (
            {"card": {"type": "simple", "content": "X"}},
            "response.card.type must be one of Simple, Standard, LinkAccount",
        ),
        (
            {"card": {"type": "Simple", "title": 5, "content": "X"}},
            "response.card.title must be a non-empty string, not 5.",
        ),
        ({"card": {"type": "Standard", "text": "X", "image": "x"}}, "response.card.image must be an object, not 'x'."),
        ({"card": {"type": "AskForPermissionsConsent"}}, "response.card.permissions is missing; add it."),
        ({"card": {"type": "AskForPermissionsConsent", "permissions": []}}, "response.card.permissions is empty"),
        (directing({"type": "AudioPlayer.Resume"}), "There is no directive AudioPlayer.Resume."),
        ({"reprompt": {"directives": [{"type": "Speak"}]}}, "There is no directive Speak."),
        ({"reprompt": {"directives": 5}}, "response.reprompt.directives must be a list, not 5."),
        (directing({"type": "Speak"}), "There is no directive Speak."),
        (directing({"name": "x"}), "There is no directive None."),
        (directing(buying("Upsell")), "payload.upsellMessage is missing; Alexa says it for hints."),
        (directing(request("Buy")), "payload.InSkillProduct is missing; add it."),
        (directing(buying("Buy"), shouldEndSession=False), "Buy ends the session: set shouldEndSession to true"),
        (directing({"type": "Connections.SendRequest"}), "directives[0].name is missing; add it."),
        (
            directing(connection("AMAZON.PrintPDF/1")),
            "uri must be connection://PROVIDER.TASK/VERSION, not 'AMAZON.PrintPDF/1'.",
        ),
        (
            directing(connection("connection://AMAZON.PrintPDF/1", onCompletion="RESUME")),
            "must be one of RESUME_SESSION, SEND",
        ),
        (directing(connection("connection://AMAZON.PrintPDF/1", input=[])), "directives[0].input must be an object"),
        (directing({"type": "Alexa.Presentation.APLA.RenderDocument"}), "directives[0].document is missing; add it."),
        (
            {"outputSpeech": {"type": "PlainText", "text": "A", "playBehavior": "x"}},
            "playBehavior must be one of ENQUEUE",
        ),
    ],
)
def test_what_alexa_refuses_is_named_by_her_rule(response: dict[str, Any], rule: str) -> None:
    broken = lines(response)[1]

    assert len(broken) == 1
    assert rule in broken[0]


@pytest.mark.parametrize(
    ("directive", "rule"),
    [
        ({**VIDEO, "videoItem": {"source": "http://x"}}, "videoItem.source must be an https address, not 'http://x'."),
        ({"type": "VideoApp.Launch"}, "videoItem is missing; add it."),
        ({"type": "Alexa.Presentation.APL.RenderDocument"}, "document is missing; add it."),
        ({"type": "Alexa.Presentation.APL.ExecuteCommands", "token": "t", "commands": []}, "commands is empty"),
        ({"type": "Alexa.Presentation.APL.ExecuteCommands", "commands": [{}]}, "token is missing; add it."),
        ({"type": "Hint", "hint": {"type": "RichText", "text": "x"}}, "hint.type must be PlainText, not 'RichText'."),
        ({"type": "Alexa.Presentation.HTML.Start"}, "does not support Alexa.Presentation.HTML.Start"),
    ],
)
def test_what_alexa_refuses_on_a_screen_is_named_by_her_rule(directive: dict[str, Any], rule: str) -> None:
    broken = lines({"directives": [directive]}, has_screen=True)[1]

    assert len(broken) == 1
    assert rule in broken[0]


def test_a_video_comes_without_should_end_session() -> None:
    assert lines(directing(VIDEO), has_screen=True)[1] == ["VideoApp.Launch must come without shouldEndSession."]


def test_a_card_of_8_000_characters_is_shown() -> None:
    assert lines({"card": {"type": "Simple", "content": "x" * 8_000}})[1] == []


@pytest.mark.parametrize(("status", "is_granted"), [("ACCEPTED", True), ("DENIED", False)])
def test_a_permission_that_is_asked_for_by_a_connection_resumes_the_session(status: Any, is_granted: Any) -> None:
    asked = connection(CONSENT)
    asked["input"] = {
        "@type": "AskForPermissionsConsentRequest",
        "@version": "2",
        "permissionScopes": [{"permissionScope": ADDRESS}],
    }
    content = {"version": "1.0", "sessionAttributes": {"step": 3}, "response": directing(asked)}
    skill = SmallSkill(read_response(content, "the skill"), answer("Thank you."))
    echo = small_device(skill)
    echo.hear("open paint box")

    result = echo.answer_permission(status)

    first, resumed = skill.envelopes
    assert resumed["request"]["type"] == "SessionResumedRequest"
    assert resumed["request"]["cause"]["type"] == "ConnectionCompleted"
    assert resumed["request"]["cause"]["result"]["status"] == status
    assert resumed["request"]["cause"]["token"] == "t"
    assert (resumed["session"]["sessionId"], resumed["session"]["new"]) == (first["session"]["sessionId"], False)
    assert resumed["session"]["attributes"] == {"step": 3}
    assert result.words == "Thank you."
    assert (ADDRESS in echo.speaker.granted) is is_granted


def test_a_linked_account_is_in_the_session_and_in_the_context() -> None:
    speaker = Speaker(access_token="token-1")

    users = [speaker.context()["System"]["user"], speaker.session("s", {}, is_new=True)["user"]]

    assert [user["accessToken"] for user in users] == ["token-1"] * 2
    assert "accessToken" not in Speaker().context()["System"]["user"]


@pytest.mark.parametrize(("response", "shown"), [(asking(REMINDERS), 0), (asking(ADDRESS), 1), (answer("No."), 1)])
def test_a_refused_call_is_not_shown_while_alexa_asks_for_its_permission(response: SkillResponse, shown: int) -> None:
    """In the middle of their conversation, a person would read an error that the skill handles."""
    note = f"Alexa's API answered POST /v1/alerts/reminders with 401. Allow it with --grant {REMINDERS}"

    assert list(effects(TurnResult(response=response, notes=(note,)))).count(note) == shown
