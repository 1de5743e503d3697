import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.apl import datasources
from skill.apl.render import document
from skill.history import HIGHEST, LOWEST
from tests.skill.apl.samples import ratings

VALUES = st.integers(LOWEST, HIGHEST)


def points(path: str) -> list[tuple[float, float]]:
    """Return the points of the move and line commands of a path."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.-]+),([\d.-]+)", path)]


def test_without_ratings_the_chart_is_empty() -> None:
    assert (datasources.chart_line([]), datasources.chart_dots([])) == ("", "")


def test_a_single_rating_is_a_dot_in_the_middle_and_no_line() -> None:
    dots = points(datasources.chart_dots(ratings(HIGHEST)))

    assert datasources.chart_line(ratings(HIGHEST)) == ""
    assert dots == [(datasources.WIDTH / 2 - datasources.RADIUS, datasources.MARGIN)]


def test_the_line_connects_all_ratings_from_the_first_day_to_the_last() -> None:
    assert points(datasources.chart_line(ratings(LOWEST, HIGHEST, LOWEST))) == [(10, 190), (200, 10), (390, 190)]


def test_days_without_a_rating_take_space() -> None:
    daily = ratings(*[5] * 11)

    path = datasources.chart_line([daily[0], daily[1], daily[10]])

    assert [x for x, _ in points(path)] == [10, 48, 390]


@pytest.mark.parametrize(("count", "dots"), [(1, 1), (15, 15), (16, 1), (60, 1)])
def test_with_many_ratings_only_the_latest_has_a_dot(count: int, dots: int) -> None:
    history = ratings(*[5] * count)

    assert datasources.chart_dots(history).count("M") == dots
    assert datasources.chart_dots(history).endswith(datasources.chart_dots(history[-1:])) is (count == 1)


@given(st.lists(VALUES, min_size=2, max_size=60))
def test_time_runs_to_the_right_and_trust_upwards_within_the_drawing(values: list[int]) -> None:
    drawn = points(datasources.chart_line(ratings(*values)))

    assert len(drawn) == len(values)
    assert all(left[0] < right[0] for left, right in pairwise(drawn))
    assert sorted(drawn, key=lambda point: -point[1]) == [
        point for _, point in sorted(zip(values, drawn, strict=True), key=lambda pair: pair[0])
    ]
    assert all(
        datasources.RADIUS <= x <= datasources.WIDTH - datasources.RADIUS
        and datasources.RADIUS <= y <= datasources.HEIGHT - datasources.RADIUS
        for x, y in drawn
    )


def test_the_document_has_the_size_that_the_paths_assume() -> None:
    drawing = document("ratings")["graphics"]["chart"]

    assert (drawing["width"], drawing["height"]) == (datasources.WIDTH, datasources.HEIGHT)
    assert drawing["items"][0]["pathData"] == (
        f"M0,{datasources.MARGIN} L{datasources.WIDTH},{datasources.MARGIN} "
        f"M0,{datasources.HEIGHT - datasources.MARGIN} L{datasources.WIDTH},{datasources.HEIGHT - datasources.MARGIN}"
    )
