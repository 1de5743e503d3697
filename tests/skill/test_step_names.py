"""What people call a step by its position. No model lists it."""

import json
from pathlib import Path
from typing import Any

import pytest

import interaction_models
from interaction_models import position_names, position_words

ENGLISH = position_words("en")


@pytest.mark.parametrize(
    ("number", "total", "names"),
    [
        (1, 6, {"first", "the first step", "opening step"}),
        (5, 6, {"fifth", "the fifth step", "second to last step"}),
        (6, 6, {"sixth", "the sixth step", "last step", "the final one"}),
        (3, 5, {"third", "the middle step"}),
        (5, 5, {"the fifth step", "the last step"}),
    ],
)
def test_a_step_has_names_by_its_position(number: int, total: int, names: set[str]) -> None:
    assert names <= set(position_names(ENGLISH, number, total))


def test_no_two_steps_share_a_name() -> None:
    for total in range(1, 13):
        names = [name for number in range(1, total + 1) for name in position_names(ENGLISH, number, total)]

        assert len(names) == len(set(names)), total


def test_an_ordinal_can_have_several_forms() -> None:
    words: dict[str, list[Any]] = {"ordinals": [["erste", "ersten"]], "names": ["der {ordinal} schritt"]}

    assert position_names(words, 1, 2) == ["der erste schritt", "der ersten schritt"]


def test_a_model_that_is_read_has_the_names_and_its_file_does_not() -> None:
    """A sixth step becomes "the sixth step" without a word about it in the model."""
    file = interaction_models.files()["en"]

    read = json.dumps(interaction_models.read(file))

    assert '"the last step"' in read
    assert '"the last step"' not in file.read_text("utf-8").partition('"types"')[2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ordinals = ", "xx.toml: is not TOML"),
        ('ordinals = "first"\nnames = ["{ordinal}"]', "xx.toml: ordinals: must be a list of texts"),
        ('ordinals = ["first", 2]\nnames = ["{ordinal}"]', "xx.toml: ordinals: must be a list of texts, none"),
        ('ordinals = ["first"]', "xx.toml: names: must be a list"),
        ('ordinals = ["first"]\nnames = ["the one"]', "xx.toml: names: each must have {ordinal}"),
        ('ordinal = ["first"]', "xx.toml: ordinal: is unknown"),
    ],
)
def test_an_invalid_file_is_rejected_with_its_name_and_key(
    text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx.toml").write_text(text)
    monkeypatch.setattr(interaction_models, "FOLDER", tmp_path)
    position_words.cache_clear()

    with pytest.raises(ValueError, match=message.replace("{", "\\{")):
        position_words("xx")
