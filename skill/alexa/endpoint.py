"""POST /alexa: verifies a request and answers it. Refused requests get an empty response."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from skill.alexa.verification.verifier import Verifier
from skill.deferral import ENVIRON_KEY
from skill.errors import StoreError, VerificationError
from skill.telemetry.interface import Telemetry

MAX_BYTES: Final = 256 * 1024
"""Alexa's requests have a few kilobytes. A larger body is not read."""

log: Final = logging.getLogger(__name__)


def blueprint(verifier: Verifier, answer: Callable[[Mapping[str, Any]], bytes], telemetry: Telemetry) -> Blueprint:
    """`answer` gets only verified envelopes. Refusals are reported to `telemetry`."""
    alexa = Blueprint("alexa", __name__)

    @alexa.post("/alexa")
    def receive() -> Response:
        request.max_content_length = MAX_BYTES
        envelope = verifier.verify(request.headers, request.get_data(cache=False), request.environ.get(ENVIRON_KEY))
        return Response(answer(envelope), mimetype="application/json")

    @alexa.errorhandler(VerificationError)
    def refuse(error: VerificationError) -> tuple[str, int]:
        """Amazon requires a 400. The reason is for the operator, not for the sender."""
        telemetry.refused(error.reason)
        return "", 400

    @alexa.errorhandler(StoreError)
    def ask_to_retry(error: StoreError) -> tuple[str, int]:
        """Only events get here: Amazon delivers an event again if it is not acknowledged. Turns continue without."""
        log.warning("an event was not acknowledged: %s", error.log_message)
        return "", 503

    @alexa.errorhandler(413)
    def refuse_size(_: Exception) -> tuple[str, int]:
        telemetry.refused("too-large")
        return "", 413

    return alexa
