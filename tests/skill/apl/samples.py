"""A directive for every kind of screen, with real speech."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from skill.apl.render import directive
from skill.dialogue.intents import BUTTONS
from skill.dialogue.reply import Reply
from skill.dialogue.screen import ExerciseScreen, PromptScreen, RatingsScreen, Screen, StepScreen, WordsScreen
from skill.history import Rating
from tests.support.progress_states import LIBRARY, DialogueSession

AMERICAN = LIBRARY.guide("en-US")
LABELS = {f"touch_{name}": (name,) for name in BUTTONS}
GUIDE = replace(AMERICAN, phrases={**LABELS, **AMERICAN.phrases})

KINDS = {"words", "choice", "step", "prompt", "ratings", "exercise", "turn", "safety"}


def drawn(screen: Screen | None, speech: str, question: str | None = None) -> dict[str, Any]:
    return directive(screen, speech=speech, question=question, guide=GUIDE)


def screen_data(screen: Screen | None, speech: str, question: str | None = None) -> dict[str, Any]:
    """Return the data of the screen without the buttons."""
    properties: dict[str, Any] = drawn(screen, speech, question)["datasources"]["screen"]
    return properties


def ratings(*values: int) -> tuple[Rating, ...]:
    """Return one rating a day."""
    days = (date(2026, 9, 1) + timedelta(days=at) for at in range(len(values)))
    return tuple(Rating(day, value) for day, value in zip(days, values, strict=True))


def step_screen(number: int, total: int) -> StepScreen:
    step = GUIDE.steps[0]
    return StepScreen(number, total, f"Step {number} of {total}", step.title, f"Step {number}: {step.title}.")


def first_turn(step: str) -> Reply:
    """Return the announcement of the first of two people who take turns."""
    session = DialogueSession(GUIDE)
    session.handle("CoupleIntent", step=step)
    return session.handle("AMAZON.YesIntent")


def samples() -> dict[str, dict[str, Any]]:
    """Return a directive of every kind, each with the longest text it may have to show."""
    step, safety = GUIDE.steps[0], DialogueSession(GUIDE).handle("SafetyIntent")
    turn = max((first_turn(step.key) for step in GUIDE.for_two), key=lambda reply: len(reply.speech))
    breathing = DialogueSession(GUIDE).handle("SteadyIntent")
    question = "Shall I mark this step as done?"
    exercise = max((step.practice for step in GUIDE.steps), key=len)
    return {
        "a greeting": drawn(WordsScreen(), "Welcome back. Shall we go on where you left off?", "go_on"),
        "a goodbye": drawn(WordsScreen(), "Take care."),
        "whom the skill is for": drawn(None, f"{GUIDE.phrase('about', steps='five steps')} {question}", "what_next"),
        "which step": drawn(None, "Which step would you like?", "which"),
        "a rating": drawn(None, "From 1 to 10, how much trust do you feel today?", "rate"),
        "what brings a person": drawn(None, DialogueSession(GUIDE).handle("LaunchRequest").speech, "path"),
        "a minute to breathe": drawn(breathing.screen, breathing.speech, breathing.question),
        "a step": drawn(step_screen(3, 5), f"{step.guidance} Would you like to hear more?", "more"),
        "a prompt": drawn(
            PromptScreen(step.reflections[0].text), f"For today. {step.reflections[0].text} Another?", "another"
        ),
        "no rating": drawn(RatingsScreen("Ratings", ()), "You haven't begun the steps yet.", "begin"),
        "sixty ratings": drawn(
            RatingsScreen("Ratings", ratings(*range(1, 11), *[5] * 50)), "From one to five.", "go_on"
        ),
        "an exercise": drawn(ExerciseScreen(step.title), f"{exercise} {question}", "done"),
        "whose turn it is": drawn(turn.screen, turn.speech, turn.question),
        "help now": drawn(None, safety.speech, safety.question),
    }


def strings(value: object) -> list[str]:
    """Return all strings in a JSON value."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []
