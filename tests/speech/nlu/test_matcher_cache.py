"""If these fail, people wait seconds for the first answer, get answers of an older model, or run what others wrote."""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from speech.nlu.interaction_model import InteractionModel, parse_model
from speech.nlu.matcher_cache import cache_folder, cached, model_key
from tests.support.process import BIN, ROOT, environment

IS_WINDOWS = sys.platform == "win32"
SENTENCES = ["lies mir bitte mal den zweiten vor", "ich mag so nicht weiterleben", "wie wird denn das wetter"]
"""In German: the matchers of its smaller model are built sooner."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "trust-steps"


def keep(value: object, *key: str) -> object:
    return cached(key or ("key",), lambda: value, worth_keeping=0)


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def model(*samples: str) -> InteractionModel:
    intent = {"name": "TeaIntent", "samples": [*samples]}
    document = {"interactionModel": {"languageModel": {"invocationName": "tea room", "intents": [intent]}}}
    return parse_model(document, "tea.json")


def test_a_second_process_uses_what_the_first_has_kept_and_recognizes_the_same(tmp_path: Path) -> None:
    command = [str(BIN / "trust-steps"), "understand", "--locale", "de-DE", "--json", *SENTENCES]
    env = environment(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))

    first = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, timeout=60, check=True).stdout
    kept = only_file(tmp_path / "cache" / "trust-steps").stat()
    second = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, timeout=60, check=True).stdout

    assert first.count(b"\n") == len(SENTENCES)
    assert second == first
    assert only_file(tmp_path / "cache" / "trust-steps").stat().st_ino == kept.st_ino  # it was not written again


def test_what_is_kept_is_returned_instead_of_built(folder: Path) -> None:
    keep("kept")

    assert keep("built") == "kept"


@pytest.mark.skipif(IS_WINDOWS, reason="Windows has no modes")
def test_only_the_user_can_read_what_is_kept(folder: Path) -> None:
    before = os.umask(0)
    try:
        keep("kept")
    finally:
        os.umask(before)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert only_file(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        lambda content: hashlib.sha256(b"no pickle").digest() + b"no pickle",
    ],
    ids=["empty", "cut off", "one bit changed", "no pickle"],
)
def test_a_damaged_file_is_replaced(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    keep("kept")
    file = only_file(folder)
    file.write_bytes(damage(file.read_bytes()))

    assert keep("built") == "built"
    assert keep("built again") == "built"


TEA = model("some tea", "a tea")


@pytest.mark.parametrize(
    ("changed", "settings"),
    [
        (model("some tea", "a pot of tea"), {}),
        (model("some tea", "a tea", "more tea"), {}),
        (TEA, {"language": "de"}),
        (TEA, {"urgent": {"TeaIntent"}}),
    ],
    ids=["another sample", "one more sample", "another language", "an urgent intent"],
)
def test_a_changed_model_is_built_again(folder: Path, changed: InteractionModel, settings: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"language": "en", "urgent": frozenset()}
    keep("kept", *model_key(TEA, **usual))

    assert keep("built", *model_key(changed, **(usual | settings))) == "built"


def test_a_model_that_has_moved_is_not_built_again(folder: Path) -> None:
    usual: dict[str, Any] = {"language": "en", "urgent": frozenset()}
    keep("kept", *model_key(TEA, **usual))

    assert keep("built", *model_key(replace(TEA, source="moved.json"), **usual)) == "kept"


def _link(file: Path) -> None:
    file.rename(file.parent.parent / "elsewhere")
    file.symlink_to(file.parent.parent / "elsewhere")


def _link_folder(file: Path) -> None:
    file.parent.rename(file.parent.parent / "elsewhere")
    file.parent.symlink_to(file.parent.parent / "elsewhere")


class Attack:
    """As a pickle, it creates a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._file,)


