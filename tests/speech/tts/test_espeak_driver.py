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

SAYS = """
from speech.errors import VoiceError
from speech.tts.synthesizer import Voice
try:
    print(Voice().render("Hello there", "en-US").seconds)
except VoiceError as fault:
    print(fault)
"""


@pytest.fixture
def engine() -> Iterator[Any]:
    engine = pyttsx3.init(espeak_driver.register())
    yield engine
    engine.stop()


def errors_of(engine: Any) -> list[Exception]:
    found: list[Exception] = []
    engine.connect("error", lambda name, exception: found.append(exception))
    return found


def saved(file: Path) -> Sound:
    return decode(file.read_bytes())


def in_a_process_with(packages: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(packages), str(Path(__file__).parents[3])])
    return subprocess.run(
        [sys.executable, "-c", SAYS],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_first_run_ends_when_the_speech_is_saved(engine: Any, tmp_path: Path) -> None:
    engine.save_to_file("This is a sentence that is long enough to take a while. " * 20, str(tmp_path / "a.wav"))
    engine.runAndWait()

    assert saved(tmp_path / "a.wav").seconds > 30


def test_several_utterances_in_one_run_are_all_done(engine: Any, tmp_path: Path) -> None:
    texts = ["One.", "One, two, three.", "One, two, three, four, five, six."]
    for number, text in enumerate(texts):
        engine.save_to_file(text, str(tmp_path / f"{number}.wav"))
    engine.runAndWait()

    lengths = [saved(tmp_path / f"{number}.wav").seconds for number in range(3)]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[2] / 3


def test_one_run_follows_another(engine: Any, tmp_path: Path) -> None:
    for number in range(3):
        engine.save_to_file("Again.", str(tmp_path / f"{number}.wav"))
        engine.runAndWait()
        engine.runAndWait()

    assert len(list(tmp_path.iterdir())) == 3


def test_markup_is_not_read_out(engine: Any, tmp_path: Path) -> None:
    engine.save_to_file("Hello world", str(tmp_path / "plain.wav"))
    engine.save_to_file("Hello <w role='amazon:NN'>world</w>", str(tmp_path / "marked.wav"))
    engine.runAndWait()

    plain, marked = saved(tmp_path / "plain.wav"), saved(tmp_path / "marked.wav")
    assert marked.seconds == pytest.approx(plain.seconds, rel=0.1)


def test_events_tell_of_the_beginning_and_the_end(engine: Any, tmp_path: Path) -> None:
    told: list[dict[str, object]] = []
    engine.connect("started-utterance", lambda **event: told.append(event))
    engine.connect("finished-utterance", lambda **event: told.append(event))

    engine.save_to_file("Hello", str(tmp_path / "a.wav"), "greeting")
    engine.runAndWait()

    assert told == [{"name": "greeting"}, {"name": "greeting", "completed": True}]


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


def test_speech_that_is_not_heard_is_an_error(engine: Any) -> None:
    errors = errors_of(engine)
    ended: list[bool] = []
    engine.connect("finished-utterance", lambda name, completed: ended.append(completed))

    engine.say("Hi")
    engine.runAndWait()

    assert ended == [True] or isinstance(errors[0], NoLoudspeaker)


def test_a_loop_of_ones_own_works_the_queue_off(engine: Any, tmp_path: Path) -> None:
    engine.startLoop(useDriverLoop=False)
    engine.save_to_file("Hello", str(tmp_path / "a.wav"))
    engine.iterate()
    engine.endLoop()

    assert saved(tmp_path / "a.wav").seconds > 0.3


def test_voices_are_listed_with_their_language_and_gender(engine: Any) -> None:
    voices = {voice.id: voice for voice in engine.getProperty("voices")}

    assert len(voices) > 100
    assert voices["gmw/en-US"].languages == ["en-us"]
    assert voices["gmw/en-US"].gender == "male"


def test_properties_are_kept_from_one_utterance_to_the_next(engine: Any, tmp_path: Path) -> None:
    engine.setProperty("rate", 350)
    for number in range(2):
        engine.save_to_file("The quick brown fox jumps.", str(tmp_path / f"{number}.wav"))
    engine.runAndWait()

    first, second = saved(tmp_path / "0.wav"), saved(tmp_path / "1.wav")
    assert engine.getProperty("rate") == 350
    assert first.seconds == pytest.approx(second.seconds, rel=0.02)


def test_engines_of_their_own_do_not_disturb_each_other(tmp_path: Path) -> None:
    def save(number: int) -> float:
        engine = pyttsx3.Engine(espeak_driver.register())
        engine.setProperty("rate", 120 if number % 2 else 240)
        engine.save_to_file("The quick brown fox jumps.", str(tmp_path / f"{number}.wav"))
        engine.runAndWait()
        return saved(tmp_path / f"{number}.wav").seconds

    with ThreadPoolExecutor(8) as pool:
        lengths = list(pool.map(save, range(40)))

    assert max(lengths[::2]) < 0.7 * min(lengths[1::2])


@pytest.mark.parametrize(("times", "place"), [(1, 50), (1.66, 99), (0.69, 0), (9, 99), (0.1, 0)])
def test_pitch_is_a_place_on_a_scale(times: float, place: int) -> None:
    assert espeak_driver.pitch(times) == pytest.approx(place, abs=1)


def test_data_under_a_long_path_is_found(tmp_path: Path) -> None:
    packages = tmp_path / ("a-folder-with-quite-a-long-name-" * 6)
    packages.mkdir()
    (packages / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)

    said = in_a_process_with(packages)

    assert len(str(packages)) > 160
    assert float(said.stdout) > 0.5, said.stderr


def test_data_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    loader = Path(espeakng_loader.__file__).parent
    package = tmp_path / "espeakng_loader"
    (package / "espeak-ng-data").mkdir(parents=True)
    shutil.copy(loader / "__init__.py", package)
    for library in loader.glob("libespeak-ng*"):
        (package / library.name).symlink_to(library)

    said = in_a_process_with(tmp_path)

    assert said.returncode == 0, said.stderr
    assert "espeak-ng found no usable voices in its data. Install the speech engine" in said.stdout


def test_a_library_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('it is not there')")

    said = in_a_process_with(tmp_path)

    assert said.returncode == 0, said.stderr
    assert "espeak-ng could not be loaded: it is not there. Install the speech engine" in said.stdout
