"""The bench of spoken input, with small sounds; with a model and a voice for one sentence."""

import math
from array import array

import pytest

from tests.support.recordings import seconds, silent, spoken
from tests.support.speech_models import PIPER, WHISPER, needs_piper, needs_whisper

pytest.importorskip("numpy", reason="numpy comes with requirements-speech.txt, which .ci/run installs")

from tools.speech_bench import __main__, recognition, sentences, speakers

pytestmark = pytest.mark.slow


def _level(pcm: bytes) -> float:
    samples = array("h", pcm)
    return sum(sample * sample for sample in samples) / len(samples)


@pytest.mark.parametrize("decibels", [20, 10])
def test_noise_is_as_much_softer_than_the_speech_as_is_asked(decibels: int) -> None:
    speech = spoken("the morning light")

    noisy = speakers.with_noise(speech, decibels, seed=1)

    noise_before = noisy[: len(speakers.LEAD)]
    assert 10 * math.log10(_level(speech) / _level(noise_before)) == pytest.approx(decibels, abs=2)
    assert seconds(noisy) == pytest.approx(seconds(speech) + 1)
    assert speakers.with_noise(speech, None, seed=1) == silent(0.5) + speech + silent(0.5)


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("go to step five", "Go to step 5.", 0),
        ("tell me more", "tell me", 1 / 3),
        ("yes", "", 1),
        ("no", "no no thank you", 3),
    ],
)
def test_word_errors_are_counted_against_what_was_said(said: str, heard: str, errors: float) -> None:
    assert recognition.word_errors(said, heard) / len(said.split()) == pytest.approx(errors)


def test_the_sentences_are_held_out_and_of_both_kinds() -> None:
    said = sentences.held_out()

    assert len(said) == 60
    assert sum(each.intent == sentences.ANY_URGENT for each in said) == 12
    assert len({each.text for each in said}) == 60
    assert not {each.text for each in said} & {each.text for each in sentences.held_out("development")}


@needs_whisper
@needs_piper
def test_one_sentence_is_measured_with_a_model_and_a_voice(capsys: pytest.CaptureFixture[str]) -> None:
    __main__.main(["recognition", "--smoke", "--recognizer-model", str(WHISPER), "--voice", str(PIPER)])

    printed = capsys.readouterr().out
    assert "1 sentences, of which" in printed
    assert "| piper | 10 dB below |" in printed
