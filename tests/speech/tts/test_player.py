import pytest

from speech.tts.audio import Sound
from speech.tts.playback import Playing, play
from speech.tts.player import AnswerPlayer

Backend = pytest.importorskip("miniaudio").Backend
LONG = f"<speak>{'Take all the time that you need. ' * 20}</speak>"
SHORT = "<speak>Hi.</speak>"
BROKEN = "<speak>Tom & Jerry</speak>"


class FakePlay:
    """Plays on a silent sound card."""

    def __init__(self) -> None:
        self.started: list[Playing] = []

    def __call__(self, sound: Sound) -> Playing:
        self.started.append(play(sound, [Backend.NULL]))
        return self.started[-1]


def test_an_answer_plays_in_the_background_until_it_is_stopped() -> None:
    fake_play = FakePlay()
    player = AnswerPlayer(fake_play)

    message = player.say(LONG, "en-US")
    is_complete = fake_play.started[0].wait(0.05)
    player.stop()

    assert message == ""
    assert not is_complete
    assert not fake_play.started[0].wait(10)


def test_a_new_answer_stops_the_last_one() -> None:
    fake_play = FakePlay()
    player = AnswerPlayer(fake_play)

    player.say(LONG, "en-US")
    player.say(SHORT, "en-US")
    player.wait()

    assert [playing.wait(10) for playing in fake_play.started] == [False, True]


def test_an_empty_answer_stops_the_last_one_and_plays_nothing() -> None:
    fake_play = FakePlay()
    player = AnswerPlayer(fake_play)

    player.say(LONG, "en-US")
    message = player.say("", "en-US")

    assert message == ""
    assert [playing.wait(10) for playing in fake_play.started] == [False]


def test_stop_and_wait_do_nothing_if_nothing_plays() -> None:
    player = AnswerPlayer(FakePlay())

    player.stop()
    player.wait()


def test_a_missing_sound_card_is_reported_once() -> None:
    player = AnswerPlayer(lambda sound: play(sound, [Backend.AAUDIO]))

    messages = [player.say(SHORT, "en-US") for _ in range(3)]

    assert messages == ["No sound card found; nothing is played.", "", ""]


def test_a_missing_voice_is_reported_once() -> None:
    player = AnswerPlayer(FakePlay())

    messages = [player.say(SHORT, "xx-XX") for _ in range(2)]

    assert messages[0].startswith("No voice speaks xx-XX.")
    assert messages[1] == ""


def test_broken_markup_is_not_played_but_later_answers_are() -> None:
    fake_play = FakePlay()
    player = AnswerPlayer(fake_play)

    message = player.say(BROKEN, "en-US")
    player.say(SHORT, "en-US")
    player.wait()

    assert message == ""
    assert [playing.wait(10) for playing in fake_play.started] == [True]
