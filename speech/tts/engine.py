"""The speech engine: pyttsx3 with this system's driver, and the voice for each locale."""

import platform
from dataclasses import replace
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from speech.errors import VoiceError
from speech.tts.audio import Sound, SpokenWord, decode

FALLBACK_LOCALES = {
    "en-au": "en-gb",
    "en-ca": "en-us",
    "en-in": "en-gb",
    "es-mx": "es-419",
    "es-us": "es-419",
    "fr-ca": "fr-fr",
}
"""The locale whose voice to use for a locale without a voice."""


def system_driver() -> str:
    """Return pyttsx3's name for this system's driver: our own on Linux, pyttsx3's elsewhere."""
    if platform.system() == "Linux":
        from speech.tts import espeak_driver

        return espeak_driver.register()
    from pyttsx3.engine import default_engine_by_sys_platform

    return str(default_engine_by_sys_platform())


class Engine:
    """A context manager around pyttsx3. Use one engine per thread: pyttsx3's queue is not thread-safe."""

    def __init__(self, driver: str) -> None:
        """Raise VoiceError if the driver does not load."""
        self.driver = driver
        try:
            from pyttsx3.engine import Engine as Pyttsx3

            self._engine = Pyttsx3(driver)
        except (ImportError, OSError, RuntimeError) as error:
            raise VoiceError(
                f"The speech engine does not start: {error}. Install it with: pip install 'trust-steps[simulator]'"
            ) from error
        self._errors: list[BaseException] = []
        self._engine.connect("error", self._on_error)
        self._words: list[SpokenWord] = []
        self._engine.connect("started-word", self._on_word)
        self._folder = TemporaryDirectory(prefix="trust-steps-")
        self._files = (Path(self._folder.name) / f"{number}.wav" for number in count())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def voices(self) -> tuple[Any, ...]:
        return tuple(self._engine.getProperty("voices"))

    def speak(self, text: str, **properties: float | str) -> Sound:
        """Render a text with pyttsx3's properties voice, rate, volume and pitch. Raises VoiceError."""
        file = next(self._files)
        self._words.clear()
        for name, value in properties.items():
            self._engine.setProperty(name, value)
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if self._errors:
            error = self._errors.pop()
            raise VoiceError(f"The speech engine failed: {error}") from error
        if not file.exists():
            raise VoiceError("The speech engine saved no file and reported no error.")
        return replace(decode(file.read_bytes()), words=tuple(self._words))

    def _on_word(self, word: SpokenWord | None = None, **_: object) -> None:
        """Other drivers than our own report words without their times."""
        if word:
            self._words.append(word)

    def _on_error(self, name: str | None, exception: BaseException) -> None:
        self._errors.append(exception)


@cache
def voices(driver: str) -> tuple[Any, ...]:
    """Return the driver's voices, cached because listing them is slow."""
    with Engine(driver) as engine:
        return engine.voices


@lru_cache
def best_voice(voices: tuple[Any, ...], locale: str, gender: str = "") -> str | None:
    """Return the id of the best voice for a locale; None if no voice speaks its language.

    A voice of the locale itself comes first, then one of its fallback locale, then the most general of its language.
    """
    ranked = [
        (rank, bool(gender) and _gender(voice) != gender, len(tag), str(voice.id))
        for voice in voices
        for tag in map(_tag, voice.languages)
        if (rank := _distance(tag, _tag(locale))) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _distance(tag: str, wanted: str) -> int | None:
    """Return 0 for the same locale up to 3 for the same language; None for another language."""
    language = wanted.partition("-")[0]
    for rank, candidate in enumerate((wanted, FALLBACK_LOCALES.get(wanted), language)):
        if tag == candidate:
            return rank
    return 3 if tag.partition("-")[0] == language else None


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()


def _gender(voice: Any) -> str:
    """Normalize Female, female and VoiceGenderFemale, as the systems write it."""
    return str(voice.gender).lower().removeprefix("voicegender")
