"""What a one-shot answer invites people to say: Alexa itself hears it, not the skill."""

from collections import defaultdict
from itertools import product

import pytest

from skill.content import markup
from skill.dialogue.intents import INTENT_HANDLERS
from skill.guide import Guide
from tests.support.languages import expression
from tests.support.progress_states import LIBRARY, PEOPLE, TODAY, DialogueSession


def _answers(guide: Guide, intent: str) -> set[str]:
    """Return what one-shots say that end: to every person, at every step, up to three times."""
    answers = set()
    for person, step, count in product(PEOPLE.values(), guide.steps, range(3)):
        session = DialogueSession(guide, person(guide).go_to(step.key, TODAY), turn_count=count)
        replies = [session.handle(intent, one_shot=True) for _ in range(3)]  # further parts of the detail
        answers |= {reply.speech for reply in replies if reply.question is None}
    return answers


@pytest.mark.parametrize(
    "locale", [pytest.param(name, marks=pytest.mark.slow if "-" in name else ()) for name in LIBRARY.guides]
)
def test_a_one_shot_that_ends_invites_nothing_that_works_only_inside(locale: str) -> None:
    """A person in danger who says "I need help now" to Alexa calls their emergency contact, who may be the danger."""
    guide, invitation = LIBRARY.guides[locale], expression(locale, "listed")
    (way_back,) = guide.phrases["say_help_outside"]

    invited: defaultdict[str, set[str]] = defaultdict(set)
    for intent in INTENT_HANDLERS:
        for speech in _answers(guide, intent):
            heard = " ".join(markup.words(speech)).replace(way_back, "")
            invited[intent] |= {found[0] for found in invitation.finditer(heard)}

    assert {intent: phrases for intent, phrases in invited.items() if phrases} == {}


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
