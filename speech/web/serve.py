"""The desk on a port of this machine, for as long as somebody wants it."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from speech.extra import mend
from speech.home import Repertoire
from speech.server import address, bind
from speech.web.guard import guard


def serve(app: Flask, skill: Repertoire, locale: str, port: int) -> None:
    """Until it is stopped; the page begins in that locale. Raises SpeechError."""
    guard(app)
    with _page(app, skill, locale) as told:
        server = bind(app, port)
        print(told.format(address(server)), flush=True)  # noqa: T201 - a command speaks to its terminal
        server.serve_forever()


@contextmanager
def _page(app: Flask, skill: Repertoire, locale: str) -> Iterator[str]:
    """Gives what to tell. Where the extra for it is not installed, the app goes without a page."""
    try:
        from speech.web import page
        from speech.web.talks import Talks
    except ModuleNotFoundError as error:
        yield f"Requests are answered at {{}}/desk/request (Ctrl-C stops it). There is no page: {mend(error)}"
        return
    with Talks(skill, locale) as talks:
        app.register_blueprint(page.blueprint(talks))
        page.warm_up(talks, locale)
        yield "Open {} in a browser, and talk (Ctrl-C stops it)."
