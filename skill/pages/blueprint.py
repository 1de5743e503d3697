"""GET /privacy and GET /terms."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response

from skill.pages.page import HEADERS, NAMES, load


def blueprint(keep: timedelta) -> Blueprint:
    """Made once, at the start."""
    pages, words = Blueprint("pages", __name__), load(keep.days)
    for name in NAMES:
        pages.add_url_rule(f"/{name}", name, _shown(words.page(name)))
    return pages


def _shown(page: str) -> Callable[[], Response]:
    return lambda: Response(page, headers=HEADERS, content_type="text/html; charset=utf-8")
