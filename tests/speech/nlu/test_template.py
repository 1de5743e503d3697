import pytest

from speech.nlu.samples import match_template, parse_template
from speech.nlu.tokens import tokenize


def match(template: str, text: str) -> dict[str, str] | None:
    tokens = tokenize(text)
    found = match_template(parse_template(template), tokens, lambda _, start, end: " ".join(tokens[start:end]))
    return None if found is None else dict(found)


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("go to {place} now", "go to new york now", {"place": "new york"}),
        ("from {start} to {end}", "from a to b to c", {"start": "a to b", "end": "c"}),
        ("{only}", "anything at all", {"only": "anything at all"}),
        ("no slots", "no slots", {}),
        ("go to {place}", "go to", None),
        ("go to {place}", "went to paris", None),
        ("no slots", "no slots here", None),
    ],
)
def test_placeholders_take_the_words_in_their_place(template: str, text: str, expected: dict[str, str] | None) -> None:
    assert match(template, text) == expected


def test_a_placeholder_takes_only_words_that_have_a_value() -> None:
    tokens = tokenize("two three of hearts")

    found = match_template(
        parse_template("{many} {card} of {suit}"),
        tokens,
        lambda name, start, end: tokens[start] if name == "suit" or end - start == 1 else None,
    )

    assert found == {"many": "two", "card": "three", "suit": "hearts"}


def test_the_name_of_a_placeholder_keeps_its_case() -> None:
    assert parse_template("Fly to {toCity}, NOW") == ("fly", "to", "{toCity}", "now")
