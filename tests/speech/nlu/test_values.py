"""What fills the slots: the whole value and nothing but the value, or nothing."""

from collections.abc import Mapping
from datetime import date
from time import process_time
from typing import Any

import pytest

from speech.nlu.interaction_model import parse_model
from speech.nlu.recognizer import Recognizer

Meaning = tuple[str | None, Mapping[str, str]]


def intent(name: str, samples: list[str], **slots: str) -> dict[str, Any]:
    return {"name": name, "samples": samples, "slots": [{"name": slot, "type": kind} for slot, kind in slots.items()]}


def listed(name: str, *values: str) -> dict[str, Any]:
    return {"name": name, "values": [{"name": {"value": value}} for value in values]}


def recognizer(intents: list[dict[str, Any]], types: list[dict[str, Any]] | None = None) -> Recognizer:
    model = {"languageModel": {"invocationName": "small lab", "intents": intents, "types": types or []}}
    return Recognizer(parse_model(model, "lab.json"), "en-US", lambda: date(2026, 11, 23))


def meaning(text: str, of: Recognizer) -> Meaning:
    result = of.recognize(text)
    return result.intent, {name: slot.value for name, slot in result.slots.items()}


FALLBACK = intent("AMAZON.FallbackIntent", [])
RADIO = recognizer(
    [
        intent("StationIntent", ["play {station}"], station="AMAZON.RadioChannel"),
        intent(
            "ShowIntent", ["play the show {show} with {host}", "i want to hear the show {show}"],
            show="AMAZON.TVSeries", host="AMAZON.Person",
        ),
        FALLBACK,
    ]
)  # fmt: skip
GARDEN = recognizer(
    [
        intent("WalkIntent", ["walk to {place}", "i want a {size} tree"], place="PLACE", size="SIZE"),
        intent("SizeIntent", ["a tree of size {size}"], size="SIZE"),
        FALLBACK,
    ],
    [listed("PLACE", "pond", "the old well", "rose bed"), listed("SIZE", "tall", "low")],
)


def test_the_sample_with_the_most_words_of_its_own_is_not_swallowed_by_an_open_slot() -> None:
    assert meaning("play the show night talk with ada brown", RADIO) == (
        "ShowIntent",
        {"show": "night talk", "host": "ada brown"},
    )


def test_a_sample_that_starts_with_words_of_politeness_is_still_found() -> None:
    assert meaning("i want to hear the show morning tea", RADIO) == ("ShowIntent", {"show": "morning tea"})


@pytest.mark.parametrize("sentence", ["don't play jazz", "please never play jazz", "you should not play jazz"])
def test_an_open_slot_after_a_refusal_plays_nothing(sentence: str) -> None:
    assert meaning(sentence, RADIO)[0] == "AMAZON.FallbackIntent"


@pytest.mark.parametrize(
    ("sentence", "place"),
    [("walk to the pond", "pond"), ("walk to the old well", "the old well"), ("walk to a rose bed", "rose bed")],
)
def test_an_article_belongs_to_a_value_only_if_it_is_written_so(sentence: str, place: str) -> None:
    assert meaning(sentence, GARDEN) == ("WalkIntent", {"place": place})


@pytest.mark.parametrize("sentence", ["walk to the", "walk to it", "a tree of size a"])
def test_small_words_alone_fill_no_slot(sentence: str) -> None:
    assert meaning(sentence, GARDEN)[1] == {}


def test_every_value_that_has_the_name_is_a_candidate() -> None:
    types = [
        {
            "name": "PET",
            "values": [
                {"id": "1", "name": {"value": "tabby", "synonyms": ["kitty"]}},
                {"id": "2", "name": {"value": "siamese", "synonyms": ["kitty"]}},
            ],
        }
    ]
    pets = recognizer([intent("PetIntent", ["feed the {pet}"], pet="PET")], types)

    result = pets.recognize("feed the kitty")

    assert [value.id for value in result.slots["pet"].values[0].candidates] == ["1", "2"]


