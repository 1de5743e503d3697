from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.skills.trust_steps import load_or_create_secret


def test_a_secret_is_created_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret"

    first, second = load_or_create_secret(file), load_or_create_secret(file)

    assert first == second
    assert len(first) >= 32
    assert file.stat().st_mode & 0o077 == 0


def test_two_machines_have_different_secrets(tmp_path: Path) -> None:
    assert load_or_create_secret(tmp_path / "one") != load_or_create_secret(tmp_path / "two")


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")

    with pytest.raises(SpeechError, match=f"{tmp_path}/data/secret: .*it must be a readable and writable file"):
        load_or_create_secret(tmp_path / "data" / "secret")


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()

    with pytest.raises(SpeechError, match="is empty; delete it"):
        load_or_create_secret(tmp_path / "secret")
