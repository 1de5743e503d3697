"""Who may ask the desk: this machine's own browser and programs, and no web page from elsewhere.

A page of another site reaches a server on loopback in two ways: its visitor's browser sends requests there, which bear
where they come from; or a name of its own is made to lead to 127.0.0.1, which the Host then gives away.
"""

import re
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, abort, make_response, request
from werkzeug.datastructures import Headers

OWN_HOST: Final = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
OWN_SITES: Final = frozenset({"same-origin", "none"})
"""What a browser says of a request by the desk's own page, and of an address that a person typed."""

MOST_BYTES: Final = 256 * 1024

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def guard(app: Flask) -> None:
    """Every address of the app, for none of them is meant for another site."""

    @app.before_request
    def refuse_strangers() -> None:
        request.max_content_length = MOST_BYTES
        if reason := _strangeness(request.headers):
            abort(make_response({"error": f"refused: {reason}"}, 403))

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response


def _strangeness(headers: Headers) -> str:
    """Why a request may not come from this machine's own hands; empty where it may."""
    host, origin = headers.get("Host", ""), headers.get("Origin")
    if not OWN_HOST.fullmatch(host):
        return "the desk answers at 127.0.0.1 and localhost only"
    if origin is not None and origin.lower() != f"http://{host}".lower():
        return "another site's page must not ask the desk"
    if headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        return "another site led here; type the desk's address yourself"
    return ""
