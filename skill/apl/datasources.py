"""The data that fills a document: which words, numbers and times go with a screen."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Final

from skill.apl.text import Piece, lines, numbers_apart, plain
from skill.content.markup import seconds
from skill.dialogue.screen import (
    ChoiceScreen,
    ExerciseScreen,
    PromptScreen,
    RatingsScreen,
    SafetyScreen,
    Screen,
    StepScreen,
    Touch,
    WordsScreen,
)
from skill.history import HIGHEST, LOWEST, Rating

FEW_WORDS: Final = 20
"""So few are shown large."""


def filled(screen: Screen, speech: str) -> tuple[str, dict[str, Any]]:  # noqa: PLR0911 - one for each kind of screen
    """The name of the document, and its data. Speech is content markup."""
    match screen:
        case WordsScreen():
            return "words", _words(plain(speech))
        case ChoiceScreen():
            return "choice", {"words": _shown(plain(speech)), "rows": [touchable(row) for row in screen.rows]}
        case StepScreen():
            return "step", _step(screen, plain(speech))
        case PromptScreen():
            return "prompt", _prompt(screen, plain(speech))
        case RatingsScreen():
            return "ratings", _ratings(screen, plain(speech))
        case ExerciseScreen():
            return "exercise", _exercise(screen, speech)
        case SafetyScreen():
            return "safety", _safety(numbers_apart(speech))


def touchable(touches: Iterable[Touch]) -> list[dict[str, Any]]:
    """What can be touched, as the documents expect it."""
    return [
        {"label": touch.label, "text": _shown(touch.label), "arguments": list(touch.arguments)} for touch in touches
    ]


def _words(words: str) -> dict[str, Any]:
    return {"words": _shown(words), "isShort": len(words.split()) <= FEW_WORDS}


def _step(screen: StepScreen, words: str) -> dict[str, Any]:
    return {
        "place": _shown(screen.place),
        "title": _shown(plain(screen.title)),
        "dots": [{"isHere": number == screen.number} for number in range(1, screen.total + 1)],
        "words": _shown(words.replace(plain(screen.spoken), "", 1)),
    }


def _prompt(screen: PromptScreen, words: str) -> dict[str, Any]:
    before, prompt, after = words.partition(plain(screen.prompt))
    return {"before": _shown(before), "prompt": _shown(prompt), "after": _shown(after)}


def _ratings(screen: RatingsScreen, words: str) -> dict[str, Any]:
    return {
        "title": _shown(screen.title),
        "words": _shown(words),
        "line": line(screen.ratings),
        "dots": dots(screen.ratings),
        "highest": HIGHEST,
        "lowest": LOWEST,
    }


def _exercise(screen: ExerciseScreen, speech: str) -> dict[str, Any]:
    """Each line with its start and end, in seconds from the beginning."""
    told = lines(speech)
    times = [round(time, 1) for time in accumulate((line.seconds for line in told), initial=0.0)]
    return {
        "title": _shown(plain(screen.title)),
        "seconds": round(times[-1]),
        "lines": [
            {"text": _shown(line.text), "start": start, "end": end}
            for line, start, end in zip(told, times, times[1:], strict=False)
        ],
    }


def _safety(pieces: list[Piece]) -> dict[str, Any]:
    """Shown for as long as it takes to say it twice, digit by digit: whoever comes in later finds nothing."""
    said = " ".join(" ".join(piece.text) if piece.is_number else piece.text for piece in pieces)
    return {
        "seconds": round(2 * seconds(said)),
        "pieces": [{"text": _shown(piece.text), "isNumber": piece.is_number} for piece in pieces],
    }


def _shown(words: str) -> str:
    """As a Text component takes it, which reads tags and entities."""
    return escape(words.strip(), quote=False)


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
