from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.skills.trust_steps import kept_secret


def test_a_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret"

    first, second = kept_secret(file), kept_secret(file)

    assert first == second
    assert len(first) >= 32
    assert file.stat().st_mode & 0o077 == 0


def test_no_two_machines_have_the_same(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "one") != kept_secret(tmp_path / "two")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")

    with pytest.raises(SpeechError, match=f"{tmp_path}/data/secret: .*it must be a file that can be read and written"):
        kept_secret(tmp_path / "data" / "secret")


def test_an_empty_secret_is_none(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()

    with pytest.raises(SpeechError, match="is empty; delete it"):
        kept_secret(tmp_path / "secret")
