"""Access control: only this machine's own browser and programs may use the simulator, and no other site's page.

Another site's page can reach a server on loopback in two ways. Its visitor's browser sends requests to it, whose
`Origin` or `Sec-Fetch-Site` header shows where they come from. Or the site's own name resolves to 127.0.0.1 (DNS
rebinding), which the `Host` header shows.
"""

import re
from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, abort, make_response, request
from werkzeug.datastructures import Headers

ALLOWED_HOST: Final = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
ALLOWED_SITES: Final = frozenset({"same-origin", "none"})
"""Values of Sec-Fetch-Site for a request by the simulator's own page, and for an address that a person typed."""

MAX_BYTES: Final = 256 * 1024

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
        " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def guard(app: Flask) -> None:
    """Protect every route of the app. A route's own value of a header stays, such as the hash of a page's style."""

    @app.before_request
    def refuse_other_sites() -> None:
        request.max_content_length = MAX_BYTES
        if reason := _refusal(request.headers):
            abort(make_response({"error": f"refused: {reason}"}, 403))

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _refusal(headers: Headers) -> str:
    """Return why the request is refused; empty if it is allowed."""
    host, origin = headers.get("Host", ""), headers.get("Origin")
    if not ALLOWED_HOST.fullmatch(host):
        return "the simulator answers at 127.0.0.1 and localhost only"
    if origin is not None and origin.lower() != f"http://{host}".lower():
        return "another site's page must not use the simulator"
    if headers.get("Sec-Fetch-Site", "none") not in ALLOWED_SITES:
        return "another site linked here; type the simulator's address yourself"
    return ""
