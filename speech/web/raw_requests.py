"""The route that signs a raw Alexa request as Alexa would, and passes it to the skill's endpoint, which verifies it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from speech.json_reader import read_json
from speech.simulator.signer import RequestSigner


def raw_request_blueprint(signer: RequestSigner, now: Callable[[], datetime], endpoint: str = "/alexa") -> Blueprint:
    simulator = Blueprint("simulator", __name__)

    @simulator.post("/simulator/request")
    def forward() -> ResponseReturnValue:
        """Replace the timestamp and the request id, and forward the request.

        The skill would refuse a recorded request as too old, or take its id for that of a repeated request.
        """
        try:
            envelope = read_json(request.get_data())
        except ValueError:
            envelope = None
        if not isinstance(envelope, dict) or not isinstance(envelope.get("request"), dict):
            return {"error": 'not an Alexa request: send JSON with a "request" in it'}, 400
        return _send_signed(envelope)

    def _send_signed(envelope: dict[str, Any]) -> ResponseReturnValue:
        envelope["request"]["timestamp"] = now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        envelope["request"]["requestId"] = f"amzn1.echo-api.request.{uuid4()}"
        body = json.dumps(envelope).encode()
        return current_app.test_client().post(endpoint, data=body, headers=signer.sign(body))

    return simulator
