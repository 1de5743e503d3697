from dataclasses import replace

import pytest

from tests.support.progress_states import guide_of


def test_steps_are_numbered_from_one() -> None:
    guide = guide_of(3)

    numbers = [guide.number(step) for step in guide.steps]

    assert numbers == [1, 2, 3]


def test_a_step_is_found_by_its_number() -> None:
    guide = guide_of(3)

    found = [guide.numbered(number) for number in (1, 2, 3)]

    assert found == list(guide.steps)


@pytest.mark.parametrize("number", [-1, 0, 4, 1000])
def test_a_number_outside_the_guide_finds_no_step(number: int) -> None:
    found = guide_of(3).numbered(number)

    assert found is None


def test_a_step_is_found_by_its_key() -> None:
    guide = guide_of(3)

    assert guide.step("step-2") == guide.steps[1]
    assert guide.step("step-9") is None


def test_each_step_has_its_neighbours() -> None:
    guide = guide_of(3)
    first, second, third = guide.steps

    assert (guide.before(first), guide.after(first)) == (None, second)
    assert (guide.before(second), guide.after(second)) == (first, third)
    assert (guide.before(third), guide.after(third)) == (second, None)


def test_the_only_step_is_the_first_and_the_last() -> None:
    guide = guide_of(1)

    assert guide.first is guide.last
    assert guide.before(guide.first) is None
    assert guide.after(guide.last) is None


def test_the_wordings_of_a_phrase_are_used_in_turn() -> None:
    guide = replace(guide_of(1), phrases={"hello": ("Hello.", "Hi.", "Good day.")})

    phrases = [guide.phrase("hello", turn) for turn in range(4)]

    assert phrases == ["Hello.", "Hi.", "Good day.", "Hello."]


def test_placeholders_are_filled() -> None:
    guide = replace(guide_of(1), phrases={"place": ("Step {number} of {total}.",)})

    assert guide.phrase("place", number=2, total=5) == "Step 2 of 5."


def test_placeholders_in_a_value_are_not_filled() -> None:
    guide = replace(guide_of(1), phrases={"line": ("Call {line}.",)})

    assert guide.phrase("line", line="{total}") == "Call {total}."


def test_an_unknown_phrase_is_an_error_that_names_it() -> None:
    guide = guide_of(1)

    with pytest.raises(KeyError, match="song"):
        guide.phrase("song")
