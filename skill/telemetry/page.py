"""GET /metrics, for whoever has the token; for everybody else there is no such page."""

import hmac
from collections.abc import Callable

from flask import Blueprint, Response, abort, request


def blueprint(token: str, page: Callable[[], bytes]) -> Blueprint:
    """Who asks without the token learns as much as where there are no metrics."""
    metrics = Blueprint("metrics", __name__)

    @metrics.get("/metrics")
    def tell() -> Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogatepass")
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            abort(404)
        return Response(page(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return metrics
