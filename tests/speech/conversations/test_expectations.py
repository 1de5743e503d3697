"""If these fail, a conversation file passes though the skill understood or answered something else, or the reverse."""

from datetime import date
from typing import Any

import pytest

from speech.conversations.expectations import PlayedTurn, parse
from speech.nlu.recognizer import Recognizer
from speech.simulator.response import read_response
from speech.simulator.turn_result import TurnResult
from tests.support.small_skill import model


def _resolved(name: str, id_: str) -> dict[str, Any]:
    match = {"value": {"name": name, "id": id_}}
    status = {"code": "ER_SUCCESS_MATCH"}
    return {"resolutionsPerAuthority": [{"authority": "A", "status": status, "values": [match]}]}


SLOTS = {
    "size": {"name": "size", "value": "big", "confirmationStatus": "NONE", "resolutions": _resolved("large", "L")},
    "drink": {"name": "drink", "confirmationStatus": "NONE"},
    "extras": {
        "name": "extras",
        "slotValue": {
            "type": "List",
            "values": [{"type": "Simple", "value": "milk"}, {"value": "sugar", "resolutions": _resolved("sugar", "S")}],
        },
    },
}
REQUEST = {
    "session": {"new": True},
    "request": {"type": "IntentRequest", "intent": {"name": "OrderIntent", "slots": SLOTS}, "dialogState": "STARTED"},
}
PLAY = {"type": "AudioPlayer.Play", "audioItem": {"stream": {"url": "https://a.example/b.mp3", "token": "t"}}}
RESPONSE = {
    "version": "1.0",
    "sessionAttributes": {"count": 3, "cart": [{"name": "latte"}], "a.b": "dotted", "note": "2  *  3", "flag": None},
    "response": {
        "outputSpeech": {"type": "PlainText", "text": "Ordered."},
        "reprompt": {"outputSpeech": {"type": "SSML", "ssml": "<speak>What <break/>else?</speak>"}},
        "card": {"type": "Simple", "title": "Your order", "content": "One latte,\nlarge"},
        "directives": [{"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "CLEAR"}, PLAY],
        "shouldEndSession": False,
    },
}
REPROMPT = "<speak>What <break/>else?</speak>"
TURN = PlayedTurn(TurnResult("", REQUEST, read_response(RESPONSE, "the skill"), reprompt=REPROMPT), is_open=True)
SILENT = PlayedTurn(TurnResult(), is_open=False)

HOLDS = [
    "@ intent: OrderIntent",
    "@ intent: (OrderIntent | BuyIntent)",
    "@ slot size: big",
    "@ slot size id: L",
    "@ slot size confirmationStatus: NONE",
    "@ slot size",
    "@ no slot drink",
    "@ no slot drink: *",
    "@ no slot size: small",
    "@ slot extras: milk",
    "@ slot extras: sugar",
    "@ slot extras id: S",
    "@ directive: AudioPlayer.Play",
    "@ directive AudioPlayer.Play",
    "@ directive AudioPlayer.Play audioItem.stream.url: https:*.mp3",
    "@ directive AudioPlayer.Play audioItem.stream.token: t",
    "@ no directive AudioPlayer.Stop",
    "@ no directive: Dialog.*Slot",
    "@ attribute count: 3",
    "@ attribute cart[0].name: latte",
    '@ attribute cart: [{"name":"latte"}]',
    "@ attribute a.b: dotted",
    r"@ attribute note: 2 \* 3",
    "@ no attribute cart[1]",
    "@ no attribute flag",
    "@ card: Simple",
    "@ card title: Your order",
    "@ card content: *latte, large",
    "@ no card text",
    "@ reprompt: What else?",
    "@ session: open",
    "@ shouldEndSession: false",
    "@ request request.dialogState: STARTED",
    "@ request session.new: true",
    "@ response version: 1.0",
    "@ response response.directives[1].type: AudioPlayer.Play",
    "@ no response response.directives[7]",
]
DIFFERS = [
    ("@ intent: HelpIntent", "@ intent: OrderIntent"),
    ("@ intent confirmationStatus", "@ no intent confirmationStatus"),
    ("@ slot size: small", "@ slot size: big"),
    ("@ slot drink: latte", "@ no slot drink"),
    ("@ slot size id: S", "@ slot size id: L"),
    ("@ no slot size", "@ slot size: big"),
    ("@ directive: AudioPlayer.Stop", "@ directive: Dialog.UpdateDynamicEntities"),
    ("@ no directive AudioPlayer.Play", "@ directive: Dialog.UpdateDynamicEntities"),
    ("@ attribute count: 4", "@ attribute count: 3"),
    ("@ attribute note: none", r"@ attribute note: 2 \* 3"),
    ("@ attribute total", "@ no attribute total"),
    ("@ no card", "@ card: Simple"),
    ("@ session: closed", "@ session: open"),
    ("@ shouldEndSession: true", "@ shouldEndSession: false"),
]


@pytest.mark.parametrize("line", HOLDS)
def test_what_is_so_stays_as_it_is_written(line: str) -> None:
    expectation = parse(line)

    assert expectation.actual(TURN) == expectation
    assert parse(str(expectation)) == expectation


@pytest.mark.parametrize(("line", "actual"), DIFFERS)
def test_what_is_not_so_is_replaced_with_what_is(line: str, actual: str) -> None:
    assert str(parse(line).actual(TURN)) == actual


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("@ slot sise: small", "@ slot sise: small: OrderIntent has no slot sise; it has "),
        ("@ slot sise id: S", "@ slot sise id: S: OrderIntent has no slot sise; it has "),
        ("@ slot size: small", ""),
        ("@ no slot sise", ""),
        ("@ card: Standard", ""),
    ],
)
def test_a_slot_that_the_intent_does_not_have_is_named_with_those_that_it_has(line: str, hint: str) -> None:
    """The line that takes its place, "@ no slot sise", would be read as an instruction."""
    found = parse(line).hint(TURN)

    assert (found[: len(hint)], bool(found)) == (hint, bool(hint))
    assert ("size" in found) is bool(hint)


@pytest.mark.parametrize("subject", ["intent", "slot size", "directive", "attribute", "card", "reprompt"])
def test_a_silence_has_none_of_them(subject: str) -> None:
    assert str(parse(f"@ {subject}").actual(SILENT)) == f"@ no {subject}"


@pytest.mark.parametrize("line", ["@ intent: ColourIntent", "@ slot colour: red", "@ slot colour id: *", "@ no slot x"])
def test_what_alexa_keeps_to_herself_in_a_dialog_can_be_expected_too(line: str) -> None:
    """She sends nothing while she asks for the slots of an intent by herself."""
    recognition = Recognizer(model(), "en-US", lambda: date(2026, 11, 23)).recognize("paint it red")

    expectation = parse(line)

    assert expectation.actual(PlayedTurn(TurnResult(recognition=recognition), is_open=True)) == expectation


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("@", "not an expectation; write @ and one of intent, slot, directive, attribute, event, stream, card, "),
        ("@ itent: X", "not an expectation"),
        ("@ slot: large", "needs its name"),
        ("@ intent: /(/", "is not a regular expression"),
    ],
)
def test_an_invalid_expectation_is_an_error(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"expectation|regular") as error:
        parse(line)

    assert message in str(error.value)
