import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.request import USER_EVENT, SkillRequest
from skill.dialogue.intents import BUTTONS, INTENT_HANDLERS
from skill.errors import VerificationError

RECORDED = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[2] / "requests").glob("*.json")}
SDK = DefaultSerializer()

texts = st.text(max_size=5)
anything = (
    st.none() | texts | st.integers(0, 9) | st.lists(texts, max_size=2) | st.dictionaries(texts, texts, max_size=2)
)
matches = st.fixed_dictionaries(
    {"status": st.fixed_dictionaries({"code": st.sampled_from(["ER_SUCCESS_MATCH", "ER_SUCCESS_NO_MATCH", "ER_NEW"])})},
    optional={"values": st.lists(st.just({"value": {"id": "boundaries"}}) | anything, max_size=2)},
)
slots = st.fixed_dictionaries(
    {},
    optional={
        "value": texts,
        "resolutions": anything | st.fixed_dictionaries({"resolutionsPerAuthority": st.lists(matches, max_size=2)}),
    },
)
intents = st.fixed_dictionaries(
    {}, optional={"name": texts, "slots": anything | st.dictionaries(texts, anything | slots, max_size=3)}
)
touches = st.sampled_from([[name] for name in BUTTONS] + [["step", "boundaries"], ["rating", "7"], ["nothing"], []])
requests = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["LaunchRequest", "IntentRequest", "Connections.Response", USER_EVENT, "New.Request"]),
        "requestId": anything,
        "locale": anything,
        "intent": anything | intents,
        "arguments": anything | touches,
        "payload": anything | st.fixed_dictionaries({"status": anything}),
        "token": anything,
    },
)
systems = st.fixed_dictionaries(
    {"user": st.just({"userId": "user"})},
    optional={
        "person": anything | st.fixed_dictionaries({"personId": texts}),
        "device": anything | st.fixed_dictionaries({"deviceId": texts, "supportedInterfaces": anything}),
        "apiEndpoint": anything,
        "apiAccessToken": anything,
    },
)
sessions = st.fixed_dictionaries({}, optional={"new": anything | st.booleans(), "attributes": anything})
envelopes = st.fixed_dictionaries(
    {"context": st.fixed_dictionaries({"System": systems})},
    optional={"session": anything | sessions, "request": requests},
)


KNOWN_TO_SDK = [
    "go-to-step-nine",
    "go-to-step-phone",
    "go-to-unknown-step",
    "intent-of-a-newer-model",
    "launch-echo-dot",
    "launch-echo-show",
    "next-recognised-person",
    "practice-one-shot",
]
"""The recorded requests that the SDK can deserialize. It fails on values that are newer than its release."""


@pytest.mark.parametrize("name", KNOWN_TO_SDK)
def test_a_recorded_request_has_the_same_values_as_in_the_sdk(name: str) -> None:
    """A field read from the wrong place would use another language, or another person's progress."""
    by_sdk: Any = SDK.deserialize(json.dumps(RECORDED[name]), RequestEnvelope)

    request = SkillRequest.from_envelope(RECORDED[name])

    system = by_sdk.context.system
    assert request.user_id == system.user.user_id
    assert request.person_id == (system.person.person_id if system.person else None)
    assert request.request_id == by_sdk.request.request_id
    assert request.locale == (by_sdk.request.locale or "")
    assert {slot: filled.value for slot, filled in request.slots.items()} == slot_values(by_sdk.request)


def slot_values(request: Any) -> dict[str, str]:
    """The filled slots, as the SDK deserializes them."""
    intent = getattr(request, "intent", None)
    slots = (intent.slots or {}) if intent else {}
    return {name: slot.value for name, slot in slots.items() if slot.value is not None}


@given(envelopes)
def test_any_json_with_a_user_becomes_a_request_that_the_skill_answers(received: dict[str, Any]) -> None:
    request = SkillRequest.from_envelope(received)

    assert request.name in INTENT_HANDLERS
    assert request.user_id == "user"
    assert all(isinstance(slot.value, str) for slot in request.slots.values())


@given(st.fixed_dictionaries({}, optional={"session": anything, "context": anything, "request": requests}))
def test_a_request_without_a_user_is_refused(received: dict[str, Any]) -> None:
    with pytest.raises(VerificationError, match="malformed"):
        SkillRequest.from_envelope(received)
