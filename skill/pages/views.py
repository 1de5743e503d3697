"""GET /privacy and GET /terms: the texts of a language's pages.toml, as HTML pages that load nothing else."""

import base64
import hashlib
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, UndefinedError

from skill import locales
from skill.errors import ContentError

NAMES: Final = ("privacy", "terms")
NAME: Final = "Trust Steps"
STYLE: Final = files("skill.pages").joinpath("style.css").read_text("utf-8")
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}
"""A page may use only its own style."""


def pages(days: int, language: str = "en") -> Mapping[str, str]:
    """Return HTML by page name; `days` is how long progress is stored. Raise ContentError if pages.toml is invalid."""
    file = f"{language}/pages.toml"
    environment = Environment(loader=PackageLoader("skill.pages"), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("page.html")
    try:
        words = tomllib.loads(locales.read(file))
        shared = {"words": words, "days": days, "name": NAME, "style": STYLE, "language": language}
        return {name: template.render(page=words[name], date=words["date"], **shared) for name in NAMES}
    except (tomllib.TOMLDecodeError, KeyError, UndefinedError) as error:
        raise ContentError(f"{file}: {error}") from error


def blueprint(keep: timedelta) -> Blueprint:
    """Render the pages once and serve them from memory."""
    views = Blueprint("pages", __name__)
    for name, page in pages(keep.days).items():
        views.add_url_rule(f"/{name}", name, _view(page))
    return views


def _view(page: str) -> Callable[[], Response]:
    return lambda: Response(page, headers=HEADERS, content_type="text/html; charset=utf-8")
