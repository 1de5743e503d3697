import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import espeakng_loader
import pytest
import pyttsx3

from speech.errors import NoLoudspeaker
from speech.tts import espeak_driver
from speech.tts.audio import Sound, decode

PROGRAM = """
from speech.errors import VoiceError
from speech.tts.synthesizer import Synthesizer
try:
    print(Synthesizer().render("Hello there", "en-US").seconds)
except VoiceError as error:
    print(error)
"""


@pytest.fixture
def engine() -> Iterator[Any]:
    engine = pyttsx3.init(espeak_driver.register())
    yield engine
    engine.stop()


def errors_of(engine: Any) -> list[Exception]:
    errors: list[Exception] = []
    engine.connect("error", lambda name, exception: errors.append(exception))
    return errors


def load(file: Path) -> Sound:
    return decode(file.read_bytes())


def run_with(packages: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(packages), str(Path(__file__).parents[3])])
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_run_ends_after_the_speech_is_saved(engine: Any, tmp_path: Path) -> None:
    engine.save_to_file("This is a sentence that is long enough to take a while. " * 20, str(tmp_path / "a.wav"))
    engine.runAndWait()

    assert load(tmp_path / "a.wav").seconds > 30


def test_all_utterances_of_a_run_are_saved(engine: Any, tmp_path: Path) -> None:
    texts = ["One.", "One, two, three.", "One, two, three, four, five, six."]
    for number, text in enumerate(texts):
        engine.save_to_file(text, str(tmp_path / f"{number}.wav"))

    engine.runAndWait()

    lengths = [load(tmp_path / f"{number}.wav").seconds for number in range(3)]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[2] / 3


def test_an_engine_can_run_several_times(engine: Any, tmp_path: Path) -> None:
    for number in range(3):
        engine.save_to_file("Again.", str(tmp_path / f"{number}.wav"))
        engine.runAndWait()
        engine.runAndWait()

    assert len(list(tmp_path.iterdir())) == 3


def test_markup_is_not_read_aloud(engine: Any, tmp_path: Path) -> None:
    engine.save_to_file("Hello world", str(tmp_path / "plain.wav"))
    engine.save_to_file("Hello <w role='amazon:NN'>world</w>", str(tmp_path / "marked.wav"))
    engine.runAndWait()

    plain, marked = load(tmp_path / "plain.wav"), load(tmp_path / "marked.wav")
    assert marked.seconds == pytest.approx(plain.seconds, rel=0.1)


def test_each_utterance_has_a_start_and_an_end_event(engine: Any, tmp_path: Path) -> None:
    events: list[dict[str, object]] = []
    engine.connect("started-utterance", lambda **event: events.append(event))
    engine.connect("finished-utterance", lambda **event: events.append(event))

    engine.save_to_file("Hello", str(tmp_path / "a.wav"), "greeting")
    engine.runAndWait()

    assert events == [{"name": "greeting"}, {"name": "greeting", "completed": True}]


def test_an_unknown_voice_is_an_error(engine: Any) -> None:
    errors = errors_of(engine)

    engine.setProperty("voice", "no-such-voice")
    engine.runAndWait()

    assert [str(error) for error in errors] == ["espeak-ng has no voice 'no-such-voice'"]


def test_an_unknown_property_is_an_error(engine: Any) -> None:
    errors = errors_of(engine)

    engine.setProperty("smell", 1)
    engine.runAndWait()

    assert [type(error) for error in errors] == [KeyError]


def test_a_file_that_cannot_be_written_is_an_error(engine: Any, tmp_path: Path) -> None:
    errors = errors_of(engine)

    engine.save_to_file("Hello", str(tmp_path / "missing" / "a.wav"))
    engine.runAndWait()

    assert [type(error) for error in errors] == [FileNotFoundError]


def test_speech_that_cannot_be_played_is_an_error(engine: Any) -> None:
    errors = errors_of(engine)
    completed_events: list[bool] = []
    engine.connect("finished-utterance", lambda name, completed: completed_events.append(completed))

    engine.say("Hi")
    engine.runAndWait()

    assert completed_events == [True] or isinstance(errors[0], NoLoudspeaker)


def test_an_external_loop_works_off_the_queue(engine: Any, tmp_path: Path) -> None:
    engine.startLoop(useDriverLoop=False)
    engine.save_to_file("Hello", str(tmp_path / "a.wav"))
    engine.iterate()
    engine.endLoop()

    assert load(tmp_path / "a.wav").seconds > 0.3


def test_voices_are_listed_with_their_language_and_gender(engine: Any) -> None:
    voices = {voice.id: voice for voice in engine.getProperty("voices")}

    assert len(voices) > 100
    assert voices["gmw/en-US"].languages == ["en-us"]
    assert voices["gmw/en-US"].gender == "male"


def test_properties_apply_to_every_later_utterance(engine: Any, tmp_path: Path) -> None:
    engine.setProperty("rate", 350)
    for number in range(2):
        engine.save_to_file("The quick brown fox jumps.", str(tmp_path / f"{number}.wav"))
    engine.runAndWait()

    first, second = load(tmp_path / "0.wav"), load(tmp_path / "1.wav")
    assert engine.getProperty("rate") == 350
    assert first.seconds == pytest.approx(second.seconds, rel=0.02)


def test_engines_in_several_threads_keep_their_own_properties(tmp_path: Path) -> None:
    def save(number: int) -> float:
        engine = pyttsx3.Engine(espeak_driver.register())
        engine.setProperty("rate", 120 if number % 2 else 240)
        engine.save_to_file("The quick brown fox jumps.", str(tmp_path / f"{number}.wav"))
        engine.runAndWait()
        return load(tmp_path / f"{number}.wav").seconds

    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(save, range(40)))

    assert max(lengths[::2]) < 0.7 * min(lengths[1::2])


@pytest.mark.parametrize(("factor", "value"), [(1, 50), (1.66, 99), (0.69, 0), (9, 99), (0.1, 0)])
def test_pitch_is_a_value_on_espeaks_scale(factor: float, value: int) -> None:
    assert espeak_driver.pitch(factor) == pytest.approx(value, abs=1)


def test_data_in_a_long_path_is_found(tmp_path: Path) -> None:
    packages = tmp_path / ("a-folder-with-quite-a-long-name-" * 6)
    packages.mkdir()
    (packages / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)

    process = run_with(packages)

    assert len(str(packages)) > 160
    assert float(process.stdout) > 0.5, process.stderr


def test_missing_data_is_an_error_with_a_hint(tmp_path: Path) -> None:
    loader = Path(espeakng_loader.__file__).parent
    package = tmp_path / "espeakng_loader"
    (package / "espeak-ng-data").mkdir(parents=True)
    shutil.copy(loader / "__init__.py", package)
    for library in loader.glob("libespeak-ng*"):
        (package / library.name).symlink_to(library)

    process = run_with(tmp_path)

    assert process.returncode == 0, process.stderr
    assert "espeak-ng found no usable voices in its data. Install the speech engine" in process.stdout


def test_a_missing_library_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('no such library')")

    process = run_with(tmp_path)

    assert process.returncode == 0, process.stderr
    assert "espeak-ng could not be loaded: no such library. Install the speech engine" in process.stdout
