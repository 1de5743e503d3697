"""A turn changes some values; if the copy lost or mixed up a field, a person's progress would be lost with it."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.changed import changed
from skill.progress import Place, Progress
from tests.histories import BEGINNING, progresses

PLACE = Place(BEGINNING, "honesty", 2)


@given(one=progresses, other=progresses, names=st.sets(st.sampled_from([field.name for field in fields(Progress)])))
def test_a_copy_is_what_dataclasses_would_make_of_it(one: Progress, other: Progress, names: set[str]) -> None:
    changes = {name: getattr(other, name) for name in names}

    copy = changed(one, **changes)

    assert copy == replace(one, **changes)


def test_the_value_itself_stays_as_it_is() -> None:
    changed(PLACE, part=3)

    assert Place(BEGINNING, "honesty", 2) == PLACE


def test_a_field_that_there_is_not_is_an_error() -> None:
    with pytest.raises(TypeError, match="Place has no field steps"):
        changed(PLACE, steps="honesty")
