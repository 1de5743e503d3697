"""The data that fills a document: the texts, numbers and times of a screen, and the paths of the ratings chart."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Final

from skill.apl.text import Piece, plain, split_at_numbers, timed_lines
from skill.content.markup import seconds
from skill.dialogue.screen import (
    Button,
    ChoiceScreen,
    CouplePlace,
    CoupleScreen,
    ExerciseScreen,
    PromptScreen,
    RatingsScreen,
    SafetyScreen,
    Screen,
    StepScreen,
    WordsScreen,
)
from skill.history import HIGHEST, LOWEST, Rating

SHORT_TEXT: Final = 20
"""A text of at most so many words is shown large."""

WIDTH: Final = 400
HEIGHT: Final = 200
MARGIN: Final = 10
"""Room for the outermost dots of the chart."""

RADIUS: Final = 6
MOST_DOTS: Final = 15


def document_data(  # noqa: PLR0911 - one per kind of screen
    screen: Screen, speech: str, rate: float = 1.0
) -> tuple[str, dict[str, Any]]:
    """Return the name of the document and its data. The speech is content markup, spoken at this rate."""
    match screen:
        case WordsScreen():
            return "words", _words(plain(speech))
        case ChoiceScreen():
            return "choice", {"words": _escape(plain(speech)), "rows": [button_data(row) for row in screen.rows]}
        case StepScreen():
            return "step", _step(screen, plain(speech))
        case PromptScreen():
            return "prompt", _prompt(screen, plain(speech))
        case RatingsScreen():
            return "ratings", _ratings(screen, plain(speech))
        case ExerciseScreen():
            return "exercise", _exercise(screen, speech, rate)
        case CoupleScreen():
            return "turn", _turn(screen, speech, rate)
        case SafetyScreen():
            return "safety", _safety(split_at_numbers(speech))


def button_data(buttons: Iterable[Button]) -> list[dict[str, Any]]:
    return [
        {"label": button.label, "text": _escape(button.label), "arguments": list(button.arguments)}
        for button in buttons
    ]


def chart_line(ratings: Sequence[Rating]) -> str:
    """Return an SVG path through all ratings; empty for fewer than two."""
    if len(ratings) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    return "M" + " L".join(f"{x:g},{y:g}" for x, y in _points(ratings))


def chart_dots(ratings: Sequence[Rating]) -> str:
    """Return an SVG path with a dot on every rating, or only on the latest if there are many."""
    points = _points(ratings)
    return " ".join(_circle(x, y) for x, y in (points if len(points) <= MOST_DOTS else points[-1:]))


def _words(text: str) -> dict[str, Any]:
    return {"words": _escape(text), "isShort": len(text.split()) <= SHORT_TEXT}


def _step(screen: StepScreen, text: str) -> dict[str, Any]:
    return {
        "place": _escape(screen.place),
        "title": _escape(plain(screen.title)),
        "dots": [{"isHere": number == screen.number} for number in range(1, screen.total + 1)],
        "words": _escape(text.replace(plain(screen.announcement), "", 1)),
    }


def _prompt(screen: PromptScreen, text: str) -> dict[str, Any]:
    before, prompt, after = text.partition(plain(screen.prompt))
    return {"before": _escape(before), "prompt": _escape(prompt), "after": _escape(after)}


def _ratings(screen: RatingsScreen, text: str) -> dict[str, Any]:
    return {
        "title": _escape(screen.title),
        "words": _escape(text),
        "line": chart_line(screen.ratings),
        "dots": chart_dots(screen.ratings),
        "highest": HIGHEST,
        "lowest": LOWEST,
    }


def _exercise(screen: ExerciseScreen, speech: str, rate: float) -> dict[str, Any]:
    """Start and end of each line are seconds from the beginning."""
    lines = timed_lines(speech, rate)
    times = [round(time, 1) for time in accumulate((line.seconds for line in lines), initial=0.0)]
    return {
        "title": _escape(plain(screen.title)),
        "seconds": round(times[-1]),
        "lines": [
            {"text": _escape(line.text), "start": start, "end": end}
            for line, start, end in zip(lines, times, times[1:], strict=False)
        ],
    }


def _turn(screen: CoupleScreen, speech: str, rate: float) -> dict[str, Any]:
    """The seconds are those of the speech, with the time in which they talk to each other."""
    return {
        "people": [_place(place) for place in (screen.first, screen.second)],
        "seconds": round(sum(line.seconds for line in timed_lines(speech, rate))),
        "words": _escape(plain(speech)),
    }


def _place(place: CouplePlace) -> dict[str, Any]:
    return {"name": _escape(place.name), "role": _escape(place.role), "isTurn": place.is_turn}


def _safety(pieces: list[Piece]) -> dict[str, Any]:
    """Show the text for the time it takes to say it twice, then hide it from people who come later."""
    text = " ".join(" ".join(piece.text) if piece.is_number else piece.text for piece in pieces)
    return {
        "seconds": round(2 * seconds(text)),
        "pieces": [{"text": _escape(piece.text), "isNumber": piece.is_number} for piece in pieces],
    }


def _escape(text: str) -> str:
    """Escape the tags and entities that an APL Text component would interpret."""
    return escape(text.strip(), quote=False)


def _points(ratings: Sequence[Rating]) -> list[tuple[float, float]]:
    """Place each rating by day from left to right and by value from bottom to top; a single one in the middle."""
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
