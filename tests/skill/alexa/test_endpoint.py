import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.alexa.endpoint import MAX_BYTES, blueprint
from skill.telemetry.interface import NullTelemetry
from tests.support.alexa_client import AUTHORITY, Alexa, Clock, alexa, sqlite
from tests.support.invalid_requests.table import FORGERIES
from tests.support.invalid_requests.world import Forgery, World

REQUESTS = sorted((Path(__file__).parents[2] / "requests").glob("*.json"))
DEEP = "a place for what is nested"
NULL_TELEMETRY = {
    "can-fulfill": {"canFulfillIntent": {"canFulfill": "NO"}},
    "session-ended-by-error": {},
    "session-ended-by-user": {},
    "skill-disabled-event": {},
    "system-exception": {},
    "unknown-event": {},
}


@pytest.fixture(scope="module")
def strangers(world: World) -> FlaskClient:
    """A door that verifies, and behind it nobody who answers."""

    def answer(envelope: Mapping[str, Any]) -> bytes:
        raise AssertionError("a forged request came through")

    app = Flask(__name__)
    app.register_blueprint(blueprint(world.verifier(), answer, NullTelemetry()))
    return app.test_client()


@pytest.fixture
def speaker(tmp_path: Path) -> Alexa:
    clock = Clock()
    return alexa(sqlite(tmp_path, clock), clock)


def _recorded(path: Path) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(path.read_text())
    return envelope


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_a_forgery_gets_a_400_and_not_a_word(forgery: Forgery, world: World, strangers: FlaskClient) -> None:
    headers, body = forgery.make(world)

    response = strangers.post("/alexa", data=body, headers=headers)

    assert response.status_code == 400
    assert response.data == b""


def test_a_body_over_the_cap_gets_a_413_unread(world: World, strangers: FlaskClient) -> None:
    headers, body = world.request(b" " * (MAX_BYTES + 1))

    response = strangers.post("/alexa", data=body, headers=headers)

    assert response.status_code == 413
    assert response.data == b""


def test_a_body_without_a_length_is_capped_too(world: World, strangers: FlaskClient) -> None:
    headers, body = world.request(b" " * (MAX_BYTES + 1))

    response = strangers.post(
        "/alexa",
        input_stream=BytesIO(body),
        headers=headers,
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert response.status_code == 413


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_every_recorded_request_is_answered(path: Path, speaker: Alexa) -> None:
    response = speaker.post(_recorded(path))

    answer = response.get_json()
    assert response.status_code == 200
    assert answer["version"] == "1.0"
    if path.stem in NULL_TELEMETRY:
        assert answer["response"] == NULL_TELEMETRY[path.stem]
    else:
        assert answer["response"]["outputSpeech"]["type"] == "SSML"
        assert isinstance(answer["response"]["shouldEndSession"], bool)
        assert ("reprompt" in answer["response"]) is not answer["response"]["shouldEndSession"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("go-to-step-nine", "numbered from 1 to 5"),
        ("go-to-step-phone", "Step 3: Set boundaries"),
        ("go-to-unknown-step", "from 1 to 5"),
        ("intent-of-a-newer-model", "You can say: begin"),
        ("launch-old-envelope", "Welcome to Trust Steps"),
        ("next-recognised-person", "Step 1: Identify"),
        ("practice-one-shot", "slow breath"),
        ("touch-on-a-screen", "Step 1: Identify"),
        ("unknown-request-type", "You can say: begin"),
        ("unknown-values", "Step 2: Communicate"),
    ],
)
def test_a_recorded_request_is_answered_with_sense(name: str, words: str, speaker: Alexa) -> None:
    path = next(path for path in REQUESTS if path.stem == name)

    response = speaker.post(_recorded(path)).get_json()["response"]

    assert words in response["outputSpeech"]["ssml"]


def test_a_request_that_names_nobody_is_refused(speaker: Alexa) -> None:
    envelope = _recorded(next(path for path in REQUESTS if path.stem == "launch-old-envelope"))
    del envelope["session"]["user"], envelope["context"]["System"]["user"]

    response = speaker.post(envelope)

    assert (response.status_code, response.data) == (400, b"")


@pytest.mark.parametrize("name", ["next-recognised-person", "unknown-event", "session-ended-by-user"])
def test_what_is_nested_as_deep_as_can_be_read_is_answered(name: str, speaker: Alexa) -> None:
    """Nothing walks through an envelope level by level, and runs out of stack."""
    envelope = _recorded(REQUESTS[0].parent / f"{name}.json")
    places: list[dict[str, Any]] = [envelope, envelope["request"], envelope["request"].setdefault("intent", {})]
    for place in (*places, envelope.get("session", {}).setdefault("attributes", {})):
        place.update(dict.fromkeys(("deep", "known", "last", "slots", "payload", "arguments", "body"), DEEP))
    envelope["request"]["timestamp"] = speaker.clock.now.isoformat()
    body = json.dumps(envelope).replace(json.dumps(DEEP), "[" * 1_000 + "]" * 1_000).encode()

    response = speaker.client.post("/alexa", data=body, headers=AUTHORITY.sign(body))

    assert response.status_code == 200


def test_another_method_is_not_allowed(speaker: Alexa) -> None:
    response = speaker.client.get("/alexa")

    assert response.status_code == 405


def test_only_a_device_that_draws_documents_ever_gets_one(speaker: Alexa) -> None:
    responses = {path.stem: speaker.post(_recorded(path)).get_json()["response"] for path in REQUESTS}

    drawn = {name: response["directives"] for name, response in responses.items() if "directives" in response}

    assert drawn.keys() == {"go-to-step-phone", "launch-echo-show", "touch-on-a-screen"}
    assert {directive["type"] for directives in drawn.values() for directive in directives} == {
        "Alexa.Presentation.APL.RenderDocument"
    }
