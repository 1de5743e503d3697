import tomllib
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill import locales
from skill.history import History
from skill.pages.views import NAMES, blueprint
from skill.progress import Progress

EMPTY = {"meta", "br"}
WORDS = tomllib.loads(locales.read("en/pages.toml"))
each_page = pytest.mark.parametrize("name", NAMES)


class PageParser(HTMLParser):
    """Takes note of tags that are not closed, and of everything that a page refers to."""

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


def _stored() -> Iterator[str]:
    """The fields of the code in which something of a person is kept, with the answers of the last minutes."""
    yield "cached_reply"
    for name in Progress._fields:
        yield from History._fields if name == "history" else (name,)


def test_the_privacy_policy_names_what_is_stored_and_nothing_else() -> None:
    assert sorted(WORDS["kept"]) == sorted(_stored())


def test_all_that_is_stored_is_told_on_the_page(visitor: FlaskClient) -> None:
    page = visitor.get("/privacy").text

    assert [words for words in WORDS["kept"].values() if f"<li>{words}</li>" not in page] == []


def test_the_page_tells_how_long_this_service_keeps_it(visitor: FlaskClient) -> None:
    page = visitor.get("/privacy").text

    assert "until 90 days after your last visit" in page
    assert "{" not in page.partition("<body>")[2]


@each_page
def test_a_page_is_whole_and_asks_nobody_else_for_anything(name: str, visitor: FlaskClient) -> None:
    answer = visitor.get(f"/{name}")
    reader = PageParser(answer.text)

    assert answer.content_type == "text/html; charset=utf-8"
    assert reader.open == []
    assert reader.tags.count("h1") == 1
    assert {"script", "img", "link", "iframe", "form"}.isdisjoint(reader.tags)
    assert set(reader.targets) <= set(NAMES)
    assert "url(" not in answer.text


@each_page
def test_a_page_may_do_nothing_but_be_styled(name: str, visitor: FlaskClient) -> None:
    policy = visitor.get(f"/{name}").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
