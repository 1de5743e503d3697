from typing import Any

import pytest

from speech.simulator.response import ResponseError, read_response
from speech.tts.transcript import words

SAYS_HELLO = {"type": "SSML", "ssml": "<speak>Hello.</speak>"}


def _answer(**response: Any) -> dict[str, Any]:
    return {"version": "1.0", "response": response}


def test_an_answer_tells_what_is_said_and_what_is_asked_again() -> None:
    envelope = _answer(outputSpeech=SAYS_HELLO, reprompt={"outputSpeech": SAYS_HELLO}, shouldEndSession=False)

    answer = read_response(envelope | {"sessionAttributes": {"turns": 1}}, "the skill")

    assert answer.speech == answer.reprompt == "<speak>Hello.</speak>"
    assert answer.is_open
    assert answer.attributes == {"turns": 1}
    assert answer.envelope["response"] == envelope["response"]


@pytest.mark.parametrize(
    "response",
    [
        {},
        {"outputSpeech": None, "reprompt": None, "directives": None, "shouldEndSession": None},
        {"reprompt": {}, "directives": []},
    ],
    ids=["nothing", "null", "empty"],
)
def test_an_answer_may_say_nothing(response: dict[str, Any]) -> None:
    answer = read_response({"response": response, "sessionAttributes": None}, "the skill")

    assert (answer.speech, answer.reprompt, answer.is_open, answer.attributes) == ("", "", False, {})


@pytest.mark.parametrize("text", ["Tom & Jerry, 3 < 4.", "<b>not markup</b>", "Hello."])
def test_plain_text_is_said_as_it_is_written(text: str) -> None:
    answer = read_response(_answer(outputSpeech={"type": "PlainText", "text": text}), "the skill")

    assert words(answer.speech) == text


def test_directives_are_known_by_their_types() -> None:
    directives = [{"type": "Dialog.Delegate"}, {"type": "AudioPlayer.Stop"}]

    answer = read_response(_answer(directives=directives), "the skill")

    assert answer.directives == ("Dialog.Delegate", "AudioPlayer.Stop")


@pytest.mark.parametrize(
    ("envelope", "fault"),
    [
        ([], "the answer must be an object, not []"),
        ({}, "response must be an object"),
        ({"response": "Hello."}, "response must be an object, not 'Hello.'"),
        (_answer(outputSpeech="Hello."), "response.outputSpeech must be an object, not 'Hello.'"),
        (_answer(outputSpeech={"type": "ssml", "ssml": ""}), "response.outputSpeech.type must be SSML or PlainText"),
        (_answer(outputSpeech={"type": "SSML", "text": "Hello."}), "response.outputSpeech.ssml must be a text"),
        (_answer(outputSpeech={"type": "PlainText"}), "response.outputSpeech.text must be a text"),
        (_answer(reprompt={"outputSpeech": []}), "response.reprompt.outputSpeech must be an object, not []"),
        (_answer(shouldEndSession="false"), "response.shouldEndSession must be true or false, not 'false'"),
        (_answer(directives={}), "response.directives must be a list, not {}"),
        (_answer(directives=["Stop"]), "response.directives[0] must be an object, not 'Stop'"),
        (_answer() | {"sessionAttributes": [1]}, "sessionAttributes must be an object, not [1]"),
    ],
)
def test_what_alexa_would_not_take_is_named_with_its_place(envelope: object, fault: str) -> None:
    with pytest.raises(ResponseError) as error:
        read_response(envelope, "http://localhost:3000/")

    assert str(error.value).startswith("http://localhost:3000/ answered what Alexa would not take: ")
    assert fault in str(error.value)
