"""A temporary HTTP server on this machine's loopback address."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from speech.errors import SpeechError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LOOPBACK = "127.0.0.1"

POLL_INTERVAL = 0.02
"""Seconds between checks for a shutdown, which delays the end of a command by as much."""


class _SilentRequestHandler(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Requests are private, so they are not logged."""


def bind(app: "WSGIApplication", port: int = 0) -> BaseWSGIServer:
    """Return a server that is bound but does not serve yet. Port 0 picks a free port. Raises SpeechError."""
    try:
        with socket.create_server((LOOPBACK, port)) as bound:
            return make_server(
                LOOPBACK, port, app, threaded=True, request_handler=_SilentRequestHandler, fd=bound.fileno()
            )
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error  # Python adds the address, which repeats the port
        raise SpeechError(f"port {port} is not available ({reason}); choose another one: --port PORT") from error


def address(server: BaseWSGIServer) -> str:
    """Return the server's URL."""
    return f"http://{LOOPBACK}:{server.port}"


@contextmanager
def serving(app: "WSGIApplication") -> Iterator[str]:
    """Serve in the background and yield the URL."""
    server = bind(app)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": POLL_INTERVAL}, daemon=True)
    thread.start()
    try:
        yield address(server)
    finally:
        server.shutdown()
        thread.join()
