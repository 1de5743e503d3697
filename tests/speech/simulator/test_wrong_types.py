"""Gives every field of an answer a value of another type, one at a time.

If it fails, one invalid field of a skill brings a traceback instead of a line that names it.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.response import SkillResponse, read_response
from speech.simulator.skill_calls import SkillClient
from speech.simulator.viewports import ECHO_SHOW_8
from speech.skills.interface import RunningSkill
from speech.web import schemas
from speech.web.conversation import WebConversation
from tests.support.event_skill import play
from tests.support.small_skill import model, speech

INVALID: tuple[Any, ...] = (None, 5, True, "", "x", [], {}, ["x"], {"a": 5})
SCOPES = [{"permissionScope": "alexa::profile:email:read", "consentLevel": "ACCOUNT"}]
CONSENT = {"@type": "AskForPermissionsConsentRequest", "@version": "2", "permissionScopes": SCOPES}
ENTITIES = [{"name": "COLOUR", "values": [{"id": "b", "name": {"value": "blue", "synonyms": ["navy"]}}]}]
ITEM = {"type": "Text", "text": "hi"}
DIRECTIVES: tuple[dict[str, Any], ...] = (
    play("a", "ENQUEUE", expectedPreviousToken="b"),
    {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"},
    {"type": "VideoApp.Launch", "videoItem": {"source": "https://v", "metadata": {"title": "V"}}},
    {"type": "Alexa.Presentation.APL.RenderDocument", "token": "t", "document": {"mainTemplate": {"items": [ITEM]}}},
    {"type": "Alexa.Presentation.APL.ExecuteCommands", "token": "t", "commands": [{"type": "Idle"}]},
    {"type": "Alexa.Presentation.APLA.RenderDocument", "token": "t", "document": {"mainTemplate": {"item": ITEM}}},
    {"type": "Connections.SendRequest", "name": "AskFor", "payload": CONSENT, "token": "t"},
    {"type": "Connections.SendRequest", "name": "Buy", "payload": {"InSkillProduct": {"productId": "p"}}, "token": "t"},
    {"type": "Connections.StartConnection", "uri": "connection://AMAZON.AskForPermissionsConsent/2", "input": CONSENT},
    {"type": "Dialog.UpdateDynamicEntities", "updateBehavior": "REPLACE", "types": ENTITIES},
    {
        "type": "Dialog.ElicitSlot",
        "slotToElicit": "colour",
        "updatedIntent": {"name": "ColourIntent", "slots": {"colour": {"name": "colour", "value": "red"}}},
    },
    {"type": "Hint", "hint": {"type": "PlainText", "text": "say red"}},
)
CARDS: tuple[dict[str, Any], ...] = (
    {"type": "Standard", "title": "T", "text": "X", "image": {"smallImageUrl": "https://x"}},
    {"type": "AskForPermissionsConsent", "permissions": ["alexa::profile:email:read"]},
)


def answer(**parts: Any) -> dict[str, Any]:
    return {
        "version": "1.0",
        "sessionAttributes": {"a": {"b": 1}},
        "response": {
            "outputSpeech": speech("Hi."),
            "reprompt": {"outputSpeech": speech("Hm?"), "directives": [{"type": "Hint"}]},
            "shouldEndSession": False,
            **parts,
        },
    }


IDS = [f"{each['type']} {each.get('name', '')}".strip() for each in (*DIRECTIVES, *CARDS)]
ANSWERS = [*(answer(directives=[each]) for each in DIRECTIVES), *(answer(card=each) for each in CARDS)]


def variants(value: Any) -> Iterator[Any]:
    """Yield the value with each of its fields replaced by each invalid one, and without it."""
    yield from INVALID
    if isinstance(value, dict):
        for key, child in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: other} for other in variants(child))
    elif isinstance(value, list):
        for at, child in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in variants(child))


class InvalidSkill:
    """A skill that always gives this answer."""

    content: Any = None

    def send(self, envelope: Any) -> SkillResponse:
        return read_response(copy.deepcopy(self.content), "the skill")

    def notify(self, envelope: Any) -> None:
        pass


def _device(skill: SkillClient) -> Device:
    return Device(model(), skill, Speaker(screen=ECHO_SHOW_8), Clock())


@pytest.mark.parametrize("whole", ANSWERS, ids=IDS)
def test_a_field_of_another_type_is_named_in_one_line_and_never_raises(whole: dict[str, Any]) -> None:
    skill = InvalidSkill()
    page = WebConversation(_device(skill), Clock(), RunningSkill(skill, lambda speaker: {}), max_turns=100_000)
    tried = 0

    for content in variants(whole):
        skill.content = content
        for record in page.say("open paint box", page.device.speaker):
            shown = schemas.turn(record)["notes"]
            assert all(line and "\n" not in line for line in shown), content
            tried += 1

    assert tried > 100
