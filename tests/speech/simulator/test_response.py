from typing import Any

import pytest

from speech.simulator.response import ResponseError, read_response
from speech.tts.transcript import words

SAYS_HELLO = {"type": "SSML", "ssml": "<speak>Hello.</speak>"}


def _response(**response: Any) -> dict[str, Any]:
    return {"version": "1.0", "response": response}


def test_a_response_has_its_speech_its_reprompt_and_its_attributes() -> None:
    envelope = _response(outputSpeech=SAYS_HELLO, reprompt={"outputSpeech": SAYS_HELLO}, shouldEndSession=False)

    response = read_response(envelope | {"sessionAttributes": {"turns": 1}}, "the skill")

    assert response.speech == response.reprompt == "<speak>Hello.</speak>"
    assert response.stays_open(has_screen=False)
    assert response.opens_microphone
    assert response.attributes == {"turns": 1}
    assert response.envelope["response"] == envelope["response"]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"outputSpeech": None, "reprompt": None, "directives": None},
        {"reprompt": {}, "directives": []},
    ],
    ids=["nothing", "null", "empty"],
)
def test_a_response_may_say_nothing(content: dict[str, Any]) -> None:
    response = read_response({"response": content, "sessionAttributes": None}, "the skill")

    assert (response.speech, response.reprompt, response.session, response.attributes) == ("", "", "undefined", {})


@pytest.mark.parametrize("text", ["Tom & Jerry, 3 < 4.", "<b>not markup</b>", "Hello."])
def test_plain_text_is_said_as_it_is_written(text: str) -> None:
    response = read_response(_response(outputSpeech={"type": "PlainText", "text": text}), "the skill")

    assert words(response.speech) == text


def test_directives_are_listed_by_their_types() -> None:
    directives = [{"type": "Dialog.Delegate"}, {"type": "AudioPlayer.Stop"}]

    response = read_response(_response(directives=directives), "the skill")

    assert response.directives == ("Dialog.Delegate", "AudioPlayer.Stop")


@pytest.mark.parametrize(
    ("envelope", "fault"),
    [
        ([], "the answer must be an object, not []"),
        ({}, "response must be an object"),
        ({"response": "Hello."}, "response must be an object, not 'Hello.'"),
        (_response(outputSpeech="Hello."), "response.outputSpeech must be an object, not 'Hello.'"),
        (_response(outputSpeech={"type": "ssml", "ssml": ""}), "response.outputSpeech.type must be SSML or PlainText"),
        (_response(outputSpeech={"type": "SSML", "text": "Hello."}), "response.outputSpeech.ssml must be a text"),
        (_response(outputSpeech={"type": "PlainText"}), "response.outputSpeech.text must be a text"),
        (_response(reprompt={"outputSpeech": []}), "response.reprompt.outputSpeech must be an object, not []"),
        (_response(shouldEndSession="false"), "response.shouldEndSession must be true or false, not 'false'"),
        (_response(directives={}), "response.directives must be a list, not {}"),
        (_response(directives=["Stop"]), "response.directives[0] must be an object, not 'Stop'"),
        (_response() | {"sessionAttributes": [1]}, "sessionAttributes must be an object, not [1]"),
    ],
)
def test_an_invalid_value_is_reported_with_its_source_and_path(envelope: object, fault: str) -> None:
    with pytest.raises(ResponseError) as error:
        read_response(envelope, "http://localhost:3000/")

    assert str(error.value).startswith("http://localhost:3000/ sent a response that Alexa would not accept: ")
    assert fault in str(error.value)


@pytest.mark.parametrize(
    ("permissions", "rule"),
    [
        (5, r"response\.card\.permissions must be a list, not 5"),
        ("read", r"response\.card\.permissions must be a list, not 'read'"),
        ([5], r"response\.card\.permissions\[0\] must be a non-empty string, not 5"),
    ],
)
def test_malformed_permissions_of_a_card_are_refused(permissions: Any, rule: str) -> None:
    card = {"type": "AskForPermissionsConsent", "permissions": permissions}

    with pytest.raises(ResponseError, match=rule):
        read_response(_response(card=card), "the skill")
