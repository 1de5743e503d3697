import json
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import RequestEnvelope
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.essence import essence
from skill.screens.touch import INTENTS, USER_EVENT

RECORDED = {path.stem: json.loads(path.read_text()) for path in (Path(__file__).parents[1] / "requests").glob("*.json")}
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
touches = st.sampled_from([[name] for name in INTENTS] + [["step", "boundaries"], ["rating", "7"], ["nothing"], []])
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
    {"user": st.just({"userId": "somebody"})},
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


def read_by_the_sdk(envelope: RequestEnvelope) -> Any:
    """The envelope as the SDK's own reader makes it from JSON that says the same."""
    return SDK.deserialize(json.dumps(SDK.serialize(envelope)), RequestEnvelope)


@pytest.mark.parametrize("name", RECORDED)
def test_of_a_recorded_request_the_sdk_would_make_the_same(name: str) -> None:
    envelope = essence(RECORDED[name])

    assert read_by_the_sdk(envelope) == envelope


@given(envelopes)
def test_of_any_envelope_the_sdk_would_make_the_same(received: dict[str, Any]) -> None:
    envelope = essence(received)

    assert read_by_the_sdk(envelope) == envelope


@pytest.mark.parametrize(
    "name", ["go-to-step-phone", "launch-echo-show", "next-recognised-person", "practice-one-shot"]
)
def test_what_is_used_is_what_the_sdk_reads_from_the_whole_request(name: str) -> None:
    whole: Any = SDK.deserialize(json.dumps(RECORDED[name]), RequestEnvelope)

    used: Any = essence(RECORDED[name])

    assert used.request.request_id == whole.request.request_id
    assert used.request.locale == whole.request.locale
    assert used.request.object_type == whole.request.object_type
    assert used.session.new == whole.session.new
    assert used.session.attributes == whole.session.attributes
    assert used.context.system.user.user_id == whole.context.system.user.user_id
    assert used.context.system.device.device_id == whole.context.system.device.device_id
    assert meant(used.request) == meant(whole.request)


def meant(request: Any) -> object:
    """The intent with what its slots hold."""
    intent = getattr(request, "intent", None)
    return intent and (intent.name, {name: slot.value for name, slot in (intent.slots or {}).items()})
