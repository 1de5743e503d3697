"""A WSGI app whose answers show what the server passed to it. Tests start the server with it."""

import json
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from threading import Event
from typing import Any, Final

from skill.deferral import ENVIRON_KEY

SECRET: Final = "what-the-sender-wrote"
BIG: Final = 8 * 1024 * 1024
"""Bytes of a response that no socket's buffer holds."""

_released: "Future[None]" = Future()
_unheld = Event()


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path, body = environ["PATH_INFO"], environ["wsgi.input"].read()
    if path == "/fail":
        raise ValueError(body.decode())
    if path == "/exit":
        raise SystemExit(body.decode())
    if path == "/defer" and (defer := environ.get(ENVIRON_KEY)):
        defer(_released)
    if path == "/hold":
        _unheld.wait()
    if path == "/unhold":
        _unheld.set()
    if path == "/release":
        _released.set_result(None)
    answer = b"x" * BIG if path == "/big" else json.dumps(_shown(environ, body)).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [answer]


def _shown(environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    texts = {name: value for name, value in environ.items() if isinstance(value, str)}
    return {"body": body.decode("latin-1"), "environ": texts}
