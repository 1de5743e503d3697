"""A speech recognizer with a Whisper model in CTranslate2's format, run by faster-whisper.

It never reaches a network: the model is a folder that the person has.
"""

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from speech.asr.interface import MAX_BYTES, WIDTH
from speech.errors import RecognizerError, hint

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

FILES: Final = ("model.bin", "config.json", "tokenizer.json")
"""Without the last, faster-whisper would download one."""

MODEL: Final = "the folder of a Whisper model in CTranslate2's format, such as faster-whisper-base.en by Systran"
ADVICE: Final = f"give {MODEL}"

MAX_PROMPT_TOKENS: Final = 200
"""Whisper reads at most 223 tokens as what was said before."""


class WhisperRecognizer:
    """Loads its model when it is first used. Thread-safe; recordings are worked off one after another."""

    def __init__(self, folder: Path, phrases: Callable[[str], Iterable[str]] = lambda locale: ()) -> None:
        """`phrases` returns what people are likely to say in a locale. Raises RecognizerError."""
        self._folder = folder
        self._phrases = phrases
        self._lock = Lock()
        self._prompt = lru_cache(self._make_prompt)
        _check(folder)
        if not find_spec("faster_whisper"):
            raise RecognizerError(hint(ModuleNotFoundError(name="faster_whisper")))

    def transcribe(self, pcm: bytes, locale: str) -> str:
        pcm = pcm[: min(MAX_BYTES, len(pcm) - len(pcm) % WIDTH)]
        if not pcm:
            return ""
        with self._lock:
            segments, _ = self._model.transcribe(
                _samples(pcm),
                language=self._language(locale),
                initial_prompt=self._prompt(locale),
                temperature=0.0,  # the same recording has the same text, and takes a bounded time
                condition_on_previous_text=False,
                without_timestamps=True,
                vad_filter=True,  # Whisper makes up words for silence and noise
            )
            return " ".join("".join(segment.text for segment in segments).split())

    def load(self) -> None:
        """Load the model now. Raises RecognizerError."""
        with self._lock:
            _ = self._model

    @cached_property
    def _model(self) -> "WhisperModel":
        from faster_whisper import WhisperModel

        try:
            return WhisperModel(str(self._folder), device="cpu", compute_type="int8")
        except Exception as error:  # tokenizers raises it for a broken file
            raise RecognizerError(f"{self._folder}: the model does not load ({error}); {ADVICE}") from error

    def _language(self, locale: str) -> str:
        language, known = locale.partition("-")[0], self._model.supported_languages
        if language not in known:
            spoken = "English only" if known == ["en"] else "other languages"
            raise RecognizerError(
                f"{self._folder}: the model knows {spoken}, not {locale}; a model without .en in its name knows more"
            )
        return language

    def _make_prompt(self, locale: str) -> str | None:
        """Return as many of the phrases as fit, the first one last, since Whisper heeds most what is near."""
        fitting: list[str] = []
        tokens = 0
        for phrase in self._phrases(locale):
            sentence = f"{phrase}."
            tokens += len(self._encode(sentence))
            if tokens > MAX_PROMPT_TOKENS:
                break
            fitting.insert(0, sentence)
        return " ".join(fitting) or None

    def _encode(self, text: str) -> Any:
        return self._model.hf_tokenizer.encode(f" {text}", add_special_tokens=False).ids


def _samples(pcm: bytes) -> Any:
    import numpy as np  # comes with faster-whisper

    return np.frombuffer(pcm, "<i2").astype("float32") / 32_768


def _check(folder: Path) -> None:
    """Raises RecognizerError."""
    if not folder.is_dir():
        kind = "is a file" if folder.exists() else "there is no such folder"
        raise RecognizerError(f"{folder}: {kind}; {ADVICE}")
    if missing := [name for name in FILES if not (folder / name).is_file()]:
        raise RecognizerError(f"{folder}: has no {', no '.join(missing)}; {ADVICE}")
