"""docs/article.md compared with the content: where each point of the article is said."""

from pathlib import Path
from typing import Final, NamedTuple

import pytest

from skill.content.markup import words
from skill.guide import Guide, Step
from skill.progress import PATHS
from tests.support.progress_states import ENGLISH, LIBRARY

DOCUMENT: Final = Path(__file__).parents[3] / "docs" / "article.md"
FEWEST_POINTS: Final = 4
"""The least number of points that the article makes about a step."""


class Point(NamedTuple):
    path: str
    """The key of a path; empty for the words that are said without one."""

    point: str
    place: str
    words: str


def points() -> list[Point]:
    rows = [
        [cell.strip(' `"') for cell in line.strip("|").split("|")]
        for line in DOCUMENT.read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    found = [Point(*(row if len(row) == len(Point._fields) else ["", *row])) for row in rows]
    return [each for each in found if each.words and each.place != "place" and "---" not in each.place]


def said_at(guide: Guide, point: Point) -> str:
    """Return the words at a place, in plain text."""
    key, _, field = point.place.partition(".")
    if not field:
        return plain(guide.phrases[key][0])
    step = guide.step(key)
    assert isinstance(step, Step), f"{DOCUMENT.name}: there is no step {key}"
    name, _, part = field.partition(".")
    value = getattr(step.for_path(point.path), name)
    return plain(value[int(part) - 1] if part else value)


def plain(text: str) -> str:
    return " ".join(words(text))


@pytest.mark.parametrize("locale", sorted(name for name in LIBRARY.guides if name.startswith("en")))
def test_every_point_of_the_article_is_said_where_the_table_says(locale: str) -> None:
    texts = {point: said_at(LIBRARY.guides[locale], point).replace("counsellor", "counselor") for point in points()}

    assert len(texts) > 50
    assert [point for point, text in texts.items() if point.words not in text] == []


def test_the_table_has_points_of_the_opening_of_every_step_of_the_article_and_of_the_closing() -> None:
    """A step that the article does not have has no points in the table."""
    places = [point.place.partition(".")[0] for point in points() if not point.path]
    named = {step.key for step in ENGLISH.steps} & set(places)

    assert len(named) > 4
    assert {key for key in ("welcome", "closing", *named) if places.count(key) < FEWEST_POINTS} == set()


def test_every_path_with_words_of_its_own_is_in_the_table() -> None:
    with_own_words = {path for step in ENGLISH.steps for path in step.paths}

    assert {point.path for point in points()} - {""} == with_own_words
    assert with_own_words <= set(PATHS)


def test_a_healthy_relationship_is_not_described_as_constant_contact() -> None:
    """A jealous listener would hear "how you stay in touch" as a claim on constant contact."""
    texts = [plain(text) for step in ENGLISH.steps for text in (step.guidance, *step.detail)]

    assert [text for text in texts if "in touch" in text] == []
