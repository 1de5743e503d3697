"""Answers to the questions of a dialog. If one fails, an answer is taken for another request, or the reverse."""

import pytest

from speech.nlu.answers import AnswerRecognizer
from speech.nlu.interaction_model import InteractionModel, parse_model
from speech.nlu.recognizer import RecognitionResult, Recognizer
from tests.support.order_dialog import TODAY, intent, model

ORDER = intent("OrderIntent")


def answers(interaction_model: InteractionModel, locale: str = "en-US") -> AnswerRecognizer:
    return AnswerRecognizer(Recognizer(interaction_model, locale, lambda: TODAY), interaction_model, locale)


ANSWERS = answers(model())
WITHOUT_FALLBACK = answers(model(without="AMAZON.FallbackIntent"))


def answer(utterance: str, slot_name: str, recognizer: AnswerRecognizer = ANSWERS) -> RecognitionResult:
    slot = ORDER.slot(slot_name)
    assert slot is not None
    return recognizer.slot_answer(utterance, ORDER, slot)


def values(result: RecognitionResult) -> dict[str, str]:
    return {name: slot.value for name, slot in result.slots.items()}


@pytest.mark.parametrize(
    ("utterance", "slot", "expected"),
    [
        ("large", "size", {"size": "large"}),
        ("Big, please!", "size", {"size": "big"}),
        ("a latte", "drink", {"drink": "latte"}),
        ("i fancy milk coffee", "drink", {"drink": "milk coffee"}),
        ("a big latte", "drink", {"size": "big", "drink": "latte"}),
        ("twenty one", "count", {"count": "21"}),
        ("tomorrow", "day", {"day": "2026-11-24"}),
        ("i think the big one", "size", {"size": "big"}),
        ("no, large", "size", {"size": "large"}),
        ("i would like two of them", "count", {"count": "2"}),
        ("i fancy tea", "drink", {"drink": "tea"}),
        ("green tea", "drink", {"drink": "green tea"}),
        ("i want tea", "drink", {"drink": "tea"}),
        ("give me a beer, please", "drink", {"drink": "beer"}),
        ("the usual", "drink", {"drink": "the usual"}),
        ("can i have a mocha", "drink", {"drink": "mocha"}),
        ("without milk", "drink", {"drink": "without milk"}),
        ("my name is maria", "name", {"name": "maria"}),
        ("not large", "size", {"size": "not large"}),
        ("it is john smith", "name", {"name": "john smith"}),
        ("you two", "name", {"name": "you two"}),
        ("not sure", "count", {"count": "?"}),
        ("leave it at the door and ring twice", "note", {"note": "leave it at the door and ring twice"}),
        ("maria", "name", {"name": "maria"}),
    ],
)
def test_an_answer_fills_the_slot_that_was_asked_for(utterance: str, slot: str, expected: dict[str, str]) -> None:
    result = answer(utterance, slot)

    assert (result.by, result.intent) == ("slot", "OrderIntent")
    assert values(result) == expected


@pytest.mark.parametrize(
    ("utterance", "slot", "expected"),
    [
        ("help", "drink", "AMAZON.HelpIntent"),
        ("stop", "size", "AMAZON.StopIntent"),
        ("what is on the menu", "name", "MenuIntent"),
        ("show me the menu", "note", "MenuIntent"),
        ("show me your menu", "count", "MenuIntent"),
        ("the size is large", "drink", "SizeIntent"),
        ("the violin teacher moved her lesson to monday", "count", "AMAZON.FallbackIntent"),
        ("the violin teacher moved her lesson to june", "drink", "AMAZON.FallbackIntent"),
        ("what do you have", "drink", "AMAZON.FallbackIntent"),
        ("how big are they", "size", "AMAZON.FallbackIntent"),
        ("what is your name", "name", "AMAZON.FallbackIntent"),
        ("start over", "drink", "AMAZON.FallbackIntent"),
    ],
)
def test_another_intent_interrupts(utterance: str, slot: str, expected: str) -> None:
    result = answer(utterance, slot)

    assert result.intent == expected
    assert result.by != "slot"


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [("no", {"sugar": "no"}), ("yes", {"sugar": "yes"}), ("i don't care", {}), ("no sugar", {"sugar": "no sugar"})],
)
def test_samples_that_fill_no_slot_do_not_hide_the_value(utterance: str, expected: dict[str, str]) -> None:
    slot = {"name": "sugar", "type": "YES_NO", "samples": ["no", "yes", "i don't care", "i want {sugar}"]}
    names = ("AMAZON.YesIntent", "AMAZON.NoIntent", "AMAZON.FallbackIntent")
    intents = [{"name": "SugarIntent", "slots": [slot], "samples": ["sugar"]}, *({"name": name} for name in names)]
    types = [{"name": "YES_NO", "values": [{"name": {"value": "yes"}}, {"name": {"value": "no"}}]}]
    language_model = {"invocationName": "drink stand", "intents": intents, "types": types}
    sugar = parse_model({"languageModel": language_model}, "model.json")
    asked = sugar.intents[0]

    result = answers(sugar).slot_answer(utterance, asked, asked.slots[0])

    assert (result.by, result.intent, values(result)) == ("slot", "SugarIntent", expected)


