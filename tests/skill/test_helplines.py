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

    assert lines.lines_for("abuse") == [LINE]
    assert lines.lines_for("distress") == [distress]


def test_a_line_for_some_people_is_spoken_with_one_for_everyone() -> None:
    for_women = replace(LINE, whom="women")
    for_men = replace(LINE, name="the Men's Line", whom="men")
    distress = replace(LINE, name="the Listening Line", purpose="distress")

    assert country(for_women, for_men, LINE, distress).lines_for("abuse") == [for_women, LINE]
    assert country(for_women, for_men, distress).lines_for("abuse") == [for_women, distress]
    assert country(for_women).lines_for("abuse") == [for_women]


def test_a_country_without_a_line_for_a_purpose_has_a_substitute() -> None:
    distress = replace(LINE, name="the Listening Line", purpose="distress")

    assert country(LINE, distress).lines_for("child") == [LINE]
    assert country(LINE, distress).lines_for("harm") == [distress]
    assert country(LINE).lines_for("distress") == []


def test_a_line_for_listening_takes_the_place_of_one_against_suicide() -> None:
    """A beaten man, or someone afraid of hurting a baby, must not be sent to a line for people who want to die."""
    for_women = replace(LINE, whom="women")
    listening = replace(LINE, name="the Listening Line", purpose="listening")
    suicide = replace(LINE, name="the Suicide Line", purpose="distress")

    lines = country(for_women, suicide, listening)

    assert lines.lines_for("abuse") == [for_women, listening]
    assert lines.lines_for("harm") == [listening]
    assert lines.lines_for("distress") == [suicide]


def test_no_child_is_sent_to_a_line_for_women() -> None:
    for_women = replace(LINE, whom="women")
    distress = replace(LINE, name="the Listening Line", purpose="distress")

    assert country(for_women, distress).lines_for("child") == [distress]


def test_if_the_first_line_serves_a_part_the_country_has_parts() -> None:
    north, south = (replace(LINE, part=part) for part in ("the North", "the South"))
    rumoured = replace(LINE, part="the West", sources=("a forum",))
    for_men = replace(LINE, name="the Men's Line", whom="men")

    lines = country(rumoured, north, for_men, south)

    assert lines.parts == [north, south]
    assert lines.national("abuse") == [for_men]


def test_a_later_line_for_a_part_is_not_added_to_a_national_line() -> None:
    north = replace(LINE, part="the North")

    assert country(LINE, north).parts == []
    assert country(LINE, north).lines_for("abuse") == [LINE]


def test_without_a_confirmed_line_none_is_spoken() -> None:
    lines = country(replace(LINE, sources=()), replace(LINE, sources=("a forum",)))

    assert lines.lines_for("abuse") == []
    assert lines.parts == []
