"""What is wrong with a folder is said before a person speaks. `test_with_a_model.py` runs a model."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from speech.asr.whisper import FILES, WhisperRecognizer
from speech.errors import RecognizerError


def _folder(at: Path, *names: str) -> Path:
    for name in names:
        (at / name).write_bytes(b"{}")
    return at


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ((), "has no model.bin, no config.json, no tokenizer.json"),
        (("model.bin", "config.json"), "has no tokenizer.json"),
        (("model.safetensors", "config.json", "tokenizer.json"), "has no model.bin"),
    ],
    ids=["empty", "without a tokenizer, which would be downloaded", "another format"],
)
def test_a_folder_without_a_model_is_refused_with_what_to_give_instead(
    names: tuple[str, ...], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(RecognizerError, match=problem) as raised:
        WhisperRecognizer(_folder(tmp_path, *names))

    assert str(raised.value).startswith(f"{tmp_path}: ")
    assert "CTranslate2's format, such as faster-whisper-base.en by Systran" in str(raised.value)


def test_a_path_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    file = _folder(tmp_path, "model.bin") / "model.bin"

    with pytest.raises(RecognizerError, match=r"model\.bin: is a file; give the folder"):
        WhisperRecognizer(file)
    with pytest.raises(RecognizerError, match="nowhere: there is no such folder; give"):
        WhisperRecognizer(tmp_path / "nowhere")


@pytest.mark.skipif(bool(find_spec("faster_whisper")), reason="the extra `listen` is installed here")
def test_without_the_extra_there_is_a_hint(tmp_path: Path) -> None:
    with pytest.raises(RecognizerError, match=r"pip install 'trust-steps\[listen\]'"):
        WhisperRecognizer(_folder(tmp_path, *FILES))
