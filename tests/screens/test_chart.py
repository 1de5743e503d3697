import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.diary import HIGHEST, LOWEST
from skill.screens import chart
from skill.screens.render import document
from tests.screens.samples import ratings

VALUES = st.integers(LOWEST, HIGHEST)


def points(path: str) -> list[tuple[float, float]]:
    """Where a path's pen is set down or led to."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.-]+),([\d.-]+)", path)]


def test_without_a_rating_nothing_is_drawn() -> None:
    assert (chart.line([]), chart.dots([])) == ("", "")


def test_a_single_rating_is_a_dot_in_the_middle_and_no_line() -> None:
    dots = points(chart.dots(ratings(HIGHEST)))

    assert chart.line(ratings(HIGHEST)) == ""
    assert dots == [(chart.WIDTH / 2 - chart.RADIUS, chart.MARGIN)]


def test_a_line_goes_through_every_rating_from_the_first_day_to_the_last() -> None:
    assert points(chart.line(ratings(LOWEST, HIGHEST, LOWEST))) == [(10, 190), (200, 10), (390, 190)]


def test_days_without_a_rating_take_their_room() -> None:
    daily = ratings(*[5] * 11)

    path = chart.line([daily[0], daily[1], daily[10]])

    assert [x for x, _ in points(path)] == [10, 48, 390]


@pytest.mark.parametrize(("count", "dots"), [(1, 1), (15, 15), (16, 1), (60, 1)])
def test_many_ratings_have_a_dot_only_on_the_latest(count: int, dots: int) -> None:
    history = ratings(*[5] * count)

    assert chart.dots(history).count("M") == dots
    assert chart.dots(history).endswith(chart.dots(history[-1:])) is (count == 1)


@given(st.lists(VALUES, min_size=2, max_size=60))
def test_time_goes_right_and_trust_goes_up_within_the_drawing(values: list[int]) -> None:
    drawn = points(chart.line(ratings(*values)))

    assert len(drawn) == len(values)
    assert all(here[0] < there[0] for here, there in pairwise(drawn))
    assert sorted(drawn, key=lambda point: -point[1]) == [
        point for _, point in sorted(zip(values, drawn, strict=True), key=lambda pair: pair[0])
    ]
    assert all(
        chart.RADIUS <= x <= chart.WIDTH - chart.RADIUS and chart.RADIUS <= y <= chart.HEIGHT - chart.RADIUS
        for x, y in drawn
    )


def test_the_document_has_the_room_that_the_paths_are_made_for() -> None:
    drawing = document("ratings")["graphics"]["chart"]

    assert (drawing["width"], drawing["height"]) == (chart.WIDTH, chart.HEIGHT)
    assert drawing["items"][0]["pathData"] == (
        f"M0,{chart.MARGIN} L{chart.WIDTH},{chart.MARGIN} "
        f"M0,{chart.HEIGHT - chart.MARGIN} L{chart.WIDTH},{chart.HEIGHT - chart.MARGIN}"
    )
