"""A real Whisper model hears synthetic speech. `python -m tools.speech_bench` measures how well."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from speech.__main__ import call
from speech.asr.phrases import phrases
from speech.asr.spoken_input import SpokenInput
from speech.asr.whisper import MAX_PROMPT_TOKENS, WhisperRecognizer
from speech.errors import RecognizerError
from speech.nlu.tokens import tokenize
from speech.skills.interface import model_for
from speech.skills.trust_steps import GUARDED, TrustSteps
from speech.web import routes
from speech.web.page_audio import PageAudio
from speech.web.registry import Registry
from speech.web.security import guard
from tests.support.recordings import noise, played_back, silent, spoken
from tests.support.speech_models import WHISPER, needs_whisper

pytestmark = [pytest.mark.slow, needs_whisper]


@pytest.fixture(scope="module")
def skill(tmp_path_factory: pytest.TempPathFactory) -> TrustSteps:
    return TrustSteps({"TRUST_STEPS_DATA": str(tmp_path_factory.mktemp("data"))})


@pytest.fixture(scope="module")
def recognizer(skill: TrustSteps) -> WhisperRecognizer:
    return WhisperRecognizer(WHISPER, lambda locale: phrases(model_for(skill, locale), GUARDED))


@pytest.mark.parametrize("sentence", ["open trust steps", "yes", "no", "tell me more", "my partner lied to me"])
def test_a_sentence_is_heard_word_for_word(sentence: str, recognizer: WhisperRecognizer) -> None:
    heard = recognizer.transcribe(silent(0.5) + spoken(sentence) + silent(0.5), "en-US")

    assert list(tokenize(heard)) == sentence.split()


@pytest.mark.parametrize(
    "sound", [b"", b"\0", silent(3), noise(3, 300), noise(3, 12_000)], ids=["none", "a byte", "silence", "hiss", "roar"]
)
def test_no_words_are_made_up_for_sound_without_speech(sound: bytes, recognizer: WhisperRecognizer) -> None:
    """Whisper alone writes its prompt or a thank you for noise, and the skill would act on it."""
    assert recognizer.transcribe(sound, "en-US") == ""


def test_what_is_too_long_is_heard_as_far_as_it_fits(recognizer: WhisperRecognizer) -> None:
    assert recognizer.transcribe(spoken("yes") + silent(31) + spoken("no"), "en-US").strip(".").lower() == "yes"


def test_several_threads_are_served_one_after_another(recognizer: WhisperRecognizer) -> None:
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(lambda _: recognizer.transcribe(spoken("tell me more"), "en-US"), range(4)))

    assert len(set(heard)) == 1


def test_a_model_for_english_refuses_another_language(recognizer: WhisperRecognizer) -> None:
    """faster-whisper would write English words for German speech, with a warning in its log."""
    with pytest.raises(RecognizerError, match=r"English only, not de-DE; a model without \.en"):
        recognizer.transcribe(spoken("yes"), "de-DE")


def test_the_prompt_is_bounded(skill: TrustSteps) -> None:
    endless = WhisperRecognizer(WHISPER, lambda locale: (f"phrase number {number}" for number in range(10**9)))

    assert endless.transcribe(spoken("yes"), "en-US")
    assert MAX_PROMPT_TOKENS < 223


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json"])
def test_a_broken_file_is_reported_with_the_folder(name: str, tmp_path: Path) -> None:
    shutil.copytree(WHISPER, tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"not what it was")

    with pytest.raises(RecognizerError, match="the model does not load") as raised:
        WhisperRecognizer(tmp_path / "model").transcribe(spoken("yes"), "en-US")

    assert str(raised.value).startswith(f"{tmp_path / 'model'}: ")


def test_a_sentence_is_cut_out_of_what_the_microphone_records(recognizer: WhisperRecognizer) -> None:
    sound = silent(1) + spoken("open trust steps") + silent(2)

    assert SpokenInput(recognizer, partial(played_back, sound)).listen("en-US").lower().startswith("open trust steps")


@pytest.fixture(scope="module")
def registry(skill: TrustSteps) -> Iterator[Registry]:
    with Registry(skill, "en-US") as registry:
        yield registry


def test_the_page_gets_the_sentence_of_a_recording(registry: Registry, recognizer: WhisperRecognizer) -> None:
    app = Flask(__name__, static_folder=None)
    guard(app)
    app.register_blueprint(routes.page_blueprint(registry, PageAudio(recognizer=recognizer)))
    path = f"/simulator/conversations/{registry.open('en-US')}/transcribe"

    heard = app.test_client().post(path, data=spoken("open trust steps"), content_type="audio/pcm").get_json()

    assert heard["sentence"].lower().startswith("open trust steps")


def test_doctor_hears_its_own_voice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor", "--recognizer-model", str(WHISPER)], {"TRUST_STEPS_DATA": str(tmp_path)})

    line = next(line for line in capfd.readouterr().out.splitlines() if "recognizer:" in line)
    assert line.startswith("ok   recognizer: heard ")
    assert "two" in line
    assert status == 0
