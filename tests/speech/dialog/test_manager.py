"""The dialog as a state machine: what Alexa asks, what she sends and what she refuses, without a device."""

from collections.abc import Mapping
from typing import Any

import pytest

from speech.dialog.directives import (
    CONFIRM_INTENT,
    CONFIRM_SLOT,
    DELEGATE,
    ELICIT_SLOT,
    DialogDirective,
    UpdatedIntent,
    UpdatedSlot,
)
from speech.dialog.intent_state import ConfirmationStatus
from speech.dialog.intent_updates import DialogError
from speech.dialog.manager import Dialog
from speech.dialog.steps import DialogQuestion
from speech.nlu.recognizer import Reason
from tests.support.order_dialog import DRINK, KNOWN_SIZE, SIZE, heard, intent, manager, model, order, slot, state

LATTE, LARGE = slot("drink", "latte"), slot("size", "large")
CONFIRMED_SIZE = {**SIZE, "confirmationRequired": True}
RULES = order(DRINK, SIZE, confirmed=True)
AUTO: dict[str, Any] = {"delegationStrategy": "ALWAYS"}


def updated(name: str = "OrderIntent", confirmation: ConfirmationStatus = "NONE", **slots: str | None) -> UpdatedIntent:
    given = {key: UpdatedSlot((value,) if value else (), "NONE") for key, value in slots.items()}
    return UpdatedIntent(name, confirmation, given)


@pytest.mark.parametrize(
    ("strategies", "expected"),
    [
        (({}, {}), "STARTED"),
        (({}, AUTO), None),
        ((AUTO, {}), None),
        ((AUTO, {"delegationStrategy": "SKILL_RESPONSE"}), "STARTED"),
        (({"delegationStrategy": "SKILL_RESPONSE"}, AUTO), None),
    ],
    ids=["none", "intent", "skill", "skill but not this intent", "this intent alone"],
)
def test_only_an_auto_delegated_intent_is_not_sent_at_once(
    strategies: tuple[dict[str, Any], dict[str, Any]], expected: str | None
) -> None:
    of_skill, of_intent = strategies

    dialog = manager(model(order(DRINK, **of_intent), **of_skill)).begin(intent("OrderIntent"), {})

    assert dialog.sent == expected
    assert (dialog.question is None) is (expected == "STARTED")


def test_an_auto_delegated_dialog_is_sent_once_when_it_is_complete() -> None:
    dialogs = manager(model(RULES, **AUTO))

    first = dialogs.begin(intent("OrderIntent"), {})
    second = dialogs.answer(first, heard("slot", LATTE))
    third = dialogs.answer(second, heard("slot", LARGE))
    last = dialogs.answer(third, heard("yes"))

    asked = [(dialog.speech, dialog.reprompt, dialog.sent) for dialog in (first, second, third)]
    assert asked == [
        ("<speak>Which drink?</speak>", "<speak>Which drink, please?</speak>", None),
        ("<speak>Which size?</speak>", "<speak>Which size?</speak>", None),
        ("<speak>A large latte, right?</speak>", "<speak>A large latte, right?</speak>", None),
    ]
    assert (last.question, last.sent, last.state.confirmation, last.speech) == (None, "COMPLETED", "CONFIRMED", "")


def test_an_auto_delegated_intent_that_needs_nothing_is_complete_at_once() -> None:
    dialog = manager(model(order(DRINK, **AUTO))).begin(intent("OrderIntent"), {"drink": LATTE})

    assert (dialog.question, dialog.sent) == (None, "COMPLETED")


def test_an_intent_without_rules_has_no_dialog_state() -> None:
    assert manager(model(RULES)).begin(intent("MenuIntent"), {}).sent is None


def test_a_delegated_dialog_goes_to_the_skill_after_each_answer() -> None:
    dialogs = manager(model(order(DRINK, CONFIRMED_SIZE, confirmed=True)))
    delegate = DialogDirective(DELEGATE)
    dialog, states, questions = dialogs.begin(intent("OrderIntent"), {}), [], []

    for answer in (
        heard("slot", LATTE), heard("slot", LARGE), heard("no"), heard("slot", LARGE), heard("yes"), heard("yes"),
    ):  # fmt: skip
        states.append(dialog.sent)
        asked = dialogs.direct(delegate, dialog)
        questions.append(str(asked.question))
        dialog = dialogs.answer(asked, answer)

    assert states == ["STARTED", *["IN_PROGRESS"] * 5]
    assert questions == [
        "for drink", "for size", "to confirm size", "for size", "to confirm size", "to confirm the intent",
    ]  # fmt: skip
    assert dialog.sent == "COMPLETED"
    assert dialog.state.slot("size").confirmation == dialog.state.confirmation == "CONFIRMED"


