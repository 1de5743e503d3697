import tomllib
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill import locales
from skill.errors import ContentError
from skill.history import History
from skill.pages.views import NAMES, blueprint, pages
from skill.progress import Progress

EMPTY = {"meta", "br"}
WORDS = tomllib.loads(locales.read("en/pages.toml"))
each_page = pytest.mark.parametrize("name", NAMES)


class PageParser(HTMLParser):
    """Records unclosed tags, and every target that a page refers to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def visitor() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(blueprint(timedelta(days=90)))
    return app.test_client()


def _stored_fields() -> Iterator[str]:
    """Yield the names of all stored fields, and of the cached reply."""
    yield "cached_reply"
    for name in Progress._fields:
        yield from History._fields if name == "history" else (name,)


def test_the_privacy_policy_lists_exactly_the_stored_fields() -> None:
    assert sorted(WORDS["kept"]) == sorted(_stored_fields())


def test_every_stored_field_is_on_the_page(visitor: FlaskClient) -> None:
    page = visitor.get("/privacy").text

    assert [words for words in WORDS["kept"].values() if f"<li>{words}</li>" not in page] == []


def test_the_page_says_how_long_data_is_stored(visitor: FlaskClient) -> None:
    page = visitor.get("/privacy").text

    assert "until 90 days after your last visit" in page
    assert "{" not in page.partition("<body>")[2]


@each_page
def test_a_page_is_complete_and_loads_nothing_else(name: str, visitor: FlaskClient) -> None:
    answer = visitor.get(f"/{name}")
    parser = PageParser(answer.text)

    assert answer.content_type == "text/html; charset=utf-8"
    assert parser.open == []
    assert parser.tags.count("h1") == 1
    assert {"script", "img", "link", "iframe", "form"}.isdisjoint(parser.tags)
    assert set(parser.targets) <= set(NAMES)
    assert "url(" not in answer.text


@each_page
def test_a_page_may_use_only_its_own_style(name: str, visitor: FlaskClient) -> None:
    policy = visitor.get(f"/{name}").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


GERMAN = locales.read("en/pages.toml").replace('"en"', '"de"')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date = ", "is not TOML: Invalid value"),
        ('date = "today"', "privacy: is missing; write a table"),
        ('date = "today"\n[privacy]', "privacy.title: is missing; write a text"),
        ("date = 3", "date: must be a text in quotes, not 3"),
        ("dates = 3", "dates: is unknown; did you mean date"),
        (GERMAN.replace('"de"', '"en"'), "language: must be 'de'"),
        (GERMAN.replace('list = "kept"', 'list = "x"'), "must name a table"),
    ],
)
def test_an_invalid_file_is_rejected_with_its_name(text: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locales, "read", {"de/pages.toml": text}.__getitem__)

    with pytest.raises(ContentError, match=rf"de/pages\.toml: .*{message}"):
        pages(90, "de")
