import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skill.alexa.json_access import parse
from skill.errors import VerificationError

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(payload=st.dictionaries(st.text(), VALUES, max_size=4))
def test_an_encoded_object_is_parsed_unchanged(payload: dict[str, Any]) -> None:
    escaped, plain = json.dumps(payload).encode(), json.dumps(payload, ensure_ascii=False).encode()

    assert parse(escaped) == parse(plain) == payload


@given(st.binary() | st.text(alphabet='{}[]",:0123456789.eE-\\ud8Nafl ').map(str.encode))
def test_every_parsed_object_can_be_encoded_again(body: bytes) -> None:
    with suppress(VerificationError):
        assert json.dumps(parse(body), allow_nan=False, ensure_ascii=False).encode()


def test_a_complete_surrogate_pair_is_one_character() -> None:
    assert parse(b'{"mood": "\\ud83d\\ude42"}') == {"mood": "\N{SLIGHTLY SMILING FACE}"}


@pytest.mark.parametrize("levels", [1_025, 100_000])
def test_an_object_that_is_nested_too_deeply_is_refused(levels: int) -> None:
    with pytest.raises(VerificationError, match="malformed"):
        parse(b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1))
