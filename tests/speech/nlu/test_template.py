import pytest

from speech.nlu.template import fill, pattern
from speech.nlu.tokens import words


def taken(form: str, said: str) -> dict[str, str] | None:
    heard = words(said)
    found = fill(pattern(form), heard, lambda _, start, end: " ".join(heard[start:end]))
    return None if found is None else dict(found)


@pytest.mark.parametrize(
    ("form", "said", "found"),
    [
        ("go to {place} now", "go to new york now", {"place": "new york"}),
        ("from {start} to {end}", "from a to b to c", {"start": "a to b", "end": "c"}),
        ("{only}", "anything at all", {"only": "anything at all"}),
        ("no gaps", "no gaps", {}),
        ("go to {place}", "go to", None),
        ("go to {place}", "went to paris", None),
        ("no gaps", "no gaps here", None),
    ],
)
def test_a_form_is_filled_with_what_stands_in_its_gaps(form: str, said: str, found: dict[str, str] | None) -> None:
    assert taken(form, said) == found


def test_a_gap_takes_only_what_can_be_read_there() -> None:
    heard = words("two three of hearts")

    found = fill(
        pattern("{many} {card} of {suit}"),
        heard,
        lambda name, start, end: heard[start] if name == "suit" or end - start == 1 else None,
    )

    assert found == {"many": "two", "card": "three", "suit": "hearts"}


def test_the_name_of_a_gap_keeps_its_letters_while_words_do_not() -> None:
    assert pattern("Fly to {toCity}, NOW") == ("fly", "to", "{toCity}", "now")