def test_the_slots_own_value_wins_over_a_sample_that_is_one_slot() -> None:
    assert answer("large", "size").by == "slot"
    assert answer("large", "drink").intent == "SizeIntent"


def test_a_sample_of_the_same_intent_fills_its_slots() -> None:
    result = answer("order a large latte", "drink")

    assert (result.by, result.intent) == ("sample", "OrderIntent")
    assert values(result) == {"size": "large", "drink": "latte"}


@pytest.mark.parametrize(
    ("utterance", "slot", "expected"),
    [
        ("the violin teacher moved her lesson to june", "drink", "the violin teacher moved her lesson to june"),
        ("the violin teacher moved her lesson to june", "count", "?"),
        ("none", "count", "?"),
        ("what do you have", "drink", "what do you have"),
    ],
)
def test_without_a_fallback_anything_else_fills_the_slot(utterance: str, slot: str, expected: str) -> None:
    result = answer(utterance, slot, WITHOUT_FALLBACK)

    assert (result.by, values(result)) == ("slot", {slot: expected})


@pytest.mark.parametrize("utterance", ["the violin teacher moved her lesson", "whenever"])
def test_what_is_no_date_fills_no_date_and_is_no_vague_other_intent(utterance: str) -> None:
    assert answer(utterance, "day", WITHOUT_FALLBACK).intent is None


@pytest.mark.parametrize("utterance", ["", "?!"])
def test_an_answer_without_words_fills_nothing(utterance: str) -> None:
    assert answer(utterance, "note", WITHOUT_FALLBACK).slots == {}
    assert ANSWERS.confirmation(utterance, ORDER).by == "fallback"


@pytest.mark.parametrize(
    "utterance", ["yes", "Yes, please.", "yeah", "yes yes", "sure", "yes, that's right", "right", "go ahead"]
)
def test_a_yes_confirms_although_the_model_has_no_intent_for_it(utterance: str) -> None:
    assert ANSWERS.confirmation(utterance, ORDER).by == "yes"


@pytest.mark.parametrize(
    "utterance", ["no", "No, thank you.", "nope", "no no", "no i don't", "that's wrong", "please don't"]
)
def test_a_no_denies(utterance: str) -> None:
    assert ANSWERS.confirmation(utterance, ORDER).by == "no"


@pytest.mark.parametrize(
    ("utterance", "expected"),
    [
        ("maybe yes", "AMAZON.FallbackIntent"),
        ("yes or no", "AMAZON.FallbackIntent"),
        ("what is on the menu", "MenuIntent"),
        ("order a large latte", "OrderIntent"),
        ("stop", "AMAZON.StopIntent"),
    ],
)
def test_anything_else_is_no_confirmation(utterance: str, expected: str) -> None:
    result = ANSWERS.confirmation(utterance, ORDER)

    assert result.intent == expected
    assert result.by not in {"yes", "no"}


def test_a_language_without_a_file_knows_yes_and_no() -> None:
    dutch = answers(model(), "nl-NL")

    assert [dutch.confirmation(utterance, ORDER).by for utterance in ("yes", "no")] == ["yes", "no"]
