"""The speech engine: pyttsx3 with the driver for this system, and a voice of it for every locale."""

import platform
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from speech.errors import VoiceError
from speech.tts.audio import Sound, decode

FALLBACK_LOCALES = {
    "en-au": "en-gb",
    "en-ca": "en-us",
    "en-in": "en-gb",
    "es-mx": "es-419",
    "es-us": "es-419",
    "fr-ca": "fr-fr",
}
"""Whose voice speaks for a locale that has none of its own."""


def driver_here() -> str:
    """The name by which pyttsx3 knows the driver for this system: ours on Linux, its own elsewhere."""
    if platform.system() == "Linux":
        from speech.tts import espeak_driver

        return espeak_driver.register()
    from pyttsx3.engine import default_engine_by_sys_platform

    return str(default_engine_by_sys_platform())


class Engine:
    """To be used as a context; each caller has one of its own, for pyttsx3's queue is not made for several threads."""

    def __init__(self, driver: str) -> None:
        self.driver = driver
        try:
            from pyttsx3.engine import Engine as Pyttsx3

            self._engine = Pyttsx3(driver)
        except (ImportError, OSError, RuntimeError) as fault:
            raise VoiceError(
                f"The speech engine does not start: {fault}. Install it with: pip install 'trust-steps[simulator]'"
            ) from fault
        self._faults: list[BaseException] = []
        self._engine.connect("error", self._note)
        self._folder = TemporaryDirectory(prefix="desk-")
        self._files = (Path(self._folder.name) / f"{number}.wav" for number in count())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @property
    def voices(self) -> tuple[Any, ...]:
        return tuple(self._engine.getProperty("voices"))

    def speak(self, text: str, **properties: float | str) -> Sound:
        """The sound of a text, at pyttsx3's properties voice, rate, volume and pitch. Raises VoiceError."""
        file = next(self._files)
        for name, value in properties.items():
            self._engine.setProperty(name, value)
        self._engine.save_to_file(text, str(file))
        self._engine.runAndWait()
        if self._faults:
            fault = self._faults.pop()
            raise VoiceError(f"The speech engine failed: {fault}") from fault
        if not file.exists():
            raise VoiceError("The speech engine saved nothing, and does not say why.")
        return decode(file.read_bytes())

    def _note(self, name: str | None, exception: BaseException) -> None:
        self._faults.append(exception)


@cache
def voices(driver: str) -> tuple[Any, ...]:
    """What the driver can speak with; asked for once."""
    with Engine(driver) as engine:
        return engine.voices


@lru_cache
def nearest(voices: tuple[Any, ...], locale: str, gender: str = "") -> str | None:
    """The id of the voice for a locale: its own, that of its kin, or the plainest of its language."""
    ranked = [
        (rank, bool(gender) and _gender(voice) != gender, len(tag), str(voice.id))
        for voice in voices
        for tag in map(_tag, voice.languages)
        if (rank := _distance(tag, _tag(locale))) is not None
    ]
    return min(ranked)[-1] if ranked else None


def _distance(tag: str, wanted: str) -> int | None:
    language = wanted.partition("-")[0]
    for rank, near in enumerate((wanted, FALLBACK_LOCALES.get(wanted), language)):
        if tag == near:
            return rank
    return 3 if tag.partition("-")[0] == language else None


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()


def _gender(voice: Any) -> str:
    """The systems write it as Female, female or VoiceGenderFemale."""
    return str(voice.gender).lower().removeprefix("voicegender")
