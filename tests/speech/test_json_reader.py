import pytest

from speech.json_reader import DEEPEST, read_json


def test_what_is_json_is_read() -> None:
    assert read_json('{"a": [1, 2.5, null, "\\ud83d\\ude00"]}') == {"a": [1, 2.5, None, "\U0001f600"]}
    assert read_json(b"\xef\xbb\xbf[true]") == [True]


def test_so_many_levels_are_read_and_no_more() -> None:
    deepest = "[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1)

    assert read_json(deepest) == read_json(f" {deepest} ")
    with pytest.raises(ValueError, match="100 levels"):
        read_json(f'{{"a": {deepest}}}')


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_what_is_too_deep_for_the_stack_is_refused_as_such(opening: str) -> None:
    with pytest.raises(ValueError, match="100 levels"):
        read_json(opening * 100_000)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("NaN", "not JSON compliant"),
        ("[-Infinity]", "not JSON compliant"),
        ("1e999", "not JSON compliant"),
        ('"\\ud800"', "surrogates"),
        ('{"\\udc00": 1}', "surrogates"),
        (b"\xff", "invalid start byte"),
        ("9" * 5_000, "4300 digits"),
    ],
)
def test_what_could_not_be_written_again_is_refused(text: str | bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_json(text)
