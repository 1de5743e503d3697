"""POST /alexa: a verified request in, its answer out; everything else is refused without a word."""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from skill.alexa.verification.verifier import Verifier
from skill.errors import StoreError, VerificationError
from skill.telemetry.interface import Telemetry

MOST_BYTES: Final = 256 * 1024
"""Alexa's requests have a few kilobytes; a larger body is not read."""

log: Final = logging.getLogger(__name__)


def blueprint(verifier: Verifier, answer: Callable[[Mapping[str, Any]], bytes], telemetry: Telemetry) -> Blueprint:
    """Answers what is proven to be Alexa's, and tells what is not."""
    alexa = Blueprint("alexa", __name__)

    @alexa.post("/alexa")
    def hear() -> Response:
        request.max_content_length = MOST_BYTES
        envelope = verifier.verify(request.headers, request.get_data(cache=False))
        return Response(answer(envelope), mimetype="application/json")

    @alexa.errorhandler(VerificationError)
    def refuse(error: VerificationError) -> tuple[str, int]:
        """Amazon asks for a 400; the reason is for the operator, not for the sender."""
        telemetry.refused(error.reason)
        return "", 400

    @alexa.errorhandler(StoreError)
    def ask_again_later(error: StoreError) -> tuple[str, int]:
        """Only events end here, and Amazon delivers again what is not acknowledged; turns go on without the store."""
        log.warning("not acknowledged: %s", error.log_message)
        return "", 503

    @alexa.errorhandler(413)
    def refuse_size(_: Exception) -> tuple[str, int]:
        telemetry.refused("too-large")
        return "", 413

    return alexa
