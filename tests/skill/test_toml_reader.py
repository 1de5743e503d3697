"""An error in a data file names the file, the key and what to write there."""

from typing import Any

import pytest

from skill.errors import ContentError
from skill.toml_reader import AnyKeys, OneOf, read_toml

SHAPE: dict[str, Any] = {
    "name": str,
    "lines": [{"number": str, "is_open?": bool}],
    "words?": AnyKeys([str]),
    "hours?": OneOf((str, AnyKeys(str))),
}
GOOD = 'name = "x"\n[[lines]]\nnumber = "1"\n'


def test_a_file_of_the_right_shape_is_read() -> None:
    assert read_toml(GOOD, "x.toml", SHAPE) == {"name": "x", "lines": [{"number": "1"}]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "name: is missing; write a text in quotes"),
        ("name = \n", "is not TOML: Invalid value (at line 1, column 8); correct that line"),
        ('name = "a"\nname = "b"\n', "is not TOML: name stands there twice; remove one"),
        ('[lines]\nnumber = "1"\n[lines]\n', "is not TOML: [lines] stands there twice; remove one"),
        ('[[lines]]\nnumber = "1"\nnumber = "2"\n', "is not TOML: lines.number stands there twice; remove one"),
        ("name = 3\n", "name: must be a text in quotes, not 3"),
        ('name = " "\n', "name: is empty; write a text"),
        ('nmae = "x"\n', "nmae: is unknown; did you mean name?"),
        ('zzz = "x"\n', "zzz: is unknown; remove it; the known keys are name, lines, words, hours"),
        ("lines = 1\n", "lines: must be a list of [[tables]], not 1"),
        ("lines = [1]\n", "lines[1]: must be a table, not 1"),
        ("[[lines]]\nnumber = 1\n", "lines[1].number: must be a text in quotes, not 1"),
        ('[[lines]]\nnumber = "1"\nis_open = "yes"\n', "lines[1].is_open: must be true or false, not 'yes'"),
        ('words = "a"\n', "words: must be a table, not 'a'"),
        ('[words]\nthey = ["he", 3]\n', "words.they[2]: must be a text in quotes, not 3"),
        ("hours = 3\n", "hours: must be a text in quotes or a table, not 3"),
        (f'lines = "{"x" * 90}"\n', "lines: must be a list of [[tables]], not '" + "x" * 39 + "..."),
    ],
)
def test_an_error_names_the_file_the_key_and_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ContentError) as error:
        read_toml(text, "x.toml", SHAPE)

    assert f"x.toml: {message}" in str(error.value).splitlines()
