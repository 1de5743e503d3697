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
    """Where a path's pen is set down or led to."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.-]+),([\d.-]+)", path)]


def test_without_a_rating_nothing_is_drawn() -> None:
    assert (datasources.line([]), datasources.dots([])) == ("", "")


def test_a_single_rating_is_a_dot_in_the_middle_and_no_line() -> None:
    dots = points(datasources.dots(ratings(HIGHEST)))

    assert datasources.line(ratings(HIGHEST)) == ""
    assert dots == [(datasources.WIDTH / 2 - datasources.RADIUS, datasources.MARGIN)]


def test_a_line_goes_through_every_rating_from_the_first_day_to_the_last() -> None:
    assert points(datasources.line(ratings(LOWEST, HIGHEST, LOWEST))) == [(10, 190), (200, 10), (390, 190)]


def test_days_without_a_rating_take_their_room() -> None:
    daily = ratings(*[5] * 11)

    path = datasources.line([daily[0], daily[1], daily[10]])

    assert [x for x, _ in points(path)] == [10, 48, 390]


@pytest.mark.parametrize(("count", "dots"), [(1, 1), (15, 15), (16, 1), (60, 1)])
def test_many_ratings_have_a_dot_only_on_the_latest(count: int, dots: int) -> None:
    history = ratings(*[5] * count)

    assert datasources.dots(history).count("M") == dots
    assert datasources.dots(history).endswith(datasources.dots(history[-1:])) is (count == 1)


@given(st.lists(VALUES, min_size=2, max_size=60))
def test_time_goes_right_and_trust_goes_up_within_the_drawing(values: list[int]) -> None:
    drawn = points(datasources.line(ratings(*values)))

    assert len(drawn) == len(values)
    assert all(here[0] < there[0] for here, there in pairwise(drawn))
    assert sorted(drawn, key=lambda point: -point[1]) == [
        point for _, point in sorted(zip(values, drawn, strict=True), key=lambda pair: pair[0])
    ]
    assert all(
        datasources.RADIUS <= x <= datasources.WIDTH - datasources.RADIUS
        and datasources.RADIUS <= y <= datasources.HEIGHT - datasources.RADIUS
        for x, y in drawn
    )


def test_the_document_has_the_room_that_the_paths_are_made_for() -> None:
    drawing = document("ratings")["graphics"]["chart"]

    assert (drawing["width"], drawing["height"]) == (datasources.WIDTH, datasources.HEIGHT)
    assert drawing["items"][0]["pathData"] == (
        f"M0,{datasources.MARGIN} L{datasources.WIDTH},{datasources.MARGIN} "
        f"M0,{datasources.HEIGHT - datasources.MARGIN} L{datasources.WIDTH},{datasources.HEIGHT - datasources.MARGIN}"
    )
