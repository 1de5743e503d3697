"""GET /privacy and GET /terms, and /de/privacy for German: the texts of pages.toml, as pages that load nothing else."""

import base64
import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Final

from flask import Blueprint, Response
from jinja2 import Environment, PackageLoader, StrictUndefined, UndefinedError

from skill import locales
from skill.errors import ContentError
from skill.locales import REFERENCE
from skill.toml_reader import AnyKeys, read_toml

log: Final = logging.getLogger(__name__)

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


PAGE: Final = {"title": str, "summary": str, "sections": [{"title": str, "text": [str], "list?": str, "link?": str}]}
SHAPE: Final = {
    "language": str,
    "date": str,
    "kept": AnyKeys(str),
    **dict.fromkeys(NAMES, PAGE),
}
"""The shape of a pages.toml."""


def pages(days: int, language: str = REFERENCE) -> Mapping[str, str]:
    """Return HTML by page name; `days` is how long progress is stored. Raise ContentError if pages.toml is invalid."""
    file = f"{language}/pages.toml"
    environment = Environment(loader=PackageLoader("skill.pages"), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("page.html")
    words = read_toml(locales.read(file), file, SHAPE)
    if words["language"] != language:
        raise ContentError(f"{file}: language: must be {language!r}, the name of the folder, not {words['language']!r}")
    shared = {"words": words, "days": days, "name": NAME, "style": STYLE, "language": language}
    try:
        return {name: template.render(page=words[name], date=words["date"], **shared) for name in NAMES}
    except (AttributeError, UndefinedError) as error:
        raise ContentError(f"{file}: a section's list or link must name a table of the file: {error}") from error


def page_path(name: str, language: str) -> str:
    """Return the path of a page, without the slash before it: "privacy", or "de/privacy"."""
    return name if language == REFERENCE else f"{language}/{name}"


def blueprint(keep: timedelta) -> Blueprint:
    """Render the pages of each finished language once and serve them from memory.

    One language must not stop the others: where its pages are missing or invalid, its addresses show the reference's.
    """
    views = Blueprint("pages", __name__)
    reference = pages(keep.days)
    for language in locales.languages():
        for name, page in _pages_or(reference, keep.days, language).items():
            views.add_url_rule(f"/{page_path(name, language)}", f"{name}_{language}", _view(page))
    return views


def _pages_or(reference: Mapping[str, str], days: int, language: str) -> Mapping[str, str]:
    if language == REFERENCE:
        return reference
    try:
        return pages(days, language)
    except ContentError as error:
        log.warning("%s", error)
        return reference


def _view(page: str) -> Callable[[], Response]:
    return lambda: Response(page, headers=HEADERS, content_type="text/html; charset=utf-8")
