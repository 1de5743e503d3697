import pytest

from skill.apl.user_event import INTENTS, intent
from skill.dialogue.intents import INTENT_HANDLERS, QUESTIONS
from skill.dialogue.screen import TOUCHES, ChoiceScreen, touches, usual
from tests.skill.apl.samples import GUIDE, LOCAL


def test_every_touch_means_what_can_also_be_said() -> None:
    assert set(INTENTS.values()) <= set(INTENT_HANDLERS)


def test_everything_that_is_offered_has_a_meaning_and_every_meaning_is_offered() -> None:
    offered = {name for names in TOUCHES.values() for name in names}

    assert offered | {"yes", "no"} == INTENTS.keys() | LOCAL


def test_touches_are_offered_only_after_questions_that_are_asked() -> None:
    assert TOUCHES.keys() <= QUESTIONS.keys()


@pytest.mark.parametrize("name", INTENTS)
def test_a_touch_is_heard_as_its_intent(name: str) -> None:
    assert intent([name]) == {"name": INTENTS[name]}


def test_a_step_that_is_touched_is_heard_as_if_its_name_had_been_resolved() -> None:
    heard = intent(["step", "boundaries"])

    assert heard["name"] == "GoToStepIntent"
    resolution = heard["slots"]["step"]["resolutions"]["resolutionsPerAuthority"][0]
    assert resolution == {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"id": "boundaries"}}]}


def test_a_rating_that_is_touched_is_heard_as_a_check_in() -> None:
    assert intent(["rating", "7"]) == {"name": "CheckInIntent", "slots": {"rating": {"value": "7"}}}


@pytest.mark.parametrize(
    "arguments",
    [None, [], "next", ["hide"], ["moon"], ["next", "next"], ["step"], ["step", 2], ["rating", None], [["next"]], {}],
)
def test_a_touch_that_is_not_ours_means_nothing(arguments: object) -> None:
    assert intent(arguments) == {}


def test_every_step_can_be_touched_where_one_is_to_be_chosen() -> None:
    screen = usual("which", GUIDE)

    assert isinstance(screen, ChoiceScreen)
    assert [touch.arguments for row in screen.rows for touch in row] == [("step", step.key) for step in GUIDE.steps]


def test_every_rating_can_be_touched_where_one_is_asked_for() -> None:
    screen = usual("rate", GUIDE)

    assert isinstance(screen, ChoiceScreen)
    assert [[touch.label for touch in row] for row in screen.rows] == [
        ["1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
    ]


def test_a_question_without_touches_of_its_own_is_answered_with_yes_or_no() -> None:
    assert [touch.arguments for touch in touches("forget", GUIDE)] == [("yes",), ("no",)]


def test_after_a_closing_reply_there_is_nothing_to_touch() -> None:
    assert touches(None, GUIDE) == []
