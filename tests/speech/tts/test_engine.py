import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyttsx3.voice import Voice

from speech.errors import VoiceError
from speech.tts.audio import bleep
from speech.tts.engine import Engine, best_voice, system_driver, voices


class FakeDriver:
    """A pyttsx3 driver that saves a bleep. Fails if the volume is set, and saves no file for "no file"."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy

    def getProperty(self, name: str) -> Any:  # noqa: N802
        return [Voice("fake", "Fake", ["en_US"], "VoiceGenderFemale")]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name == "volume":
            raise ValueError("volume is not supported")

    def save_to_file(self, text: str, filename: str) -> None:
        if text != "no file":
            Path(filename).write_bytes(bleep().wav)

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def fake_driver() -> Iterator[str]:
    module = ModuleType("pyttsx3.drivers.fake")
    module.buildDriver = FakeDriver  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    yield "fake"
    del sys.modules[module.__name__]


def test_any_pyttsx3_driver_can_be_used(fake_driver: str) -> None:
    with Engine(fake_driver) as engine:
        assert engine.speak("Hello", rate=175) == bleep()


def test_an_error_that_the_driver_reports_is_raised(fake_driver: str) -> None:
    with Engine(fake_driver) as engine, pytest.raises(VoiceError, match="volume is not supported"):
        engine.speak("Hello", volume=0.5)


def test_a_driver_that_saves_no_file_is_an_error(fake_driver: str) -> None:
    with Engine(fake_driver) as engine, pytest.raises(VoiceError, match="saved no file"):
        engine.speak("no file")


def test_a_missing_driver_is_an_error_with_a_hint() -> None:
    with pytest.raises(VoiceError, match=r"does not start.*pip install 'trust-steps\[simulator\]'"):
        Engine("no_such_driver")


@pytest.mark.parametrize(
    ("locale", "voice"),
    [
        ("en-US", "gmw/en-US"),
        ("en-GB", "gmw/en"),
        ("en-AU", "gmw/en"),
        ("en-CA", "gmw/en-US"),
        ("en-IN", "gmw/en"),
        ("en-NZ", "gmw/en"),
        ("de-DE", "gmw/de"),
        ("es-ES", "roa/es"),
        ("es-MX", "roa/es-419"),
        ("es-US", "roa/es-419"),
        ("fr-FR", "roa/fr"),
        ("fr-CA", "roa/fr"),
        ("it-IT", "roa/it"),
        ("pt-BR", "roa/pt-BR"),
        ("hi-IN", "inc/hi"),
        ("ja-JP", "jpx/ja"),
        ("ar-SA", "sem/ar"),
        ("nl-NL", "gmw/nl"),
        ("tlh-TLH", None),
        ("", None),
    ],
)
def test_every_alexa_locale_has_a_voice(locale: str, voice: str | None) -> None:
    assert best_voice(voices(system_driver()), locale) == voice


def test_each_systems_spelling_of_locales_and_genders_is_understood() -> None:
    known = (
        Voice("kate", languages=["en_GB"], gender="VoiceGenderFemale"),
        Voice("alex", languages=["en_US"], gender="VoiceGenderMale"),
        Voice("zira", languages=["en-US"], gender="Female"),
        Voice("none", languages=[], gender=None),
    )

    assert best_voice(known, "en-US", "female") == "zira"
    assert best_voice(known, "en-US", "male") == "alex"
    assert best_voice(known, "en-GB", "male") == "kate"
