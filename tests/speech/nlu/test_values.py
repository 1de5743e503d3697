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
        ("set the value to minus five", {"number": "-5"}),
        ("set that value to -5", {"number": "-5"}),
        ("please set that value to seven eight nine", {"number": "789"}),
        ("what was on in the sixties", {"day": "196X"}),
        ("kindly book that room for two fortnights from now", {"day": "2026-12-21"}),
        ("book the room for 03/04/2027", {"day": "2027-03-04"}),
        ("what was going on last christmas", {"day": "2025-12-25"}),
        ("set a new timer of two point five hours", {"length": "PT2H30M"}),
        ("could you set me a timer of one hour twenty", {"length": "PT1H20M"}),
        ("please set that timer of 2.5 hours", {"length": "PT2H30M"}),
    ],
)
def test_a_value_is_understood_as_a_whole(sentence: str, values: dict[str, str]) -> None:
    assert meaning(sentence, VALUES)[1] == values


@pytest.mark.parametrize(
    "sentence",
    [
        "book that room for the week before last monday week ago",
        "book that room for monday morning",
        "book that room for christmas next year",
        "book that room for monday in the second week of may",
        "book that room for late summer",
        "book that room for the middle of march",
        "book that room for monday or tuesday",
        "book that room for every wednesday",
        "what was going on in the twenty first century",
        "set that value to twenty first",
        "set that value to half a million",
        "set a new timer of an hour less ten minutes",
        "what was going on the wednesday of that week",
        "set that value to two point five",
        "set that value to five thirds point one",
        "set a new timer of one point three three three hours",
        "set a new timer of ten to fifteen minutes",
        "set a new timer of an hour or two",
    ],
)
def test_a_part_of_a_value_is_never_sent_as_the_whole(sentence: str) -> None:
    assert set(meaning(sentence, VALUES)[1].values()) <= {"?"}


CONTACTS = recognizer(
    [
        intent("PhoneIntent", ["call {phone}", "my number is {phone}"], phone="AMAZON.PhoneNumber"),
        intent("FlightIntent", ["track flight {code}"], code="AMAZON.AlphaNumeric"),
        intent("AddressIntent", ["deliver it to {address}"], address="AMAZON.StreetAddress"),
        intent("PinIntent", ["my pin is {pin}"], pin="AMAZON.FOUR_DIGIT_NUMBER"),
        intent("PlaceIntent", ["i came in {place}"], place="AMAZON.Ordinal"),
        intent("AlarmIntent", ["wake me at {time}"], time="AMAZON.TIME"),
        FALLBACK,
    ]
)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("call six six six double one oh nine", {"phone": "6661109"}),
        ("so my number is plus four four seven seven double oh please", {"phone": "+447700"}),
        ("call +44 7700 900 123", {"phone": "+447700900123"}),
        ("call (020) 7946-0123", {"phone": "02079460123"}),
        ("track flight b a two four nine oh", {"code": "ba2490"}),
        ("track flight B. A. 2490", {"code": "ba2490"}),
        ("track flight x twenty one dash seven", {"code": "x21-7"}),
        ("deliver it to forty two acacia avenue", {"address": "42 acacia avenue"}),
        ("deliver it to one oh nine seven sisters road", {"address": "1097 sisters road"}),
        ("my pin is double oh four two", {"pin": "0042"}),
        ("i came in hundredth", {"place": "100"}),
        ("wake me at 0630", {"time": "06:30"}),
        ("could you wake me up at 1830", {"time": "18:30"}),
    ],
)
def test_what_is_spelled_is_sent_in_digits_and_letters(sentence: str, values: dict[str, str]) -> None:
    assert meaning(sentence, CONTACTS)[1] == values


@pytest.mark.parametrize("sentence", ["call my sister", "call one"])
def test_words_are_no_phone_number(sentence: str) -> None:
    assert meaning(sentence, CONTACTS)[0] == "AMAZON.FallbackIntent"


def test_a_year_in_a_sentence_is_no_time() -> None:
    assert meaning("do wake me up in 2027", CONTACTS)[1] == {}


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
