"""Calls a WSGI app with a request that has arrived whole, and returns the bytes of its response."""

import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from io import BytesIO
from time import time
from traceback import format_tb
from typing import Any, Final
from urllib.parse import unquote_to_bytes, urlsplit

from skill.deferral import ENVIRON_KEY, DeferredError
from skill.server.request_parser import MAX_BODY, Request

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

BASE: Final[dict[str, Any]] = {
    "SCRIPT_NAME": "",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"

log: Final = logging.getLogger(__name__)


def respond(app: App, request: Request) -> bytes:
    """Return the response's bytes. An exception of the app is logged and answered with a 500, the connection's last.

    Raise DeferredError if the request should be passed to the app again later.
    """
    if request.refusal:
        return refusal(request.refusal)
    try:
        environ = _environ(request)
    except ValueError:  # the target is no URL
        request.keeps_alive = False
        return refusal(HTTPStatus.BAD_REQUEST)
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], Any]:
        started[:] = status, headers
        return written.append

    written: list[bytes] = []
    try:
        chunks = app(environ, start_response)
        try:
            body = b"".join([*written, *chunks])
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        status, headers = started
    except DeferredError:
        raise
    except Exception as error:  # noqa: BLE001 - its message may quote the request, so it is not logged
        log.error("a request failed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))  # noqa: TRY400
        request.keeps_alive = False
        return refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
    return _serialize(status, headers, body, keeps_alive=request.keeps_alive)


def refusal(status: int) -> bytes:
    """Return an empty response, after which the connection is closed."""
    line = f"{status} {HTTPStatus(status).phrase}"
    return _serialize(line, [], b"", keeps_alive=False)


def _environ(request: Request) -> dict[str, Any]:
    """The sender's address is left out, so that nothing can log it."""
    path, query = _split(request.target)
    environ = BASE | request.headers
    environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"] = request.method, path, query
    environ["wsgi.input"] = BytesIO(request.body)
    if request.is_too_large:
        environ["CONTENT_LENGTH"] = str(MAX_BODY + 1)  # so that the app refuses and counts it
    elif request.body or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # the body is not chunked any more
    if request.may_be_deferred:
        environ[ENVIRON_KEY] = _defer
    return environ


def _defer(future: Future[Any]) -> None:
    raise DeferredError(future)


def _split(target: bytes) -> tuple[str, str]:
    """Return the path, without percent escapes, and the query, both as WSGI wants them."""
    if not target.startswith(b"/"):  # the absolute form, which only proxies use
        parts = urlsplit(target)
        target = b"?".join(filter(None, (parts.path or b"/", parts.query)))
    path, _, query = target.partition(b"?")
    return (unquote_to_bytes(path) if b"%" in path else path).decode("latin-1"), query.decode("latin-1")


def _serialize(status: str, headers: list[tuple[str, str]], body: bytes, *, keeps_alive: bool) -> bytes:
    lines = [f"HTTP/1.1 {status}\r\nDate: {_date(int(time()))}\r\n"]
    has_length = status[:3] in {"204", "304"}
    for name, value in headers:
        lines.append(f"{name}: {value}\r\n")
        has_length = has_length or name.lower() == "content-length"
    if not has_length:
        lines.append(f"Content-Length: {len(body)}\r\n")
    lines.append("\r\n" if keeps_alive else "Connection: close\r\n\r\n")
    return "".join(lines).encode("latin-1") + body


@lru_cache(maxsize=2)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
