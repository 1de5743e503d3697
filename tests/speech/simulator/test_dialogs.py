"""Dialogs on a device: which requests the skill gets, what is said, and what ends a dialog.

If one fails, a skill gets requests here that Alexa never sends, or a person is left without a question.
"""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.dialog.intent_updates import DialogError
from speech.simulator.device import NotForSkillError
from speech.simulator.response import ResponseError, SkillResponse, read_response
from speech.simulator.response_check import check_turn
from tests.support.order_dialog import DRINK, KNOWN_SIZE, SIZE, device, model, order
from tests.support.small_skill import SmallSkill, answer, speech

AUTO = order(DRINK, SIZE, delegationStrategy="ALWAYS")
MANUAL = order(DRINK, SIZE)


def directing(kind: str, words: str = "", **more: Any) -> SkillResponse:
    """Return a response with this Dialog directive, which leaves `shouldEndSession` out."""
    content = {"outputSpeech": speech(words)} if words else {}
    directive = {"type": f"Dialog.{kind}", **more}
    envelope = {"sessionAttributes": {"turns": 1}, "response": {**content, "directives": [directive]}}
    return read_response(envelope, "the skill")


DELEGATE = directing("Delegate")


def requests(skill: SmallSkill) -> list[tuple[Any, ...]]:
    """Return the name, the dialog's state and the slots' values of each IntentRequest."""
    return [
        (
            request["intent"]["name"],
            request.get("dialogState"),
            {name: slot["value"] for name, slot in request["intent"].get("slots", {}).items() if "value" in slot},
        )
        for request in skill.requests
        if request["type"] == "IntentRequest"
    ]


def test_an_auto_delegated_one_shot_is_sent_complete_and_opens_the_session() -> None:
    skill = SmallSkill(answer("Ordered.", ends=True))
    echo = device(skill, model(AUTO))

    said = [echo.hear(each).words for each in ("ask drink stand to order something", "a latte", "large")]

    assert said == ["Which drink?", "Which size?", "Ordered."]
    assert requests(skill) == [("OrderIntent", "COMPLETED", {"drink": "latte", "size": "large"})]
    assert skill.envelopes[0]["session"]["new"] is True
    assert not echo.is_listening


def test_nothing_is_sent_when_a_person_gives_up_before_the_skill_heard_of_the_session() -> None:
    skill = SmallSkill()
    echo = device(skill, model(AUTO))
    echo.hear("ask drink stand to order something")

    first, second = echo.stay_silent(), echo.stay_silent()

    assert (first.words, second.words) == ("Which drink, please?", "")
    assert not echo.is_listening
    assert (skill.envelopes, skill.notifications) == ([], [])


