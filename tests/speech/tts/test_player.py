import pytest

from speech.tts.audio import Sound
from speech.tts.playback import Playing, play
from speech.tts.player import AnswerPlayer

Backend = pytest.importorskip("miniaudio").Backend
LONG = f"<speak>{'Take all the time that you need. ' * 20}</speak>"
SHORT = "<speak>Hi.</speak>"
BROKEN = "<speak>Tom & Jerry</speak>"


class Listener:
    """Hears at the pace of a real sound card."""

    def __init__(self) -> None:
        self.heard: list[Playing] = []

    def __call__(self, sound: Sound) -> Playing:
        self.heard.append(play(sound, [Backend.NULL]))
        return self.heard[-1]


def test_an_answer_plays_while_the_program_goes_on_until_it_is_hushed() -> None:
    listener = Listener()
    aloud = AnswerPlayer(listener)

    told = aloud.say(LONG, "en-US")
    was_over = listener.heard[0].wait(0.05)
    aloud.stop()

    assert told == ""
    assert not was_over
    assert not listener.heard[0].wait(10)


def test_a_new_answer_interrupts_the_last() -> None:
    listener = Listener()
    aloud = AnswerPlayer(listener)

    aloud.say(LONG, "en-US")
    aloud.say(SHORT, "en-US")
    aloud.wait()

    assert [playing.wait(10) for playing in listener.heard] == [False, True]


def test_an_answer_of_nothing_interrupts_too_and_makes_no_sound() -> None:
    listener = Listener()
    aloud = AnswerPlayer(listener)

    aloud.say(LONG, "en-US")
    told = aloud.say("", "en-US")

    assert told == ""
    assert [playing.wait(10) for playing in listener.heard] == [False]


def test_to_hush_where_nothing_is_said_is_harmless() -> None:
    aloud = AnswerPlayer(Listener())

    aloud.stop()
    aloud.wait()


def test_without_a_sound_card_it_says_so_once() -> None:
    aloud = AnswerPlayer(lambda sound: play(sound, [Backend.AAUDIO]))

    told = [aloud.say(SHORT, "en-US") for _ in range(3)]

    assert told == ["No sound card was found, so nothing is played here.", "", ""]


def test_without_a_voice_for_the_language_it_says_so_once() -> None:
    aloud = AnswerPlayer(Listener())

    told = [aloud.say(SHORT, "xx-XX") for _ in range(2)]

    assert told[0].startswith("No voice speaks xx-XX.")
    assert told[1] == ""


def test_broken_markup_keeps_quiet_and_what_follows_is_heard() -> None:
    listener = Listener()
    aloud = AnswerPlayer(listener)

    told = aloud.say(BROKEN, "en-US")
    aloud.say(SHORT, "en-US")
    aloud.wait()

    assert told == ""
    assert [playing.wait(10) for playing in listener.heard] == [True]
