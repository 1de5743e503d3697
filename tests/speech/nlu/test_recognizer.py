from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from speech.nlu.interaction_model import parse_model
from speech.nlu.recognizer import Recognizer

PLANNER = {
    "invocationName": "day planner",
    "intents": [
        {"name": "AMAZON.StopIntent", "samples": []},
        {"name": "AMAZON.HelpIntent", "samples": ["i need a hand"]},
        {"name": "AMAZON.FallbackIntent", "samples": []},
        {
            "name": "PlanIntent",
            "slots": [
                {"name": "activity", "type": "ACTIVITY", "multipleValues": {"enabled": True}},
                {"name": "day", "type": "AMAZON.DATE"},
                {"name": "time", "type": "AMAZON.TIME"},
                {"name": "length", "type": "AMAZON.DURATION"},
            ],
            "samples": [
                "plan {activity}",
                "plan {activity} on {day}",
                "plan {activity} on {day} at {time}",
                "plan {activity} for {length}",
            ],
        },
        {
            "name": "FlyIntent",
            "slots": [{"name": "fromCity", "type": "AMAZON.City"}, {"name": "toCity", "type": "AMAZON.City"}],
            "samples": ["fly from {fromCity} to {toCity}"],
        },
        {
            "name": "SearchIntent",
            "slots": [{"name": "query", "type": "AMAZON.SearchQuery"}],
            "samples": ["search for {query}"],
        },
        {
            "name": "PinIntent",
            "slots": [{"name": "pin", "type": "AMAZON.FOUR_DIGIT_NUMBER"}, {"name": "place", "type": "AMAZON.Ordinal"}],
            "samples": ["my code is {pin}", "take the {place} entry"],
        },
        {
            "name": "RoomIntent",
            "slots": [{"name": "room", "type": "AMAZON.NUMBER"}, {"name": "floor", "type": "AMAZON.NUMBER"}],
            "samples": ["room {room}", "go to room {room}", "room {room} on floor {floor}"],
        },
        {"name": "StarIntent", "slots": [{"name": "star", "type": "AMAZON.Actor"}], "samples": ["films with {star}"]},
        {"name": "BrokenIntent", "slots": [], "samples": ["say {nothing}"]},
    ],
    "types": [
        {
            "name": "ACTIVITY",
            "values": [
                {"id": "hike", "name": {"value": "hiking", "synonyms": ["a walk", "walking in the hills"]}},
                {"id": "camp", "name": {"value": "camping"}},
            ],
        },
        {"name": "AMAZON.Actor", "values": [{"id": "ada", "name": {"value": "Ada Example"}}]},
    ],
}


def planner(**changes: Any) -> Recognizer:
    model = parse_model({"languageModel": PLANNER | changes}, "planner.json")
    return Recognizer(model, "en-US", lambda: date(2026, 11, 23))


PLANNER_RECOGNIZER = planner()


def meaning(text: str, recognizer: Recognizer = PLANNER_RECOGNIZER) -> tuple[str | None, Mapping[str, str]]:
    result = recognizer.recognize(text)
    return result.intent, {name: slot.id or slot.value for name, slot in result.slots.items()}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("plan hiking", "PlanIntent", {"activity": "hike"}),
        ("Plan a walk on Friday at half past two in the afternoon.", "PlanIntent",
         {"activity": "hike", "day": "2026-11-27", "time": "14:30"}),
        ("plan camping for two and a half hours", "PlanIntent", {"activity": "camp", "length": "PT2H30M"}),
        ("fly from New York to San Francisco", "FlyIntent", {"fromCity": "new york", "toCity": "san francisco"}),
        ("search for red shoes in size nine", "SearchIntent", {"query": "red shoes in size nine"}),
        ("my code is nineteen eighty four", "PinIntent", {"pin": "1984"}),
        ("take the third entry", "PinIntent", {"place": "3"}),
        ("room twenty one", "RoomIntent", {"room": "21"}),
        ("room 4 on floor two", "RoomIntent", {"room": "4", "floor": "2"}),
        ("films with Ada Example", "StarIntent", {"star": "ada"}),
        ("films with Bob Nobody", "StarIntent", {"star": "bob nobody"}),
    ],
)  # fmt: skip
def test_a_sample_is_recognized_with_its_slots_as_alexa_fills_them(
    text: str, intent: str, slots: dict[str, str]
) -> None:
    assert meaning(text) == (intent, slots)


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("um, could you plan camping for me please", "PlanIntent", {"activity": "camp"}),
        ("I want to plan a day of hiking", "PlanIntent", {"activity": "hike"}),
        ("we should go to room number seven", "RoomIntent", {"room": "7"}),
        ("I would really like you to search for cheap socks", "SearchIntent", {"query": "cheap socks"}),
        (
            "could you plan hiking next Friday at around seven",
            "PlanIntent",
            {"activity": "hike", "day": "2026-11-27", "time": "07:00"},
        ),
        ("can I get a hand", "AMAZON.HelpIntent", {}),
        ("please stop", "AMAZON.StopIntent", {}),
    ],
)
def test_a_sentence_similar_to_a_sample_is_recognized(text: str, intent: str, slots: dict[str, str]) -> None:
    assert meaning(text) == (intent, slots)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("stop", "AMAZON.StopIntent"), ("never mind", "AMAZON.FallbackIntent"), ("help me", "AMAZON.HelpIntent")],
)
def test_built_in_samples_are_recognized_if_the_model_has_the_intent(text: str, intent: str) -> None:
    assert meaning(text) == (intent, {})


