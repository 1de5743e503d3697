import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from speech.errors import NoLoudspeaker
from speech.tts.audio import chime, silence
from speech.tts.playback import Playing, play

Backend = pytest.importorskip("miniaudio").Backend
NULL = [Backend.NULL]
"""Consumes sound at the speed of a real sound card, silently."""


@pytest.fixture
def playing() -> Iterator[Playing]:
    playing = play(silence(30), NULL)
    yield playing
    playing.stop()


def test_a_sound_is_played_to_its_end_in_real_time() -> None:
    started = time.monotonic()

    is_complete = play(chime(), NULL).wait(10)

    assert is_complete
    assert time.monotonic() - started >= chime().seconds


def test_wait_returns_false_after_its_timeout(playing: Playing) -> None:
    assert not playing.wait(0.01)


def test_a_sound_can_be_stopped(playing: Playing) -> None:
    playing.stop()

    assert not playing.wait(10)


def test_stop_can_be_called_often_and_from_several_threads(playing: Playing) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: playing.stop(), range(8)))

    assert not playing.wait(10)


def test_an_empty_sound_ends() -> None:
    assert play(silence(0), NULL).wait(10)


def test_without_a_sound_card_the_error_is_one_line() -> None:
    with pytest.raises(NoLoudspeaker) as error:
        play(chime(), [Backend.AAUDIO])

    assert str(error.value) == "No sound card found; nothing is played."


def test_audio_libraries_write_nothing_to_the_terminal() -> None:
    program = """
from speech.errors import NoLoudspeaker
from speech.tts.playback import play
from speech.tts.audio import silence
try:
    play(silence(0.1)).wait(10)
except NoLoudspeaker:
    pass
"""

    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert process.stdout + process.stderr == ""


def test_a_program_can_end_while_a_sound_plays() -> None:
    program = """
from miniaudio import Backend
from speech.tts.playback import play
from speech.tts.audio import silence
playing = play(silence(300), [Backend.NULL])
print("done")
"""

    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert process.stdout == "done\n"
