"""Serves a skill of ask-sdk-core without checking signatures, on a port that it prints."""

from typing import Any

from ask_sdk_core.skill import CustomSkill
from ask_sdk_model import RequestEnvelope
from flask import Flask, request
from werkzeug.serving import make_server


def serve(skill: CustomSkill) -> None:
    """GET /requests returns the types of all requests."""
    types: list[str] = []
    app = Flask(__name__)

    @app.post("/")
    def alexa() -> Any:
        envelope = skill.serializer.deserialize(request.get_data(as_text=True), RequestEnvelope)
        types.append(envelope.request.object_type)
        return skill.serializer.serialize(skill.invoke(envelope, None))

    @app.get("/requests")
    def all_requests() -> list[str]:
        return types

    server = make_server("127.0.0.1", 0, app)
    print(server.port, flush=True)  # noqa: T201 - the test reads the port
    server.serve_forever()
