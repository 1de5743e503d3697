"""Ratings over time as the two paths of a drawing: the line, and its dots."""

from collections.abc import Sequence
from typing import Final

from skill.diary import HIGHEST, LOWEST, Rating

WIDTH: Final = 400
HEIGHT: Final = 200
MARGIN: Final = 10
"""Room for the outermost dots."""

RADIUS: Final = 6
MOST_DOTS: Final = 15


def line(ratings: Sequence[Rating]) -> str:
    """Through every rating; nothing to draw for less than two."""
    if len(ratings) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    return "M" + " L".join(f"{x:g},{y:g}" for x, y in _places(ratings))


def dots(ratings: Sequence[Rating]) -> str:
    """On every rating, or only on the latest where there are many."""
    places = _places(ratings)
    shown = places if len(places) <= MOST_DOTS else places[-1:]
    return " ".join(_circle(x, y) for x, y in shown)


def _places(ratings: Sequence[Rating]) -> list[tuple[float, float]]:
    """Where each rating is drawn: by its day from left to right, a single one in the middle; the highest on top."""
    if not ratings:
        return []
    first, last = ratings[0].day, ratings[-1].day
    across = [(rating.day - first) / (last - first) if last > first else 0.5 for rating in ratings]
    up = [(rating.value - LOWEST) / (HIGHEST - LOWEST) for rating in ratings]
    return [
        (round(MARGIN + x * (WIDTH - 2 * MARGIN), 1), round(HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN), 1))
        for x, y in zip(across, up, strict=True)
    ]


def _circle(x: float, y: float) -> str:
    return f"M{x - RADIUS:g},{y:g} a{RADIUS},{RADIUS} 0 1,0 {2 * RADIUS},0 a{RADIUS},{RADIUS} 0 1,0 {-2 * RADIUS},0 Z"
