"""What a one-shot answer invites people to say: Alexa itself hears it, not the skill."""

import re
from functools import cache
from itertools import product
from typing import Final

import pytest

from skill.content import markup
from skill.dialogue.intents import INTENT_HANDLERS
from tests.support.progress_states import LIBRARY, PEOPLE, TODAY, DialogueSession

INVITED: Final = re.compile(r"(?<!could )\b(say|tell me): [^.?!]+", re.IGNORECASE)
"""A phrase to say. What people could say to their partner is none."""

WAY_BACK: Final = re.compile(r"open Trust Steps and (say: [^.?!]+)")


@cache
def _invited(speech: str) -> list[str]:
    heard = WAY_BACK.sub("", " ".join(markup.words(speech)))
    return [found[0] for found in INVITED.finditer(heard)]


@pytest.mark.parametrize("name", INTENT_HANDLERS)
@pytest.mark.parametrize(
    "locale", [pytest.param(name, marks=pytest.mark.slow if "-" in name else ()) for name in LIBRARY.guides]
)
def test_a_one_shot_that_ends_invites_nothing_that_works_only_inside(locale: str, name: str) -> None:
    """A person in danger who says "I need help now" to Alexa calls their emergency contact, who may be the danger."""
    guide, invited = LIBRARY.guides[locale], []

    for person, step, count in product(PEOPLE, guide.steps, range(3)):
        session = DialogueSession(guide, PEOPLE[person](guide).go_to(step.key, TODAY), turn_count=count)
        for _ in range(3):  # further parts of the detail
            reply = session.handle(name, one_shot=True)
            if reply.question is None:
                invited += _invited(reply.speech)

    assert invited == []


@pytest.mark.parametrize("name", ["AboutIntent", "GoToStepIntent"])
def test_in_a_session_the_phrase_for_danger_is_invited_as_it_is(name: str) -> None:
    guide = LIBRARY.guides["en"]
    inside, outside = (
        DialogueSession(guide, PEOPLE["in the middle"](guide))
        .handle(name, one_shot=one_shot, step="forgiveness")
        .speech
        for one_shot in (False, True)
    )

    assert "say: I need help now" in inside
    assert "open Trust Steps and" not in inside
    assert "open Trust Steps and say: I need help now" in outside
