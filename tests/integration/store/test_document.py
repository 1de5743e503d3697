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
WHOLE = {"v": 1, "welcomed": TICKS, "restarted": TICKS, "place": [TICKS, "honesty", 2], "done": [[TICKS, "honesty"]]}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@given(anything)
def test_what_is_written_down_is_read_back(progress: Progress) -> None:
    assert decode(encode(progress)) == progress
    assert decode(encode(progress).encode()) == progress
    assert from_data(to_data(progress)) == progress


def test_a_document_is_small_and_of_known_shape() -> None:
    progress = Progress(
        BEGINNING, BEGINNING, Place(BEGINNING, "honesty", 2), frozenset({Completion(BEGINNING, "honesty")})
    )

    assert json.loads(encode(progress)) == WHOLE
    assert encode(Progress()) == '{"v":1}'


def test_a_time_is_the_same_moment_wherever_it_was_told() -> None:
    elsewhere = BEGINNING.astimezone(timezone(timedelta(hours=-5)))

    assert encode(Progress(welcomed=elsewhere)) == encode(Progress(welcomed=BEGINNING))


def test_what_is_no_text_is_never_written() -> None:
    with pytest.raises(StoreError):
        encode(Progress().set_reminder("\ud83d", "20:00", BEGINNING))


def test_a_time_without_a_zone_is_never_written() -> None:
    with pytest.raises(TypeError):
        encode(Progress(welcomed=BEGINNING.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "document",
    ["", "{", "nonsense", "NaN", "[]", "null", '"v"', b"\xff", "[" * 100_000, "9" * 5_000],
    ids=["empty", "cut off", "words", "no number", "list", "null", "text", "no text", "deep", "long"],
)
def test_what_is_no_document_is_refused(document: str | bytes) -> None:
    with pytest.raises(StoreError):
        decode(document)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"v": 2}, id="a later version"),
        pytest.param({"v": "1"}, id="a version in words"),
        pytest.param({"v": None}, id="no version"),
        pytest.param({"unheard_of": 1}, id="a field of a later release"),
        pytest.param({"welcomed": "yesterday"}, id="a time in words"),
        pytest.param({"welcomed": 1.5}, id="a part of a tick"),
        pytest.param({"welcomed": 10**30}, id="a time beyond all years"),
        pytest.param({"welcomed": float("inf")}, id="the end of time"),
        pytest.param({"welcomed": float("nan")}, id="no time"),
        pytest.param({"place": {}}, id="an empty place"),
        pytest.param({"place": [TICKS, "honesty"]}, id="a place cut short"),
        pytest.param({"place": [TICKS, "honesty", 2, 3]}, id="a place with more to it"),
        pytest.param({"place": [TICKS, None, 2]}, id="a place without a step"),
        pytest.param({"place": [TICKS, "honesty", "2"]}, id="a part in words"),
        pytest.param({"place": [TICKS, "honesty", 2.5]}, id="half a part"),
        pytest.param({"done": {}}, id="completions by name"),
        pytest.param({"done": [[TICKS, 1]]}, id="a step by number"),
        pytest.param({"done": [[TICKS]]}, id="a completion cut short"),
        pytest.param({"done": [[TICKS, "honesty"], [TICKS, "honesty"]]}, id="a completion twice"),
        pytest.param({"done": []}, id="no completion"),
        pytest.param({"restarted": None}, id="nothing for a time"),
        pytest.param({"welcomed": True}, id="a truth for a time"),
        pytest.param({"days": [0, "2"]}, id="days that do not begin with the first"),
        pytest.param({"days": [0, "0x1"]}, id="days in another writing"),
        pytest.param({"days": [0, "A1"]}, id="days in capitals"),
        pytest.param({"days": [0, "01"]}, id="days with a nought before them"),
        pytest.param({"days": [0, " 1"]}, id="days with a blank"),
        pytest.param({"days": [0, "-1"]}, id="fewer days than none"),
        pytest.param({"days": [0, ""]}, id="no day"),
        pytest.param({"days": [10**9, "1"]}, id="days without bound"),
        pytest.param({"ratings": ""}, id="no rating"),
        pytest.param({"ratings": "00100"}, id="a rating of nothing"),
        pytest.param({"ratings": "0010b"}, id="a rating over ten"),
        pytest.param({"ratings": "0010"}, id="a rating cut short"),
        pytest.param({"ratings": "".join(f"{day:03}05" for day in range(61))}, id="too many ratings"),
        pytest.param({"round": 0}, id="no round"),
        pytest.param({"done": [[TICKS, "listening"], [TICKS, "honesty"]]}, id="completions out of order"),
        pytest.param({"spent": "a  b"}, id="a prompt without a name between"),
        pytest.param({"spent": " a"}, id="a prompt without a name"),
        pytest.param({"given": [[1, 0, "a"], [2, 0, "b"]]}, id="prompts of two days"),
        pytest.param({"given": []}, id="no prompt"),
    ],
)
def test_what_could_not_be_written_back_as_it_was_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(StoreError):
        from_data(WHOLE | change)


@given(json_values)
def test_whatever_is_there_is_read_or_refused(data: Any) -> None:
    try:
        progress = from_data(data)
    except StoreError:
        return

    assert to_data(progress) == data


@given(st.sampled_from(sorted(WHOLE)), json_values)
def test_a_document_with_one_strange_field_is_read_as_it_is_or_refused(field: str, value: Any) -> None:
    data = WHOLE | {field: value}

    try:
        progress = from_data(data)
    except StoreError:
        return

    assert to_data(progress) == data
