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
from tests.support.alexa_client import AUTHORITY, Alexa, TickingClock, alexa, sqlite
from tests.support.invalid_requests.table import INVALID_REQUESTS
from tests.support.invalid_requests.world import InvalidRequest, World

REQUESTS = sorted((Path(__file__).parents[2] / "requests").glob("*.json"))
PLACEHOLDER = "replaced by nested arrays"
EVENT_RESPONSES = {
    "can-fulfill": {"canFulfillIntent": {"canFulfill": "NO"}},
    "session-ended-by-error": {},
    "session-ended-by-user": {},
    "skill-disabled-event": {},
    "system-exception": {},
    "unknown-event": {},
}


@pytest.fixture(scope="module")
def verifying_client(world: World) -> FlaskClient:
    """A client of an endpoint that fails on every accepted request."""

    def answer(envelope: Mapping[str, Any]) -> bytes:
        raise AssertionError("an invalid request was accepted")

    app = Flask(__name__)
    app.register_blueprint(blueprint(world.verifier(), answer, NullTelemetry()))
    return app.test_client()


@pytest.fixture
def speaker(tmp_path: Path) -> Alexa:
    clock = TickingClock()
    return alexa(sqlite(tmp_path, clock), clock)


def _recorded(path: Path) -> dict[str, Any]:
    envelope: dict[str, Any] = json.loads(path.read_text())
    return envelope


@pytest.mark.parametrize("invalid", INVALID_REQUESTS, ids=lambda invalid: invalid.name)
def test_an_invalid_request_gets_an_empty_400(
    invalid: InvalidRequest, world: World, verifying_client: FlaskClient
) -> None:
    headers, body = invalid.make(world)

    response = verifying_client.post("/alexa", data=body, headers=headers)

    assert response.status_code == 400
    assert response.data == b""


def test_a_body_over_the_limit_gets_an_empty_413(world: World, verifying_client: FlaskClient) -> None:
    headers, body = world.request(b" " * (MAX_BYTES + 1))

    response = verifying_client.post("/alexa", data=body, headers=headers)

    assert response.status_code == 413
    assert response.data == b""


def test_a_body_without_a_length_is_limited_too(world: World, verifying_client: FlaskClient) -> None:
    headers, body = world.request(b" " * (MAX_BYTES + 1))

    response = verifying_client.post(
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
    if path.stem in EVENT_RESPONSES:
        assert answer["response"] == EVENT_RESPONSES[path.stem]
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
def test_a_recorded_request_gets_the_expected_answer(name: str, words: str, speaker: Alexa) -> None:
    path = next(path for path in REQUESTS if path.stem == name)

    response = speaker.post(_recorded(path)).get_json()["response"]

    assert words in response["outputSpeech"]["ssml"]


def test_a_request_without_a_user_is_refused(speaker: Alexa) -> None:
    envelope = _recorded(next(path for path in REQUESTS if path.stem == "launch-old-envelope"))
    del envelope["session"]["user"], envelope["context"]["System"]["user"]

    response = speaker.post(envelope)

    assert (response.status_code, response.data) == (400, b"")


@pytest.mark.parametrize("name", ["next-recognised-person", "unknown-event", "session-ended-by-user"])
def test_a_request_with_the_deepest_nesting_that_parses_is_answered(name: str, speaker: Alexa) -> None:
    """No code recurses through an envelope and exhausts the stack."""
    envelope = _recorded(REQUESTS[0].parent / f"{name}.json")
    objects: list[dict[str, Any]] = [envelope, envelope["request"], envelope["request"].setdefault("intent", {})]
    for target in (*objects, envelope.get("session", {}).setdefault("attributes", {})):
        target.update(dict.fromkeys(("deep", "known", "last", "slots", "payload", "arguments", "body"), PLACEHOLDER))
    envelope["request"]["timestamp"] = speaker.clock.now.isoformat()
    body = json.dumps(envelope).replace(json.dumps(PLACEHOLDER), "[" * 1_000 + "]" * 1_000).encode()

    response = speaker.client.post("/alexa", data=body, headers=AUTHORITY.sign(body))

    assert response.status_code == 200


def test_another_method_is_not_allowed(speaker: Alexa) -> None:
    response = speaker.client.get("/alexa")

    assert response.status_code == 405


def test_only_a_device_with_apl_gets_a_document(speaker: Alexa) -> None:
    responses = {path.stem: speaker.post(_recorded(path)).get_json()["response"] for path in REQUESTS}

    directives_by_name = {
        name: response["directives"] for name, response in responses.items() if "directives" in response
    }

    assert directives_by_name.keys() == {"go-to-step-phone", "launch-echo-show", "touch-on-a-screen"}
    assert {directive["type"] for directives in directives_by_name.values() for directive in directives} == {
        "Alexa.Presentation.APL.RenderDocument"
    }
