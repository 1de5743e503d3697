"""The desk's door: a raw Alexa request goes in, is signed as Alexa would, and meets the skill's verified endpoint."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from speech.json_reader import read_json
from speech.simulator.signer import RequestSigner


def blueprint(authority: RequestSigner, now: Callable[[], datetime], endpoint: str = "/alexa") -> Blueprint:
    desk = Blueprint("desk", __name__)

    @desk.post("/desk/request")
    def forward() -> ResponseReturnValue:
        """The request is stamped with the present time and an id of its own.

        A recorded one would be too old to be accepted, and once it was answered it would count as sent again.
        """
        try:
            envelope = read_json(request.get_data())
        except ValueError:
            envelope = None
        if not isinstance(envelope, dict) or not isinstance(envelope.get("request"), dict):
            return {"error": 'not an Alexa request: send JSON with a "request" in it'}, 400
        return _signed(envelope)

    def _signed(envelope: dict[str, Any]) -> ResponseReturnValue:
        envelope["request"]["timestamp"] = now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        envelope["request"]["requestId"] = f"amzn1.echo-api.request.{uuid4()}"
        body = json.dumps(envelope).encode()
        return current_app.test_client().post(endpoint, data=body, headers=authority.sign(body))

    return desk
