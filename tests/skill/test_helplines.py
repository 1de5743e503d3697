from dataclasses import replace
from datetime import date

from skill.helplines import Country, HelpLine

LINE = HelpLine(
    purpose="abuse",
    name="the Example Line",
    number="1-800-555-0100",
    hours="at any hour",
    last_verified=date(2026, 10, 7),
    sources=("the operator", "a newspaper"),
)


def country(*lines: HelpLine) -> Country:
    return Country(code="US", emergency="911", emergency_sources=("one", "other"), lines=lines)


def test_two_sources_confirm_a_line() -> None:
    assert LINE.is_confirmed


def test_one_source_does_not_confirm_a_line() -> None:
    assert not replace(LINE, sources=("the operator",)).is_confirmed


def test_the_same_source_named_twice_is_one_source() -> None:
    assert not replace(LINE, sources=("the operator", "the operator")).is_confirmed


def test_the_first_confirmed_line_for_a_purpose_is_the_one_to_speak() -> None:
    unconfirmed = replace(LINE, name="the Rumoured Line", sources=("a forum",))
    distress = replace(LINE, name="the Listening Line", purpose="distress")
    second = replace(LINE, name="the Second Line")

    lines = country(unconfirmed, distress, LINE, second)

    assert lines.confirmed("abuse") == [LINE]
    assert lines.confirmed("distress") == [distress]


def test_if_the_first_line_serves_a_part_the_lines_of_all_parts_are_spoken() -> None:
    north, south = (replace(LINE, part=part) for part in ("the North", "the South"))
    rumoured = replace(LINE, part="the West", sources=("a forum",))
    for_men = replace(LINE, name="the Men's Line", whom="men")

    lines = country(rumoured, north, for_men, south)

    assert lines.confirmed("abuse") == [north, south]


def test_a_later_line_for_a_part_is_not_added_to_a_national_line() -> None:
    north = replace(LINE, part="the North")

    assert country(LINE, north).confirmed("abuse") == [LINE]


def test_without_a_confirmed_line_none_is_spoken() -> None:
    lines = country(replace(LINE, sources=()), replace(LINE, sources=("a forum",)))

    assert lines.confirmed("abuse") == []
    assert lines.confirmed("distress") == []