def test_delegating_a_started_dialog_with_nothing_left_completes_it_at_once() -> None:
    dialogs = manager(model(order(DRINK)))
    started = dialogs.begin(intent("OrderIntent"), {"drink": LATTE})

    dialog = dialogs.direct(DialogDirective(DELEGATE), started)

    assert (started.sent, dialog.sent, dialog.question) == ("STARTED", "COMPLETED", None)


def test_a_denied_intent_completes_the_dialog() -> None:
    dialogs = manager(model(RULES))
    asked = dialogs.direct(DialogDirective(DELEGATE), Dialog(state(LATTE, LARGE), "STARTED"))

    dialog = dialogs.answer(asked, heard("no"))

    assert (dialog.sent, dialog.state.confirmation) == ("COMPLETED", "DENIED")


def test_an_invalid_value_is_sent_to_a_skill_that_delegates_before_alexa_asks_again() -> None:
    dialogs = manager(model(order({**SIZE, **KNOWN_SIZE})))
    asked = dialogs.direct(DialogDirective(DELEGATE), dialogs.begin(intent("OrderIntent"), {}))

    answered = dialogs.answer(asked, heard("slot", slot("size", "huge", known=False)))
    again = dialogs.direct(DialogDirective(DELEGATE), answered)

    assert (answered.sent, answered.question) == ("IN_PROGRESS", None)
    assert again.speech == "<speak>There is no huge. Which size?</speak>"


@pytest.mark.parametrize(
    ("directive", "answer", "sent", "status"),
    [
        (DialogDirective(ELICIT_SLOT, "size"), heard("slot", LARGE), "IN_PROGRESS", "NONE"),
        (DialogDirective(CONFIRM_SLOT, "size"), heard("yes"), "IN_PROGRESS", "NONE"),
        (DialogDirective(CONFIRM_SLOT, "size"), heard("no"), "IN_PROGRESS", "NONE"),
        (DialogDirective(CONFIRM_INTENT), heard("yes"), "IN_PROGRESS", "CONFIRMED"),
        (DialogDirective(CONFIRM_INTENT), heard("no"), "COMPLETED", "DENIED"),
    ],
)
def test_a_skill_that_asks_itself_gets_every_answer(
    directive: DialogDirective, answer: Any, sent: str, status: str
) -> None:
    dialogs = manager(model(RULES))

    asked = dialogs.direct(directive, dialogs.begin(intent("OrderIntent"), {"drink": LATTE}))
    dialog = dialogs.answer(asked, answer)

    assert (asked.speech, asked.is_delegated) == ("", False)
    assert (dialog.sent, dialog.state.confirmation) == (sent, status)


@pytest.mark.parametrize(("by", "status"), [("yes", "CONFIRMED"), ("no", "DENIED")])
def test_a_confirmed_slot_has_its_own_status(by: Reason, status: str) -> None:
    dialogs = manager(model(RULES))
    asked = dialogs.direct(DialogDirective(CONFIRM_SLOT, "size"), Dialog(state(LARGE), "STARTED"))

    dialog = dialogs.answer(asked, heard(by))

    slots = dialog.state.as_json("skill")["slots"]
    assert {name: each["confirmationStatus"] for name, each in slots.items() if name in {"size", "drink"}} == {
        "size": status,
        "drink": "NONE",
    }


def test_a_skill_can_take_over_and_delegate_again() -> None:
    dialogs = manager(model(RULES))
    elicited = dialogs.direct(DialogDirective(ELICIT_SLOT, "size"), dialogs.begin(intent("OrderIntent"), {}))
    answered = dialogs.answer(elicited, heard("slot", LARGE))

    delegated = dialogs.direct(DialogDirective(DELEGATE), answered)

    assert delegated.question == DialogQuestion("elicit slot", "drink")


def test_a_skill_can_fill_and_empty_slots() -> None:
    dialogs = manager(model(order(DRINK, SIZE)))
    change = updated(drink=None, size="large")

    dialog = dialogs.direct(DialogDirective(DELEGATE, "", change), Dialog(state(LATTE), "STARTED"))

    assert dialog.question == DialogQuestion("elicit slot", "drink")
    assert dialog.state.value("size") == "large"
    assert dialog.state.slot("size").filled == LARGE


def test_values_that_a_skill_sends_back_keep_what_they_were_resolved_to() -> None:
    big = slot("size", "big")
    change = updated(size="big")

    dialog = manager(model(RULES)).direct(DialogDirective(ELICIT_SLOT, "drink", change), Dialog(state(big), "STARTED"))

    assert dialog.state.slot("size").filled is big


def test_an_updated_intent_without_slots_keeps_them() -> None:
    change = UpdatedIntent("OrderIntent", "CONFIRMED", None)

    dialog = manager(model(RULES)).direct(DialogDirective(ELICIT_SLOT, "size", change), Dialog(state(LATTE), "STARTED"))

    assert (dialog.state.value("drink"), dialog.state.confirmation) == ("latte", "CONFIRMED")


