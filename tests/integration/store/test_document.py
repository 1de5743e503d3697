import json
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.errors import StoreError
from skill.progress import Completion, Place, Progress
from skill.store.document import decode, encode, from_data, to_data
from tests.support.progress_strategies import BEGINNING, anything

TICKS = 36_662_400_000_000
COMPLETE = {"v": 1, "welcomed": TICKS, "restarted": TICKS, "place": [TICKS, "honesty", 2], "done": [[TICKS, "honesty"]]}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(anything)
def test_an_encoded_document_is_decoded_unchanged(progress: Progress) -> None:
    assert decode(encode(progress)) == progress
    assert decode(encode(progress).encode()) == progress
    assert from_data(to_data(progress)) == progress


def test_a_document_is_small_and_has_a_fixed_shape() -> None:
    progress = Progress(
        BEGINNING, BEGINNING, Place(BEGINNING, "honesty", 2), frozenset({Completion(BEGINNING, "honesty")})
    )

    assert json.loads(encode(progress)) == COMPLETE
    assert encode(Progress()) == '{"v":1}'


def test_a_time_is_stored_independently_of_its_zone() -> None:
    in_another_zone = BEGINNING.astimezone(timezone(timedelta(hours=-5)))

    assert encode(Progress(welcomed=in_another_zone)) == encode(Progress(welcomed=BEGINNING))


def test_text_that_is_not_unicode_is_not_encoded() -> None:
    with pytest.raises(StoreError):
        encode(Progress().set_reminder("\ud83d", "20:00", BEGINNING))


def test_a_time_without_a_zone_is_not_encoded() -> None:
    with pytest.raises(TypeError):
        encode(Progress(welcomed=BEGINNING.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "document",
    ["", "{", "nonsense", "NaN", "[]", "null", '"v"', b"\xff", "[" * 100_000, "9" * 5_000],
    ids=["empty", "truncated", "words", "NaN", "list", "null", "string", "not UTF-8", "deep", "long"],
)
def test_an_invalid_document_is_refused(document: str | bytes) -> None:
    with pytest.raises(StoreError):
        decode(document)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"v": 2}, id="a later version"),
        pytest.param({"v": "1"}, id="a version as a string"),
        pytest.param({"v": None}, id="no version"),
        pytest.param({"unheard_of": 1}, id="a field from a later release"),
        pytest.param({"welcomed": "yesterday"}, id="a time as a string"),
        pytest.param({"welcomed": 1.5}, id="a fraction of a tick"),
        pytest.param({"welcomed": 10**30}, id="a time after the last year"),
        pytest.param({"welcomed": float("inf")}, id="an infinite time"),
        pytest.param({"welcomed": float("nan")}, id="a NaN time"),
        pytest.param({"place": {}}, id="an empty place"),
        pytest.param({"place": [TICKS, "honesty"]}, id="a place with a value missing"),
        pytest.param({"place": [TICKS, "honesty", 2, 3]}, id="a place with a value too many"),
        pytest.param({"place": [TICKS, None, 2]}, id="a place without a step"),
        pytest.param({"place": [TICKS, "honesty", "2"]}, id="a part as a string"),
        pytest.param({"place": [TICKS, "honesty", 2.5]}, id="half a part"),
        pytest.param({"done": {}}, id="completions by name"),
        pytest.param({"done": [[TICKS, 1]]}, id="a step by number"),
        pytest.param({"done": [[TICKS]]}, id="a completion with a value missing"),
        pytest.param({"done": [[TICKS, "honesty"], [TICKS, "honesty"]]}, id="a completion twice"),
        pytest.param({"done": []}, id="an empty list of completions"),
        pytest.param({"restarted": None}, id="null for a time"),
        pytest.param({"welcomed": True}, id="a boolean for a time"),
        pytest.param({"days": [0, "2"]}, id="days that do not begin with a visit"),
        pytest.param({"days": [0, "0x1"]}, id="days with a hexadecimal prefix"),
        pytest.param({"days": [0, "A1"]}, id="days in capitals"),
        pytest.param({"days": [0, "01"]}, id="days with a leading zero"),
        pytest.param({"days": [0, " 1"]}, id="days with a space"),
        pytest.param({"days": [0, "-1"]}, id="negative days"),
        pytest.param({"days": [0, ""]}, id="no days"),
        pytest.param({"days": [10**9, "1"]}, id="a day too far in the future"),
        pytest.param({"ratings": ""}, id="empty ratings"),
        pytest.param({"ratings": "00100"}, id="a rating of zero"),
        pytest.param({"ratings": "0010b"}, id="a rating over ten"),
        pytest.param({"ratings": "0010"}, id="a truncated rating"),
        pytest.param({"ratings": "".join(f"{day:03}05" for day in range(61))}, id="too many ratings"),
        pytest.param({"round": 0}, id="round zero"),
        pytest.param({"done": [[TICKS, "listening"], [TICKS, "honesty"]]}, id="completions out of order"),
        pytest.param({"spent": "a  b"}, id="an empty prompt name between others"),
        pytest.param({"spent": " a"}, id="an empty prompt name"),
        pytest.param({"given": [[1, 0, "a"], [2, 0, "b"]]}, id="prompts of two days"),
        pytest.param({"given": []}, id="an empty list of prompts"),
    ],
)
def test_a_document_that_would_change_when_written_back_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StoreError):
        from_data(COMPLETE | change)


@given(json_values)
def test_any_json_is_read_exactly_or_refused(data: Any) -> None:
    try:
        progress = from_data(data)
    except StoreError:
        return

    assert to_data(progress) == data


@given(st.sampled_from(sorted(COMPLETE)), json_values)
def test_a_document_with_one_changed_field_is_read_exactly_or_refused(field: str, value: Any) -> None:
    data = COMPLETE | {field: value}

    try:
        progress = from_data(data)
    except StoreError:
        return

    assert to_data(progress) == data
