import json
from typing import Any

import orjson
import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import Response, ResponseEnvelope
from ask_sdk_model.ui import Reprompt, SimpleCard, SsmlOutputSpeech
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.envelope import response, serialize
from skill.alexa.session import SessionState
from skill.dialogue.intents import INTENT_HANDLERS
from tests.support.progress_states import LIBRARY, PEOPLE, DialogueSession

SDK = DefaultSerializer()
GUIDE = LIBRARY.guide("en-US")

speeches = st.none() | st.builds(SsmlOutputSpeech, ssml=st.text())
values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**53) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
responses = st.builds(
    Response,
    output_speech=speeches,
    card=st.none() | st.builds(SimpleCard, title=st.text(), content=st.text()),
    reprompt=st.none() | st.builds(Reprompt, speeches),
    should_end_session=st.none() | st.booleans(),
)
answers = st.builds(
    ResponseEnvelope,
    version=st.just("1.0"),
    session_attributes=st.none() | st.dictionaries(st.text(), values),
    user_agent=st.none() | st.text(),
    response=responses,
)


@pytest.mark.parametrize("has_screen", [True, False], ids=["screen", "no screen"])
@pytest.mark.parametrize("intent", INTENT_HANDLERS)
def test_every_answer_is_serialized_as_by_the_sdk(intent: str, has_screen: bool) -> None:  # noqa: FBT001 - a table's column
    for person in PEOPLE.values():
        reply = DialogueSession(GUIDE, person(GUIDE)).handle(intent)
        answer = ResponseEnvelope(
            version="1.0",
            session_attributes=SessionState(1, reply).to_attributes(),
            response=response(reply, GUIDE, has_screen=has_screen),
        )

        assert json.loads(serialize(answer)) == SDK.serialize(answer)


@given(answers)
def test_any_answer_is_serialized_as_by_the_sdk(answer: Any) -> None:
    assert json.loads(serialize(answer)) == SDK.serialize(answer)


def test_an_object_that_is_not_the_sdks_is_refused() -> None:
    with pytest.raises(orjson.JSONEncodeError):
        serialize({"what": object()})
