"""GET /metrics, for whoever has the token; for everybody else there is no such page."""

import hmac
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, abort, request

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""All, so that none of them tells that there is such a page."""


def blueprint(token: str, page: Callable[[], bytes]) -> Blueprint:
    """Who asks without the token learns as much as where there are no metrics."""
    metrics = Blueprint("metrics", __name__)

    @metrics.route("/metrics", methods=METHODS, provide_automatic_options=False)
    def tell() -> Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogatepass")
        if request.method not in {"GET", "HEAD"} or not hmac.compare_digest(given, f"Bearer {token}".encode()):
            abort(404)
        return Response(page(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return metrics
