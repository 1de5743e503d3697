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
"""Takes sound at the pace of a real card, and plays it to nobody."""


@pytest.fixture
def playing() -> Iterator[Playing]:
    playing = play(silence(30), NULL)
    yield playing
    playing.stop()


def test_a_sound_is_played_to_its_end_at_its_own_pace() -> None:
    started = time.monotonic()

    was_heard = play(chime(), NULL).wait(10)

    assert was_heard
    assert time.monotonic() - started >= chime().seconds


def test_waiting_can_be_cut_short(playing: Playing) -> None:
    assert not playing.wait(0.01)


def test_a_sound_can_be_stopped_while_it_plays(playing: Playing) -> None:
    playing.stop()

    assert not playing.wait(10)


def test_stopping_twice_and_from_several_threads_is_harmless(playing: Playing) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: playing.stop(), range(8)))

    assert not playing.wait(10)


def test_a_sound_of_no_length_is_over_soon() -> None:
    assert play(silence(0), NULL).wait(10)


def test_without_a_sound_card_it_says_so_in_one_line() -> None:
    with pytest.raises(NoLoudspeaker) as missing:
        play(chime(), [Backend.AAUDIO])

    assert str(missing.value) == "No sound card was found, so nothing is played here."


def test_nothing_else_is_written_to_the_terminal() -> None:
    program = """
from speech.errors import NoLoudspeaker
from speech.tts.playback import play
from speech.tts.audio import silence
try:
    play(silence(0.1)).wait(10)
except NoLoudspeaker:
    pass
"""

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert ran.stdout + ran.stderr == ""


def test_the_program_can_end_while_a_sound_plays() -> None:
    program = """
from miniaudio import Backend
from speech.tts.playback import play
from speech.tts.audio import silence
playing = play(silence(300), [Backend.NULL])
print("done")
"""

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert ran.stdout == "done\n"
