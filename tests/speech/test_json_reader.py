import pytest

from speech.json_reader import MAX_DEPTH, JsonNode, read_json


def test_json_is_parsed() -> None:
    assert read_json('{"a": [1, 2.5, null, "\\ud83d\\ude00"]}') == {"a": [1, 2.5, None, "\U0001f600"]}
    assert read_json(b"\xef\xbb\xbf[true]") == [True]


def test_nesting_up_to_the_limit_is_parsed_and_deeper_nesting_is_refused() -> None:
    deepest = "[" * (MAX_DEPTH - 1) + "1" + "]" * (MAX_DEPTH - 1)

    assert read_json(deepest) == read_json(f" {deepest} ")
    with pytest.raises(ValueError, match="100 levels"):
        read_json(f'{{"a": {deepest}}}')


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_that_would_overflow_the_stack_is_refused(opening: str) -> None:
    with pytest.raises(ValueError, match="100 levels"):
        read_json(opening * 100_000)


@pytest.mark.parametrize(
    ("text", "message"),
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
def test_a_value_that_cannot_be_written_as_json_is_refused(text: str | bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_json(text)


def test_the_members_of_an_object_have_their_names_and_paths() -> None:
    members = JsonNode({"a": 1, "b": None}, "slots").members

    assert [(name, node.value, node.path) for name, node in members] == [("a", 1, "slots.a"), ("b", None, "slots.b")]
    assert JsonNode(None).members == ()
    with pytest.raises(ValueError, match="slots must be an object, not"):
        _ = JsonNode([1], "slots").members
