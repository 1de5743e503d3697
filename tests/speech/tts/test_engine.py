import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pyttsx3.voice import Voice

from speech.errors import VoiceError
from speech.tts.audio import bleep
from speech.tts.engine import Engine, driver_here, nearest, voices


class Murmur:
    """A driver of pyttsx3 that saves a bleep, or fails as it is told to."""

    def __init__(self, proxy: Any) -> None:
        self._proxy = proxy

    def getProperty(self, name: str) -> Any:  # noqa: N802
        return [Voice("murmur", "Murmur", ["en_US"], "VoiceGenderFemale")]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name == "volume":
            raise ValueError("no volume today")

    def save_to_file(self, text: str, filename: str) -> None:
        if text != "keep quiet":
            Path(filename).write_bytes(bleep().wav)

    def startLoop(self) -> None:  # noqa: N802
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        pass

    def stop(self) -> None:
        pass


@pytest.fixture
def murmur() -> Iterator[str]:
    module = ModuleType("pyttsx3.drivers.murmur")
    module.buildDriver = Murmur  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    yield "murmur"
    del sys.modules[module.__name__]


def test_any_driver_of_pyttsx3_will_do(murmur: str) -> None:
    with Engine(murmur) as engine:
        assert engine.speak("Hello", rate=175) == bleep()


def test_what_the_driver_reports_is_raised(murmur: str) -> None:
    with Engine(murmur) as engine, pytest.raises(VoiceError, match="no volume today"):
        engine.speak("Hello", volume=0.5)


def test_a_driver_that_saves_nothing_is_found_out(murmur: str) -> None:
    with Engine(murmur) as engine, pytest.raises(VoiceError, match="saved nothing"):
        engine.speak("keep quiet")


def test_a_driver_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(VoiceError, match=r"does not start.*pip install 'trust-steps\[desk\]'"):
        Engine("unheard_of")


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
def test_every_locale_of_alexa_has_a_voice(locale: str, voice: str | None) -> None:
    assert nearest(voices(driver_here()), locale) == voice


def test_tags_and_genders_are_read_as_the_systems_write_them() -> None:
    known = (
        Voice("kate", languages=["en_GB"], gender="VoiceGenderFemale"),
        Voice("alex", languages=["en_US"], gender="VoiceGenderMale"),
        Voice("zira", languages=["en-US"], gender="Female"),
        Voice("none", languages=[], gender=None),
    )

    assert nearest(known, "en-US", "female") == "zira"
    assert nearest(known, "en-US", "male") == "alex"
    assert nearest(known, "en-GB", "male") == "kate"
