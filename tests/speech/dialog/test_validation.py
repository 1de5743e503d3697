"""Each validation rule of Amazon's reference. If one fails, people are asked again for a value that Alexa takes."""

import pytest

from speech.dialog.validation import passes
from speech.nlu.dialog_model import Validation
from speech.nlu.interaction_model import TypeValue
from speech.nlu.slots import FilledSlot, SlotValue
from tests.support.order_dialog import NOW

LARGE = TypeValue("large", "L", ("big",))


def slot(*values: str) -> FilledSlot:
    return FilledSlot("slot", tuple(map(SlotValue, values)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (SlotValue("big", "SIZE", (LARGE,)), True),
        (SlotValue("huge", "SIZE"), False),
        (SlotValue("huge", "SIZE", (), (TypeValue("huge", None, ()),)), True),
        (SlotValue("huge", "SIZE", (), ()), False),
        (SlotValue("7"), False),
    ],
    ids=["listed", "not listed", "dynamic entity", "no dynamic entity", "no list"],
)
def test_an_entity_resolution_match_is_in_the_model_or_in_the_dynamic_entities(
    value: SlotValue, *, expected: bool
) -> None:
    assert passes(Validation("hasEntityResolutionMatch", ""), FilledSlot("slot", (value,)), NOW) is expected


@pytest.mark.parametrize(
    ("value", "is_in_set"),
    [
        (SlotValue("mars"), True),
        (SlotValue("Mars"), True),
        (SlotValue("new york"), True),
        (SlotValue("the red one", "PLANET", (TypeValue("mars", None, ()),)), True),
        (SlotValue("22"), True),
        (SlotValue("sun"), False),
        (SlotValue("2"), False),
    ],
)
def test_a_set_has_a_value_by_its_words_or_by_the_name_it_was_resolved_to(value: SlotValue, *, is_in_set: bool) -> None:
    filled, names = FilledSlot("slot", (value,)), ("Mars", "New York", "22")

    assert passes(Validation("isInSet", "", values=names), filled, NOW) is is_in_set
    assert passes(Validation("isNotInSet", "", values=names), filled, NOW) is not is_in_set


@pytest.mark.parametrize(
    ("value", "limit", "order"),
    [
        ("5", "6", -1),
        ("6", "6", 0),
        ("10", "9", 1),
        ("-3", "2", -1),
        ("1.5", "1.25", 1),
        ("1984", "2018", -1),
        ("07:30", "12:00", -1),
        ("12:00", "12:00", 0),
        ("23:15:30", "23:15", 1),
        ("2026-11-22", "2026-11-23", -1),
        ("PRESENT_REF", "2026-11-23", 0),
        ("2026-12", "2026-11-23", 1),
        ("2026-W48", "2026-11-23", 0),
        ("2026-W48-WE", "2026-11-28", 0),
        ("2027-XX-XX", "2026-12-31", 1),
    ],
)
def test_numbers_times_and_dates_are_compared_by_their_value(value: str, limit: str, order: int) -> None:
    expected = {
        "isGreaterThan": order > 0,
        "isGreaterThanOrEqualTo": order >= 0,
        "isLessThan": order < 0,
        "isLessThanOrEqualTo": order <= 0,
    }

    assert {kind: passes(Validation(kind, "", value=limit), slot(value), NOW) for kind in expected} == expected


@pytest.mark.parametrize(
    ("value", "start", "end", "expected"),
    [
        ("2026-11-23", "P1D", "P3D", False),
        ("2026-11-24", "P1D", "P3D", True),
        ("2026-11-26", "P1D", "P3D", True),
        ("2026-11-27", "P1D", "P3D", False),
        ("2036-01-01", "P1D", "", True),
        ("2026-11-20", "", "P0D", True),
        ("2026-11-20", "-P1W", "P0D", True),
        ("2026-11-20", "P-2D", "P0D", False),
        ("2027-02-28", "P1M", "P1Y", True),
        ("2026-12-24", "2026-12-01", "2026-12-24", True),
        ("2026-12-25", "2026-12-01", "2026-12-24", False),
        ("2026-W49", "P1D", "P10D", True),
        ("PRESENT_REF", "P0D", "P1D", True),
        ("09:00", "08:00", "17:30", True),
        ("17:30", "08:00", "17:30", True),
        ("18:00", "08:00", "17:30", False),
        ("23:30", "22:00", "06:00", True),
        ("12:00", "22:00", "06:00", False),
        ("09:00", "PT1H", "PT2H30M", False),
        ("09:30", "PT1H", "PT2H30M", True),
        ("08:30", "-PT1H", "PT0M", True),
        ("06:00", "", "07:00", True),
    ],
)
def test_a_duration_counts_from_now_or_between_fixed_ends(value: str, start: str, end: str, *, expected: bool) -> None:
    inside = passes(Validation("isInDuration", "", start=start, end=end), slot(value), NOW)
    outside = passes(Validation("isNotInDuration", "", start=start, end=end), slot(value), NOW)

    assert (inside, outside) == (expected, not expected)


@pytest.mark.parametrize("value", ["?", "MO", "some day", "2026-13-40", "25:99", "NaN", "2026-W99", ""])
@pytest.mark.parametrize(
    "kind", ["isGreaterThan", "isLessThan", "isInDuration", "isNotInDuration", "isGreaterThanOrEqualTo"]
)
def test_a_value_that_cannot_be_compared_fails(kind: str, value: str) -> None:
    rule = Validation(kind, "", value="5", start="P1D", end="P2D")

    assert not passes(rule, slot(value), NOW)


def test_every_value_of_a_list_has_to_pass() -> None:
    rule = Validation("isInSet", "", values=("ham", "corn"))

    assert passes(rule, slot("ham", "corn"), NOW)
    assert not passes(rule, slot("ham", "glass"), NOW)
