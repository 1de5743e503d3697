"""A server on this machine's loopback, for as long as it is needed."""

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

GLANCE = 0.02
"""Seconds between two looks at whether to stop: the end of a command waits for one."""


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """What is asked of the desk is nobody's business."""


def bind(app: "WSGIApplication", port: int = 0) -> BaseWSGIServer:
    """A server that is bound but does not serve yet; port 0 takes any free one. Raises SpeechError."""
    try:
        with socket.create_server((LOOPBACK, port)) as bound:
            return make_server(LOOPBACK, port, app, threaded=True, request_handler=_Quiet, fd=bound.fileno())
    except OSError as error:
        raise SpeechError(f"port {port} cannot be had ({error.strerror}); set PORT to another one") from error


def address(server: BaseWSGIServer) -> str:
    """Where a browser or a device finds it."""
    return f"http://{LOOPBACK}:{server.port}"


@contextmanager
def serving(app: "WSGIApplication") -> Iterator[str]:
    """Serves in the background; gives the address."""
    server = bind(app)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": GLANCE}, daemon=True)
    thread.start()
    try:
        yield address(server)
    finally:
        server.shutdown()
        thread.join()
