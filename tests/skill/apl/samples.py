"""Every kind of screen, drawn with what is really said."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from skill.apl.render import directive
from skill.apl.user_event import INTENTS
from skill.dialogue.screen import ExerciseScreen, PromptScreen, RatingsScreen, Screen, StepScreen, WordsScreen
from skill.history import Rating
from tests.support.progress_states import LIBRARY, Talk

LOCAL = {"hide"}
"""What a document does by itself, without a request."""

AMERICAN = LIBRARY.guide("en-US")
LABELS = {f"touch_{name}": (name,) for name in INTENTS.keys() | LOCAL}
GUIDE = replace(AMERICAN, phrases={**LABELS, **AMERICAN.phrases})

KINDS = {"words", "choice", "step", "prompt", "ratings", "exercise", "safety"}


def drawn(screen: Screen | None, speech: str, question: str | None = None) -> dict[str, Any]:
    return directive(screen, speech=speech, question=question, guide=GUIDE)


def filled(screen: Screen | None, speech: str, question: str | None = None) -> dict[str, Any]:
    """The data of the screen alone."""
    properties: dict[str, Any] = drawn(screen, speech, question)["datasources"]["screen"]
    return properties


def ratings(*values: int) -> tuple[Rating, ...]:
    """One a day."""
    days = (date(2026, 9, 1) + timedelta(days=at) for at in range(len(values)))
    return tuple(Rating(day, value) for day, value in zip(days, values, strict=True))


def step_screen(number: int, total: int) -> StepScreen:
    step = GUIDE.steps[0]
    return StepScreen(number, total, f"Step {number} of {total}", step.title, f"Step {number}: {step.title}.")


def samples() -> dict[str, dict[str, Any]]:
    """A directive of every kind, each with the longest that it may have to hold."""
    step, safety = GUIDE.steps[0], Talk(GUIDE).means("SafetyIntent")
    question = "Shall I mark this step as done?"
    exercise = max((step.practice for step in GUIDE.steps), key=len)
    return {
        "a greeting": drawn(WordsScreen(), "Welcome back. Shall we go on where you left off?", "go_on"),
        "a goodbye": drawn(WordsScreen(), "Take care."),
        "who this is for": drawn(None, f"{GUIDE.phrase('about', steps='five steps')} {question}", "what_next"),
        "which step": drawn(None, "Which step would you like?", "which"),
        "a rating": drawn(None, "From 1 to 10, how much trust do you feel today?", "rate"),
        "a step": drawn(step_screen(3, 5), f"{step.guidance} Would you like to hear more?", "more"),
        "a prompt": drawn(
            PromptScreen(step.reflections[0].text), f"For today. {step.reflections[0].text} Another?", "another"
        ),
        "no rating": drawn(RatingsScreen("Ratings", ()), "You haven't begun the steps yet.", "begin"),
        "sixty ratings": drawn(
            RatingsScreen("Ratings", ratings(*range(1, 11), *[5] * 50)), "From one to five.", "go_on"
        ),
        "an exercise": drawn(ExerciseScreen(step.title), f"{exercise} {question}", "done"),
        "help now": drawn(None, safety.speech, safety.question),
    }


def strings(value: object) -> list[str]:
    """All texts in a JSON value."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []
