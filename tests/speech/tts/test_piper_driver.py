"""Errors of a voice's files, and with a voice from a wheel, what is heard."""

import json
import shutil
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from speech.__main__ import call
from speech.errors import VoiceError
from speech.tts import piper_driver
from speech.tts.audio import Sound, decode
from speech.tts.synthesizer import Synthesizer
from speech.web.page_audio import PageAudio
from tests.support.audio_analysis import loudness, pitch, silences
from tests.support.speech_models import PIPER, needs_piper

SENTENCE = "The morning light falls softly on the river while we are walking along the road."
DESCRIPTION = {"espeak": {"voice": "en-us"}, "language": {"code": "en_US"}}


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    """A voice's two files, with nothing to speak with in the first."""
    file = tmp_path / "voice.onnx"
    file.write_bytes(b"no network")
    Path(f"{file}.json").write_text(json.dumps(DESCRIPTION))
    return file


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda file: file.unlink(), "voice.onnx: there is no such file; give the .onnx file of a Piper voice"),
        (lambda file: (file.unlink(), file.mkdir()), "voice.onnx: is a folder; give the .onnx file"),
        (lambda file: _description(file).unlink(), "voice.onnx.json: No such file or directory; give the .onnx file"),
        (lambda file: _description(file).write_text("{"), "voice.onnx.json: does not describe a Piper voice"),
        (lambda file: _description(file).write_text("[]"), "voice.onnx.json: does not describe a Piper voice"),
        (lambda file: _description(file).write_text("{}"), "voice.onnx.json: does not describe a Piper voice"),
        (lambda file: _description(file).write_bytes(b"\xff"), "voice.onnx.json: does not describe a Piper voice"),
        (
            lambda file: _description(file).write_text(json.dumps({**DESCRIPTION, "phoneme_type": "pinyin"})),
            "phoneme_type pinyin is not supported",
        ),
    ],
    ids=["no file", "a folder", "no description", "broken", "a list", "empty", "not text", "would download"],
)
def test_what_is_wrong_with_a_voice_is_said_before_it_speaks(
    change: Callable[[Path], object], problem: str, voice: Path
) -> None:
    change(voice)

    with pytest.raises(VoiceError) as raised:
        piper_driver.register(voice)

    assert problem in str(raised.value)


def _description(file: Path) -> Path:
    return Path(f"{file}.json")


def test_a_command_reports_a_missing_voice_and_says_nothing_to_the_skill(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    error = call(["say", "open trust steps", "--voice", "nowhere.onnx"], {"TRUST_STEPS_DATA": str(tmp_path)})

    assert str(error).startswith("trust-steps: ")
    assert "nowhere.onnx: there is no such file" in str(error)
    assert capfd.readouterr().out == ""


@pytest.mark.skipif(bool(find_spec("piper")), reason="the extra `piper` is installed here")
def test_without_the_extra_there_is_a_hint(voice: Path) -> None:
    with pytest.raises(VoiceError, match=r"pip install 'trust-steps\[piper\]'"):
        piper_driver.register(voice)


@cache
def render(content: str, locale: str = "en-US") -> Sound:
    return Synthesizer(piper_driver.register(PIPER)).render(f"<speak>{content}</speak>", locale)


@needs_piper
@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.1, 0.5, 1.5, 10])
def test_a_break_has_its_exact_length(seconds: float) -> None:
    sound = render(f"Hold.<break time='{round(seconds * 1000)}ms'/>Now let go.")

    assert min(abs(silence - seconds) for silence in silences(sound)) < 0.04


@needs_piper
@pytest.mark.slow
def test_sentences_have_our_pauses_between_them() -> None:
    """Piper speaks the next sentence without any."""
    assert silences(render("Ready. Steady.")) == pytest.approx([0.35], abs=0.05)
    assert silences(render("<p>Ready.</p><p>Steady.</p>")) == pytest.approx([0.65], abs=0.05)


@needs_piper
@pytest.mark.slow
@pytest.mark.parametrize("rate", [0.6, 0.8, 1.25, 1.6])
def test_the_rate_is_the_one_that_is_asked_for(rate: float) -> None:
    """Piper never says a sentence twice in the same time: two renderings differ by up to five percent."""
    changed = render(f"<prosody rate='{rate:.0%}'>{SENTENCE}</prosody>")

    assert changed.seconds == pytest.approx(render(SENTENCE).seconds / rate, rel=0.12)


@needs_piper
@pytest.mark.slow
def test_a_voice_of_another_sample_rate_is_converted(tmp_path: Path) -> None:
    """The small voices have 16,000 samples a second. Those of this one, taken for that many, are longer and lower.

    A voice never says a sentence twice alike. Sound that is not converted would be 38 % too high.
    """
    file = tmp_path / "slow.onnx"
    file.symlink_to(PIPER)
    description = json.loads(_description(PIPER).read_text())
    description["audio"]["sample_rate"] = 16_000
    _description(file).write_text(json.dumps(description))

    slow = Synthesizer(piper_driver.register(file)).render(f"<speak>{SENTENCE}</speak>", "en-US")

    assert slow.seconds == pytest.approx(render(SENTENCE).seconds * Sound.rate / 16_000, rel=0.12)
    assert pitch(slow) == pytest.approx(pitch(render(SENTENCE)) * 16_000 / Sound.rate, rel=0.15)


@needs_piper
@pytest.mark.slow
@pytest.mark.parametrize("change", [-25, 20])
def test_the_pitch_changes_and_the_length_does_not(change: int) -> None:
    usual, changed = render(SENTENCE), render(f"<prosody pitch='{change:+}%'>{SENTENCE}</prosody>")

    assert pitch(changed) / pitch(usual) == pytest.approx(1 + change / 100, rel=0.15)
    assert changed.seconds == pytest.approx(usual.seconds, rel=0.12)


@needs_piper
@pytest.mark.slow
def test_the_volume_is_the_one_that_is_asked_for_and_like_that_of_the_systems_voice() -> None:
    usual = loudness(render(SENTENCE))
    system = loudness(Synthesizer().render(f"<speak>{SENTENCE}</speak>", "en-US"))

    assert loudness(render(f"<prosody volume='-6dB'>{SENTENCE}</prosody>")) == pytest.approx(usual - 6, abs=1)
    assert loudness(render(f"<prosody volume='silent'>{SENTENCE}</prosody>")) < usual - 60
    assert usual == pytest.approx(system, abs=4)


@needs_piper
@pytest.mark.slow
def test_brackets_in_a_text_are_no_phonemes_and_phonemes_of_the_markup_are_spoken() -> None:
    pecan = "<phoneme alphabet='ipa' ph='{}'>pecan</phoneme>"
    sounds = "p\u026a\u02c8k\u0251\u02d0n"

    assert render("[[say this as it is]]").seconds > 0.8
    assert render(pecan.format(3 * sounds)).seconds > 1.5 * render(pecan.format(sounds)).seconds
    assert render(pecan.format("]]")).seconds < 1


@needs_piper
@pytest.mark.slow
@pytest.mark.parametrize("text", ["...", "\N{EM DASH}", "\N{GRINNING FACE}", "\N{CJK UNIFIED IDEOGRAPH-6F22}"])
def test_a_text_without_words_that_the_voice_knows_is_no_error(text: str) -> None:
    assert render(text).seconds < 5


@needs_piper
@pytest.mark.slow
def test_another_language_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert render("Hello", "en-GB").seconds > 0
    with pytest.raises(VoiceError, match=r"No voice speaks de-DE\. Give --voice a Piper voice of that language"):
        render("Hallo", "de-DE")


@needs_piper
@pytest.mark.slow
def test_a_file_that_is_no_network_is_reported_with_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no network")
    shutil.copy(f"{PIPER}.json", f"{broken}.json")

    with pytest.raises(VoiceError, match=r"broken\.onnx: Piper cannot load the voice"):
        Synthesizer(piper_driver.register(broken)).render("Hello", "en-US")


@needs_piper
@pytest.mark.slow
def test_a_command_speaks_with_the_voice(tmp_path: Path) -> None:
    files = tmp_path / "system.wav", tmp_path / "piper.wav"
    for file, options in zip(files, ([], ["--voice", str(PIPER)]), strict=True):
        assert call(["say", "--fresh", "open trust steps", "--wav", str(file), *options], {}) == 0

    lengths = [decode(file.read_bytes()).seconds for file in files]
    assert min(lengths) > 2
    assert abs(lengths[0] - lengths[1]) > 0.3


@needs_piper
@pytest.mark.slow
def test_the_page_plays_the_voice() -> None:
    """Its synthesizer is made once, as loading a voice takes longer than a sentence."""
    synthesizer = Synthesizer(piper_driver.register(PIPER))

    spoken = PageAudio(lambda: synthesizer).render(f"<speak>{SENTENCE}</speak>", "en-US")

    assert spoken.seconds == pytest.approx(render(SENTENCE).seconds, rel=0.12)


@needs_piper
@pytest.mark.slow
def test_doctor_speaks_with_the_voice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor"], {"TRUST_STEPS_DATA": str(tmp_path), "TRUST_STEPS_VOICE": str(PIPER)})

    assert f"\nok   voice: {PIPER.name} speaks en-US" in capfd.readouterr().out
    assert status == 0