@pytest.mark.parametrize("current", [None, Dialog(state(name="MenuIntent"))], ids=["a launch", "another intent"])
def test_a_dialog_can_be_chained_to_another_intent(current: Dialog | None) -> None:
    dialogs = manager(model(order(DRINK, SIZE)))

    asked = dialogs.direct(DialogDirective(DELEGATE, "", updated(size="large")), current)
    dialog = dialogs.answer(asked, heard("slot", LATTE))

    assert (asked.speech, asked.sent) == ("<speak>Which drink?</speak>", None)
    assert (dialog.state.intent.name, dialog.sent) == ("OrderIntent", "COMPLETED")


def test_a_chained_intent_with_nothing_to_ask_is_complete_at_once() -> None:
    dialog = manager(model(RULES)).direct(DialogDirective(DELEGATE, "", updated("SizeIntent")), None)

    assert (dialog.state.intent.name, dialog.sent, dialog.question) == ("SizeIntent", "COMPLETED", None)


ORDERED = Dialog(state(LATTE), "STARTED")


@pytest.mark.parametrize(
    ("directive", "dialog", "rule"),
    [
        (DialogDirective(DELEGATE), None, "Dialog.Delegate needs updatedIntent here"),
        (
            DialogDirective(DELEGATE, "", updated("CakeIntent")),
            ORDERED,
            "'CakeIntent', but the model has no such intent",
        ),
        (DialogDirective(DELEGATE, "", updated(sugar="yes")), ORDERED, "the slot 'sugar', but OrderIntent has none"),
        (DialogDirective(DELEGATE, "", updated("AMAZON.HelpIntent")), ORDERED, "AMAZON.HelpIntent is one of Amazon's"),
        (DialogDirective(DELEGATE), Dialog(state(name="AMAZON.StopIntent")), "AMAZON.StopIntent is one of Amazon's"),
        (DialogDirective(ELICIT_SLOT, "sugar"), ORDERED, "slotToElicit is 'sugar', but OrderIntent has no such slot"),
        (DialogDirective(CONFIRM_SLOT, "sugar"), ORDERED, "slotToConfirm is 'sugar', but OrderIntent has no such slot"),
        (DialogDirective(DELEGATE), Dialog(state(LATTE), "COMPLETED"), "dialogState is COMPLETED and nothing is left"),
    ],
)
def test_what_alexa_refuses_is_named_by_its_rule(directive: DialogDirective, dialog: Dialog | None, rule: str) -> None:
    with pytest.raises(DialogError, match=rule):
        manager(model(order(DRINK))).direct(directive, dialog)


@pytest.mark.parametrize("kind", [DELEGATE, ELICIT_SLOT, CONFIRM_SLOT, CONFIRM_INTENT])
def test_a_skill_without_a_dialog_model_cannot_send_dialog_directives(kind: str) -> None:
    with pytest.raises(DialogError, match=r'has not been configured to support dialogs; add a "dialog" .* model\.json'):
        manager(model()).direct(DialogDirective(kind, "size"), ORDERED)


def test_intents_that_delegate_to_each_other_are_refused() -> None:
    dialogs = manager(model(RULES))
    dialog: Dialog | None = None
    for name in ("SizeIntent", "MenuIntent") * 5:
        dialog = dialogs.direct(DialogDirective(DELEGATE, "", updated(name)), dialog)

    with pytest.raises(DialogError, match="asked nothing; the intents delegate to each other"):
        dialogs.direct(DialogDirective(DELEGATE, "", updated("SizeIntent")), dialog)


@pytest.mark.parametrize("rules", [order({**DRINK, "prompts": {}}), order({**DRINK, "prompts": {"elicitation": "no"}})])
def test_a_question_without_a_prompt_is_an_error_of_the_model(rules: Mapping[str, Any]) -> None:
    with pytest.raises(
        DialogError, match=r"model\.json: the dialog model of OrderIntent has no prompt to ask for drink"
    ):
        manager(model({**rules, **AUTO})).begin(intent("OrderIntent"), {})


@pytest.mark.parametrize(
    ("dialog", "line"),
    [
        (Dialog(state()), ""),
        (Dialog(state(), "STARTED"), "dialogState STARTED"),
        (Dialog(state(), None, DialogQuestion("elicit slot", "size"), is_delegated=True), "Alexa asks for size"),
        (
            Dialog(state(), "IN_PROGRESS", DialogQuestion("confirm slot", "size")),
            "dialogState IN_PROGRESS; the skill asks to confirm size",
        ),
        (
            Dialog(state(), "STARTED", DialogQuestion("confirm intent"), is_delegated=True),
            "dialogState STARTED; Alexa asks to confirm the intent",
        ),
    ],
)
def test_a_dialog_is_described_in_one_line(dialog: Dialog, line: str) -> None:
    assert str(dialog) == line
