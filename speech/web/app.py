"""The desk on a port of this machine, for as long as somebody wants it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from speech.errors import hint
from speech.simulator.clock import real
from speech.simulator.loopback import address, bind
from speech.simulator.signer import RequestSigner
from speech.skills.interface import Skill
from speech.web import raw_requests
from speech.web.security import guard


def serve(skill: Skill, locale: str, port: int, service: tuple[Flask, RequestSigner] | None) -> None:
    """Serves the page, and the service itself where there is one, until stopped. Raises SpeechError.

    The page begins in the given locale.
    """
    app = _app(service)
    guard(app)
    with _page(app, skill, locale) as told:
        server = bind(app, port)
        print(told.format(address(server)), flush=True)  # noqa: T201 - a command speaks to its terminal
        server.serve_forever()


def _app(service: tuple[Flask, RequestSigner] | None) -> Flask:
    if service is None:
        return Flask(__name__, static_folder=None)
    app, authority = service
    app.register_blueprint(raw_requests.blueprint(authority, real))
    return app


@contextmanager
def _page(app: Flask, skill: Skill, locale: str) -> Iterator[str]:
    """Gives what to tell. Where the extra for it is not installed, the app goes without a page."""
    try:
        from speech.web import routes
        from speech.web.registry import Registry
    except ModuleNotFoundError as error:
        yield f"Requests are answered at {{}}/desk/request (Ctrl-C stops it). There is no page: {hint(error)}"
        return
    with Registry(skill, locale) as talks:
        app.register_blueprint(routes.blueprint(talks))
        routes.warm_up(talks, locale)
        yield "Open {} in a browser, and talk (Ctrl-C stops it)."
