"""The service for progressive responses: what Alexa says while the skill still thinks about its answer.

https://developer.amazon.com/docs/alexa/custom-skills/send-the-user-a-progressive-response.html
"""

from http import HTTPStatus
from typing import Any, Final
from xml.sax.saxutils import escape

from speech.json_reader import JsonNode
from speech.tts.alexa_ssml import faults

MAX_RESPONSES: Final = 5
"""Progressive responses to one request."""

_SPEAK: Final = "VoicePlayer.Speak"


class DirectivesApi:
    def __init__(self) -> None:
        self._open: dict[str, list[str]] = {}

    def begin(self, request: str) -> None:
        self._open[request] = []

    def end(self, request: str) -> tuple[str, ...]:
        """Return what was said for the request, as SSML. No more is taken for it."""
        return tuple(self._open.pop(request, ()))

    def handle(self, method: str, body: Any) -> tuple[HTTPStatus, Any]:
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, {"message": f"{method} is not allowed here"}
        try:
            root = JsonNode(body)
            request = root["header"]["requestId"].text
            speech = _speech(root["directive"])
        except ValueError as error:
            return HTTPStatus.BAD_REQUEST, {"code": "INVALID_DIRECTIVE", "message": str(error)}
        said = self._open.get(request)
        if said is None:
            return HTTPStatus.FORBIDDEN, {"message": f"Unrecognized requestId: {request:.200}"}
        if len(said) == MAX_RESPONSES:
            message = f"a skill can send {MAX_RESPONSES} progressive responses to a request"
            return HTTPStatus.FORBIDDEN, {"message": message}
        said.append(speech)
        return HTTPStatus.NO_CONTENT, None


def _speech(directive: JsonNode) -> str:
    """Return SSML. Raises ValueError."""
    if directive["type"].text != _SPEAK:
        raise ValueError(f"directive.type must be {_SPEAK}, not {directive['type'].text:.60}")
    text = directive["speech"].text
    speech = text if text.lstrip().startswith("<speak") else f"<speak>{escape(text)}</speak>"
    if fault := next(iter(faults(speech)), None):
        raise ValueError(f"directive.speech: {fault}")
    return speech