def test_a_sample_of_the_model_wins_over_a_built_in_sample() -> None:
    intents = [{"name": "AMAZON.StopIntent"}, {"name": "PowerIntent", "samples": ["off"]}]

    assert meaning("off", planner(intents=intents)) == ("PowerIntent", {})


def test_a_slot_that_takes_a_list_is_filled_with_several_values() -> None:
    result = PLANNER_RECOGNIZER.recognize("plan hiking, camping and stargazing")

    assert [value.value for value in result.slots["activity"].values] == ["hiking", "camping", "stargazing"]
    assert [value.resolved is not None for value in result.slots["activity"].values] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "value"), [("go to room banana", "?"), ("go to room two point five", "?"), ("room two hundred", "200")]
)
def test_an_unknown_number_is_a_question_mark(text: str, value: str) -> None:
    assert meaning(text) == ("RoomIntent", {"room": value})


def test_an_unknown_name_fills_the_slot_without_resolution() -> None:
    result = PLANNER_RECOGNIZER.recognize("plan surfing")

    value = result.slots["activity"].values[0]
    assert result.intent == "PlanIntent"
    assert (value.value, value.type, value.resolved) == ("surfing", "ACTIVITY", None)
    assert result.score < 1


@pytest.mark.parametrize("text", ["what a lovely purple elephant", "", "?!", "\u65e5\u672c\u8a9e", "\U0001f600"])
def test_an_unrelated_sentence_is_the_fallback_intent(text: str) -> None:
    assert meaning(text) == ("AMAZON.FallbackIntent", {})


def test_a_sample_of_the_fallback_is_the_fallback_however_similar_to_another_sample() -> None:
    """Otherwise "i called him ten times" is taken for a rating of ten."""
    fallback = {"name": "AMAZON.FallbackIntent", "samples": ["go to room seven later"]}
    room = {
        "name": "RoomIntent",
        "slots": [{"name": "room", "type": "AMAZON.NUMBER"}],
        "samples": ["go to room {room}"],
    }
    recognizer = planner(intents=[room, fallback])

    assert meaning("go to room seven soon", recognizer) == ("RoomIntent", {"room": "7"})
    assert meaning("go to room seven later", recognizer) == ("AMAZON.FallbackIntent", {})


def test_without_a_fallback_the_most_similar_sample_wins_above_the_floor_and_nothing_is_made_of_chance_words() -> None:
    recognizer = planner(intents=[{"name": "TeaIntent", "samples": ["make some tea"]}])

    assert meaning("is there some tea left", recognizer) == ("TeaIntent", {})
    assert meaning("some elephants are purple", recognizer) == (None, {})
    assert meaning("42", recognizer) == (None, {})
    assert recognizer.alexa_slots(recognizer.recognize("42"), "amzn1.ask.skill.x") == {}


def test_one_is_a_number_unless_it_is_a_pronoun() -> None:
    assert meaning("we should go to room one") == ("RoomIntent", {"room": "1"})
    assert meaning("well I think we should go to room number that one")[1].get("room") != "1"


def test_the_slots_of_a_request_include_every_slot_of_the_intent() -> None:
    result = PLANNER_RECOGNIZER.recognize("room four")

    slots = PLANNER_RECOGNIZER.alexa_slots(result, "amzn1.ask.skill.x")

    assert list(slots) == ["room", "floor"]
    assert slots["floor"] == {"name": "floor", "confirmationStatus": "NONE"}


def test_only_an_exact_match_scores_one() -> None:
    assert PLANNER_RECOGNIZER.recognize("plan hiking").score == 1
    assert 0 < PLANNER_RECOGNIZER.recognize("I want to plan a day of hiking").score < 1
    assert PLANNER_RECOGNIZER.recognize("what a lovely purple elephant").score < 0.5


@pytest.mark.parametrize(
    "text",
    ["room " * 1_600, "plan hiking and camping " * 330, "five hours " * 700, "\U0001f600" * 8_000, "a" * 8_000],
    ids=["word", "list", "durations", "emoji", "letter"],
)
def test_a_very_long_sentence_has_a_result(text: str) -> None:
    assert PLANNER_RECOGNIZER.recognize(text).intent in {"PlanIntent", "RoomIntent", "AMAZON.FallbackIntent"}


def test_a_model_in_a_language_without_a_file_works_by_its_samples() -> None:
    model = parse_model(
        {
            "languageModel": {
                "invocationName": "stappen",
                "intents": [
                    {
                        "name": "StapIntent",
                        "slots": [{"name": "nummer", "type": "AMAZON.NUMBER"}],
                        "samples": ["ga naar stap {nummer}"],
                    }
                ],
            }
        },
        "nl.json",
    )

    recognizer = Recognizer(model, "nl-NL", lambda: date(2026, 11, 23))

    assert meaning("Ga naar stap eenentwintig", recognizer) == ("StapIntent", {"nummer": "21"})
    assert meaning("wil je naar stap drie gaan", recognizer) == ("StapIntent", {"nummer": "3"})