@pytest.mark.skipif(IS_WINDOWS, reason="Windows has no modes")
@pytest.mark.parametrize(
    "give_away",
    [
        lambda file: file.chmod(0o620),
        lambda file: file.chmod(0o602),
        lambda file: file.parent.chmod(0o770),
        lambda file: file.parent.chmod(0o707),
        _link,
        _link_folder,
        pytest.param(
            lambda file: os.chown(file, 1, -1),
            marks=pytest.mark.skipif(not IS_WINDOWS and os.getuid() != 0, reason="only root can give a file away"),
        ),
        pytest.param(
            lambda file: os.chown(file.parent, 1, -1),
            marks=pytest.mark.skipif(not IS_WINDOWS and os.getuid() != 0, reason="only root can give a folder away"),
        ),
    ],
    ids=[
        "written by the group",
        "written by all",
        "folder written by the group",
        "folder written by all",
        "link",
        "linked folder",
        "owned by another",
        "folder owned by another",
    ],
)
def test_a_file_that_others_can_write_is_not_loaded(folder: Path, give_away: Callable[[Path], None]) -> None:
    keep("kept")
    file, trace = only_file(folder), folder.parent / "trace"
    attack = pickle.dumps(Attack(trace))
    file.write_bytes(hashlib.sha256(attack).digest() + attack)
    give_away(file)

    assert keep("built") == "built"
    assert not trace.exists()


def test_the_attack_of_the_test_before_works_on_a_file_of_the_user(folder: Path) -> None:
    keep("kept")
    trace = folder.parent / "trace"
    attack = pickle.dumps(Attack(trace))
    only_file(folder).write_bytes(hashlib.sha256(attack).digest() + attack)

    keep("built")

    assert trace.exists()


def _file_in_its_place(folder: Path) -> None:
    folder.touch()


def _folder_that_others_can_write(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def _full_of_folders(folder: Path) -> None:
    """A folder has the name of the file."""
    keep("kept")
    file = only_file(folder)
    file.unlink()
    file.mkdir()


@pytest.mark.skipif(IS_WINDOWS, reason="Windows has no modes")
@pytest.mark.parametrize("spoil", [_file_in_its_place, _folder_that_others_can_write, _full_of_folders])
def test_without_a_usable_folder_everything_is_built_and_nothing_is_left_there(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(folder)
    before = sorted(folder.parent.rglob("*"))

    assert [keep("first"), keep("second")] == ["first", "second"]
    assert sorted(folder.parent.rglob("*")) == before


@pytest.mark.skipif(IS_WINDOWS, reason="Windows has no such locks")
def test_what_another_process_is_building_is_built_once(folder: Path) -> None:
    script = """
import sys, time
from speech.nlu.matcher_cache import cached
def build():
    print("builds", flush=True)
    time.sleep(1)
    return "built"
print(cached(["key"], build))
"""
    env = environment(folder.parent, XDG_CACHE_HOME=str(folder.parent))
    command = [sys.executable, "-c", script]
    processes = [subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]

    answers = [process.communicate(timeout=60)[0].split() for process in processes]

    assert sorted(answers) == [["builds", "built"], ["built"], ["built"]]


def test_what_is_quick_to_build_is_not_kept(folder: Path) -> None:
    assert cached(("key",), lambda: "built") == "built"
    assert not folder.exists()


def test_the_files_that_were_not_used_longest_are_removed(folder: Path) -> None:
    for number in range(3):
        keep("kept", str(number))
        newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    keep("not built", "0")

    cached(["one more"], lambda: "kept", worth_keeping=0, most_bytes=3 * newest.stat().st_size)

    assert len(list(folder.iterdir())) == 3
    assert keep("built", "0") == "kept"
    assert keep("built", "1") == "built"


def test_a_file_that_is_larger_than_all_may_be_is_kept_alone(folder: Path) -> None:
    keep("kept", "small")

    cached(["large"], lambda: "kept", worth_keeping=0, most_bytes=1)

    assert len(list(folder.iterdir())) == 1
    assert keep("built", "large") == "kept"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"XDG_CACHE_HOME": "/cache", "LOCALAPPDATA": "/local"}, "/cache/trust-steps"),
        ({"XDG_CACHE_HOME": "", "LOCALAPPDATA": "/local"}, "/local/trust-steps"),
        ({"XDG_CACHE_HOME": "cache"}, None),
        ({}, None),
    ],
    ids=["XDG", "Windows", "a relative path is ignored", "nothing set"],
)
@pytest.mark.skipif(IS_WINDOWS, reason="the paths are those of Unix")
def test_the_folder_is_where_the_system_keeps_caches(settings: dict[str, str], expected: str | None) -> None:
    usual = "Library/Caches" if sys.platform == "darwin" else ".cache"

    assert cache_folder(settings) == (Path(expected) if expected else Path.home() / usual / "trust-steps")