def test_a_name_alone_fills_a_slot_that_is_a_sample_by_itself() -> None:
    town = recognizer([intent("TownIntent", ["{town}", "go to {town}"], town="AMAZON.City"), FALLBACK])

    assert meaning("new haven", town) == ("TownIntent", {"town": "new haven"})
    assert meaning("start again", town)[0] == "AMAZON.FallbackIntent"
    assert meaning("how are you doing in rotterdam today", town)[0] == "AMAZON.FallbackIntent"


def test_words_that_are_not_listed_fill_a_slot_alone_only_if_the_model_has_no_fallback() -> None:
    questions = intent("AskIntent", ["{question}"], question="QUESTION")
    types = [listed("QUESTION", "why is grass green")]

    assert meaning("why is snow white", recognizer([questions], types)) == (
        "AskIntent",
        {"question": "why is snow white"},
    )
    assert meaning("i wonder about the colour of all this snow", recognizer([questions], types)) == (None, {})
    assert meaning("why is snow white", recognizer([questions, FALLBACK], types))[0] == "AMAZON.FallbackIntent"


def test_a_long_ramble_against_many_slots_is_answered_before_anybody_would_notice() -> None:
    slots = {"when": "AMAZON.DATE", "clock": "AMAZON.TIME", "length": "AMAZON.DURATION", "who": "AMAZON.Person"}
    orders = [list(slots)[at:] + list(slots)[:at] for at in range(len(slots))]
    samples = [" ".join(f"{{{name}}}" for name in order[:size]) for order in orders for size in range(1, 5)]
    busy = recognizer([intent("BusyIntent", samples, **slots)])
    ramble = "five hours ten minutes monday at eight and " * 8

    started = process_time()
    busy.recognize(ramble)

    assert process_time() - started < 0.2


VALUES = recognizer(
    [
        intent("DayIntent", ["what was on {day}", "book the room for {day}"], day="AMAZON.DATE"),
        intent("CountIntent", ["set the value to {number}"], number="AMAZON.NUMBER"),
        intent("TimerIntent", ["set a timer of {length}"], length="AMAZON.DURATION"),
        FALLBACK,
    ]
)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("so what was on last tuesday then", {"day": "2026-11-17"}),
        ("what was going on the day before yesterday", {"day": "2026-11-21"}),
        ("please book that room for three days from now", {"day": "2026-11-26"}),
        ("set the value to fourteen hundred", {"number": "1400"}),
        ("set the value to two dozen", {"number": "24"}),
        ("could you set me a timer of one hour twenty", {"length": "PT1H20M"}),
        ("please set that timer of 2.5 hours", {"length": "PT2H30M"}),
    ],
)
def test_a_value_is_understood_as_a_whole(sentence: str, values: dict[str, str]) -> None:
    assert meaning(sentence, VALUES)[1] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "book that room for two fortnights from now",
        "book that room for the week before last monday week ago",
        "set that value to minus five",
        "set that value to two point five",
        "set that value to -5",
        "set a new timer of two point five hours",
    ],
)
def test_a_part_of_a_value_is_never_sent_as_the_whole(sentence: str) -> None:
    assert set(meaning(sentence, VALUES)[1].values()) <= {"?"}


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("when is maya's birthday", "maya"),
        ("my uncle\u2019s birthday please", "my uncle"),
        ("what's maya's age", "maya"),
    ],
)
def test_a_slot_with_an_ending_glued_to_it_is_filled(sentence: str, who: str) -> None:
    samples = ["when is {who}'s birthday", "{who}\u2019s birthday", "what's {who}'s age"]
    family = recognizer([intent("FamilyIntent", samples, who="WHO"), FALLBACK], [listed("WHO", "maya", "my uncle")])

    assert meaning(sentence, family) == ("FamilyIntent", {"who": who})
