import pytest

from skill.alexa.request import touch_intent
from skill.dialogue.intents import BUTTONS, INTENT_HANDLERS, QUESTIONS, buttons
from skill.dialogue.screen import ChoiceScreen, default_screen
from tests.skill.apl.samples import GUIDE


def test_every_button_stands_for_an_intent_unless_the_document_handles_it() -> None:
    assert {name for name in BUTTONS.values() if name} <= set(INTENT_HANDLERS)
    assert [name for name, intent_name in BUTTONS.items() if intent_name is None] == ["hide"]


def test_every_button_that_is_offered_exists_and_every_button_is_offered() -> None:
    offered = {name for question in QUESTIONS.values() for name in question.buttons}

    assert offered == BUTTONS.keys()


@pytest.mark.parametrize("name", [name for name in BUTTONS if name != "hide"])
def test_a_touch_becomes_the_intent_of_its_button(name: str) -> None:
    assert touch_intent([name]) == {"name": BUTTONS[name]}


def test_a_touched_step_becomes_a_resolved_slot() -> None:
    result = touch_intent(["step", "boundaries"])

    assert result["name"] == "GoToStepIntent"
    resolution = result["slots"]["step"]["resolutions"]["resolutionsPerAuthority"][0]
    assert resolution == {"status": {"code": "ER_SUCCESS_MATCH"}, "values": [{"value": {"id": "boundaries"}}]}


def test_a_touched_rating_becomes_a_check_in() -> None:
    assert touch_intent(["rating", "7"]) == {"name": "CheckInIntent", "slots": {"rating": {"value": "7"}}}


@pytest.mark.parametrize(
    "arguments",
    [None, [], "next", ["hide"], ["moon"], ["next", "next"], ["step"], ["step", 2], ["rating", None], [["next"]], {}],
)
def test_unknown_arguments_become_no_intent(arguments: object) -> None:
    assert touch_intent(arguments) == {}


def test_every_step_has_a_button_where_a_step_must_be_chosen() -> None:
    screen = default_screen("which", GUIDE)

    assert isinstance(screen, ChoiceScreen)
    assert [button.arguments for row in screen.rows for button in row] == [("step", step.key) for step in GUIDE.steps]


def test_every_rating_has_a_button_where_one_is_asked_for() -> None:
    screen = default_screen("rate", GUIDE)

    assert isinstance(screen, ChoiceScreen)
    assert [[button.label for button in row] for row in screen.rows] == [
        ["1", "2", "3", "4", "5"],
        ["6", "7", "8", "9", "10"],
    ]


@pytest.mark.parametrize("question", ["forget", "a question of another release"])
def test_a_question_without_its_own_buttons_has_yes_and_no(question: str) -> None:
    assert [button.arguments for button in buttons(question, GUIDE)] == [("yes",), ("no",)]


def test_a_closing_reply_has_no_buttons() -> None:
    assert buttons(None, GUIDE) == []