def test_the_skill_hears_of_the_end_when_a_person_gives_up_in_its_session() -> None:
    skill = SmallSkill(answer("Welcome.", turns=3))
    echo = device(skill, model(AUTO))
    echo.hear("open drink stand")
    echo.hear("order something")

    echo.stay_silent()
    echo.stay_silent()

    assert skill.notifications[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"
    assert skill.notifications[0]["session"]["attributes"] == {"turns": 3}


def test_a_delegated_dialog_is_sent_turn_by_turn() -> None:
    skill = SmallSkill(DELEGATE, DELEGATE, answer("Ordered."))
    echo = device(skill, model(MANUAL))

    results = [echo.hear(each) for each in ("ask drink stand to order something", "a latte", "large")]

    assert [result.words for result in results] == ["Which drink?", "Which size?", "Ordered."]
    assert [result.dialog for result in results] == [
        "dialogState STARTED; Alexa asks for drink",
        "dialogState IN_PROGRESS; Alexa asks for size",
        "dialogState COMPLETED",
    ]
    assert [result.reprompt for result in results] == [
        "<speak>Which drink, please?</speak>", "<speak>Which size?</speak>", "",
    ]  # fmt: skip
    assert requests(skill) == [
        ("OrderIntent", "STARTED", {}),
        ("OrderIntent", "IN_PROGRESS", {"drink": "latte"}),
        ("OrderIntent", "COMPLETED", {"drink": "latte", "size": "large"}),
    ]
    assert [envelope["session"]["attributes"] for envelope in skill.envelopes] == [{}, {"turns": 1}, {"turns": 1}]
    assert [envelope["session"]["new"] for envelope in skill.envelopes] == [True, False, False]


def test_a_complete_sentence_is_sent_started_and_after_delegate_completed() -> None:
    skill = SmallSkill(DELEGATE, answer("Ordered."))

    result = device(skill, model(MANUAL)).hear("ask drink stand to order a large latte")

    slots = {"drink": "latte", "size": "large"}
    assert requests(skill) == [("OrderIntent", "STARTED", slots), ("OrderIntent", "COMPLETED", slots)]
    assert result.words == "Ordered."
    assert result.earlier == (DELEGATE,)


def test_resolved_values_stay_in_the_slots_of_the_next_request() -> None:
    skill = SmallSkill(DELEGATE, answer("Ordered."))
    echo = device(skill, model(order(DRINK, SIZE)))

    echo.hear("ask drink stand to order a milk coffee")
    echo.hear("big")

    slots = skill.requests[1]["intent"]["slots"]
    found = {
        name: slots[name]["resolutions"]["resolutionsPerAuthority"][0]["values"][0]["value"]["name"]
        for name in ("drink", "size")
    }
    assert found == {"drink": "latte", "size": "large"}
    assert slots["count"] == {"name": "count", "confirmationStatus": "NONE"}


@pytest.mark.parametrize(
    ("response", "said", "sent"),
    [
        (
            directing("ElicitSlot", "What size?", slotToElicit="size"),
            "large",
            ("IN_PROGRESS", {"drink": "latte", "size": "large"}),
        ),
        (directing("ConfirmSlot", "Latte?", slotToConfirm="drink"), "yes", ("IN_PROGRESS", {"drink": "latte"})),
        (directing("ConfirmIntent", "All right?"), "no", ("COMPLETED", {"drink": "latte"})),
    ],
    ids=["elicit", "confirm slot", "confirm intent"],
)
def test_the_session_stays_open_while_the_skill_asks(
    response: SkillResponse, said: str, sent: tuple[str, dict[str, str]]
) -> None:
    skill = SmallSkill(response, answer("Done."))
    echo = device(skill, model(MANUAL))

    first = echo.hear("ask drink stand to order a latte")
    was_listening = echo.is_listening
    echo.hear(said)

    assert first.speech == response.speech
    assert was_listening
    assert requests(skill)[1] == ("OrderIntent", *sent)


def test_another_intent_in_between_ends_the_dialog() -> None:
    skill = SmallSkill(DELEGATE, answer("Coffee and tea."), DELEGATE)
    echo = device(skill, model(MANUAL))
    echo.hear("ask drink stand to order a latte")

    echo.hear("what is on the menu")
    result = echo.hear("order something")

    assert requests(skill)[1:] == [("MenuIntent", None, {}), ("OrderIntent", "STARTED", {})]
    assert result.words == "Which drink?"


def test_a_plain_answer_of_the_skill_ends_the_dialog() -> None:
    skill = SmallSkill(DELEGATE, answer("Something else?"))
    echo = device(skill, model(MANUAL))
    echo.hear("ask drink stand to order a latte")
    echo.hear("large")

    result = echo.hear("large")

    assert requests(skill)[2] == ("SizeIntent", None, {"size": "large"})
    assert result.dialog == ""


def test_an_answer_that_nothing_understands_brings_the_reprompt() -> None:
    skill = SmallSkill(DELEGATE, answer("Ordered."))
    rules = order({"name": "day", "elicitationRequired": True, "prompts": {"elicitation": "drink?"}})
    echo = device(skill, model(rules, without="AMAZON.FallbackIntent"))
    echo.hear("ask drink stand to order something")

    first = echo.hear("the violin teacher moved her lesson")
    second = echo.hear("tomorrow")

    assert first.words == "Which drink, please?"
    assert second.request is not None
    assert requests(skill)[1][2] == {"day": "2026-11-24"}


def test_a_failing_value_is_asked_for_again_until_it_passes() -> None:
    skill = SmallSkill(answer("Ordered.", ends=True))
    echo = device(skill, model(order({**SIZE, **KNOWN_SIZE}, delegationStrategy="ALWAYS")))

    said = [echo.hear(each).words for each in ("ask drink stand to order something", "huge", "enormous", "big")]

    assert said == ["Which size?", "There is no huge. Which size?", "There is no enormous. Which size?", "Ordered."]
    assert requests(skill) == [("OrderIntent", "COMPLETED", {"size": "big"})]


def test_a_launch_can_go_on_with_a_dialog() -> None:
    chained = directing("Delegate", updatedIntent={"name": "OrderIntent", "slots": {"size": {"value": "big"}}})
    skill = SmallSkill(chained, answer("Ordered."))
    echo = device(skill, model(MANUAL))

    said = [echo.hear(each).words for each in ("open drink stand", "latte")]

    assert said == ["Which drink?", "Ordered."]
    assert requests(skill) == [("OrderIntent", "COMPLETED", {"drink": "latte", "size": "big"})]


def test_exit_ends_the_session_in_a_dialog() -> None:
    skill = SmallSkill(DELEGATE)
    echo = device(skill, model(MANUAL))
    echo.hear("ask drink stand to order something")

    echo.hear("exit")

    assert skill.notifications[0]["request"]["reason"] == "USER_INITIATED"
    assert not echo.is_listening


def test_a_dialog_directive_of_an_ended_session_asks_nothing() -> None:
    ended = read_response(
        {"response": {"directives": [{"type": "Dialog.Delegate"}], "shouldEndSession": True}}, "the skill"
    )
    echo = device(SmallSkill(ended), model(MANUAL))

    result = echo.hear("ask drink stand to order something")

    assert (result.words, echo.is_listening) == ("", False)


def test_a_refused_directive_ends_the_session_and_the_skill_is_notified() -> None:
    skill = SmallSkill(directing("ElicitSlot", "Which?", slotToElicit="sugar"))
    echo = device(skill, model(MANUAL))

    with pytest.raises(ResponseError, match=r"refuse the response: Dialog\.ElicitSlot: slotToElicit is 'sugar'"):
        echo.hear("ask drink stand to order something")

    assert not echo.is_listening
    assert skill.notifications[0]["request"]["error"]["type"] == "INVALID_RESPONSE"


KEYS = ["name", "value", "slots", "size", "drink", "confirmationStatus", "slotValue", "values", "types", "synonyms"]
JSON_VALUES = st.recursive(
    st.sampled_from([None, True, 5, "", "size", "large", "OrderIntent", "SizeIntent", "CONFIRMED", "REPLACE", "SIZE"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=8,
)
DIRECTIVES = st.fixed_dictionaries(
    {"type": st.sampled_from(["Dialog.Delegate", "Dialog.ElicitSlot", "Dialog.ConfirmSlot", "Dialog.ConfirmIntent",
                              "Dialog.UpdateDynamicEntities"])},
    optional=dict.fromkeys(["updatedIntent", "slotToElicit", "slotToConfirm", "updateBehavior", "types"], JSON_VALUES),
)  # fmt: skip


@given(
    directives=st.lists(DIRECTIVES, max_size=2),
    said=st.sampled_from(["yes", "large", "a latte", "what is on the menu"]),
)
def test_no_directive_ends_in_another_error_than_a_refusal(directives: list[Any], said: str) -> None:
    class FuzzedSkill(SmallSkill):
        def send(self, envelope: Any) -> SkillResponse:
            return read_response({"response": {"outputSpeech": speech("Well?"), "directives": directives}}, "the skill")

    echo = device(FuzzedSkill(), model(order(DRINK, {**SIZE, **KNOWN_SIZE}, confirmed=True)))

    for sentence in ("ask drink stand to order a latte", said, said):
        with suppress(ResponseError, NotForSkillError):
            list(check_turn(echo.hear(sentence)))


def test_a_question_without_a_prompt_names_the_model() -> None:
    rules = order({**DRINK, "prompts": {}}, delegationStrategy="ALWAYS")

    with pytest.raises(DialogError, match=r"model\.json: the dialog model of OrderIntent has no prompt"):
        device(SmallSkill(), model(rules)).hear("ask drink stand to order something")
