"""The simulator's web server on this machine."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Blueprint, Flask, current_app, request
from flask.typing import ResponseReturnValue

from speech.errors import hint
from speech.json_reader import read_json
from speech.simulator.clock import utc_now
from speech.simulator.loopback import address, bind
from speech.simulator.request import Speaker
from speech.simulator.signer import RequestSigner
from speech.skills.interface import Skill
from speech.web.security import guard

if TYPE_CHECKING:
    from speech.web.page_audio import PageAudio


def serve(
    skill: Skill,
    speaker: Speaker,
    port: int,
    service: tuple[Flask, RequestSigner] | None,
    audio: "Callable[[], PageAudio]",
) -> None:
    """Serve the page, with this speaker and their locale at first, and the skill's own service if given, until stopped.

    `audio` is what the page speaks and hears with; it is called if there is a page.

    Raises SpeechError.
    """
    app = _app(service)
    guard(app)
    with _page(app, skill, speaker, audio) as message:
        server = bind(app, port)
        print(message.format(address(server)), flush=True)  # noqa: T201 - a command prints to its terminal
        server.serve_forever()


def _app(service: tuple[Flask, RequestSigner] | None) -> Flask:
    if service is None:
        return Flask(__name__, static_folder=None)
    app, signer = service
    app.register_blueprint(raw_request_blueprint(signer, utc_now))
    return app


@contextmanager
def _page(app: Flask, skill: Skill, speaker: Speaker, audio: "Callable[[], PageAudio]") -> Iterator[str]:
    """Add the page and yield the message to print. Without the optional packages, only the message is different."""
    try:
        from speech.web import routes
        from speech.web.registry import Registry
    except ModuleNotFoundError as error:
        yield f"Requests are answered at {{}}/simulator/request (Ctrl-C stops it). There is no page: {hint(error)}"
        return
    with Registry(skill, speaker.locale, speaker=speaker) as registry:
        heard_and_spoken = audio()
        app.register_blueprint(routes.page_blueprint(registry, heard_and_spoken))
        routes.warm_up(registry, heard_and_spoken, speaker.locale)
        yield "Open {} in a browser, and talk (Ctrl-C stops it)."


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
