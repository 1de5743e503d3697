"""GET /privacy and GET /terms: plain text from a language's pages.toml, in a page that loads nothing else."""

import base64
import hashlib
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from skill import locales

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
"""The page may use its own style, and nothing else."""


def pages(days: int, language: str = "en") -> Mapping[str, str]:
    """HTML by name; `days` is how long progress is kept."""
    words = tomllib.loads(locales.read(f"{language}/pages.toml"))
    environment = Environment(loader=PackageLoader("skill.pages"), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("page.html")
    shared = {"words": words, "days": days, "name": NAME, "style": STYLE, "language": language, "date": words["date"]}
    return {name: template.render(page=words[name], **shared) for name in NAMES}


def blueprint(keep: timedelta) -> Blueprint:
    """Renders the pages once, at the start."""
    views = Blueprint("pages", __name__)
    for name, page in pages(keep.days).items():
        views.add_url_rule(f"/{name}", name, _view(page))
    return views


def _view(page: str) -> Callable[[], Response]:
    return lambda: Response(page, headers=HEADERS, content_type="text/html; charset=utf-8")
