"""Sums of packed vectors are right, or a sentence would be taken for an intent that it has no word of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.nlu.packed_vectors import VectorPacker, factor

SIZE = 5
NUMBERS = st.floats(-1000, 1000)
VECTORS = st.lists(NUMBERS, min_size=SIZE, max_size=SIZE)


@given(vectors=st.lists(st.tuples(VECTORS, NUMBERS), max_size=20))
def test_the_total_is_that_of_lists(vectors: list[tuple[list[float], float]]) -> None:
    packer = VectorPacker(SIZE)

    total = packer.total(packer.pack(enumerate(numbers)) * factor(times) for numbers, times in vectors)

    expected = [sum(numbers[at] * times for numbers, times in vectors) for at in range(SIZE)]
    assert total == pytest.approx(expected, abs=len(vectors) * 0.2)


@given(vector=VECTORS)
def test_no_number_changes_its_neighbours(vector: list[float]) -> None:
    packer = VectorPacker(SIZE)

    for at, number in enumerate(vector):
        alone = packer.total([packer.pack([(at, number)]) * factor(1)])
        assert alone == pytest.approx([number if each == at else 0.0 for each in range(SIZE)], abs=1e-6)


def test_numbers_at_one_position_add_up() -> None:
    packer = VectorPacker(2)

    assert packer.total([packer.pack([(1, 0.5), (1, -2.0)]) * factor(4)]) == [0.0, -6.0]
