import json
import wave
from datetime import date
from pathlib import Path

import pytest

from speech.cli import commands
from speech.errors import SpeechError
from speech.nlu.recognizer import Recognizer, result_as_json
from speech.simulator.turn_result import TurnResult
from speech.tts.audio import chime, silence
from speech.tts.playback import play
from tests.support.small_skill import SmallSkill, answer, device, model


def test_an_answer_is_shown_under_what_was_said() -> None:
    outcome = device(SmallSkill(answer('Breathe in. <break time="3s"/> And out.'))).hear("open paint box")

    assert commands.shown("open paint box", outcome) == "> open paint box\nBreathe in. [3 s] And out."


def test_where_nothing_is_heard_it_says_so() -> None:
    assert commands.shown("exit", TurnResult()) == "> exit\n(nothing is heard)"


def test_as_json_an_exchange_is_one_line_as_it_went_over_the_wire() -> None:
    outcome = device(SmallSkill()).hear("open paint box")

    told = commands.as_json("open paint box", outcome)

    assert "\n" not in told
    assert json.loads(told) == {
        "utterance": "open paint box",
        "request": outcome.request,
        "response": answer("Hello.").envelope,
    }


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("next", {"utterance": "next", "intent": "AMAZON.NextIntent", "score": 1.0, "slots": {}}),
        ("purple monkey", {"utterance": "purple monkey", "intent": None, "score": 0.0, "slots": {}}),
    ],
)
def test_what_was_understood_is_one_line_too(sentence: str, told: dict[str, object]) -> None:
    understanding = Recognizer(model(has_fallback=False), "en-US", lambda: date(2026, 11, 23))

    assert json.loads(result_as_json(understanding.recognize(sentence))) == told


def test_a_slot_is_told_with_its_value_and_where_there_is_a_match_with_its_id() -> None:
    understanding = Recognizer(model(), "en-US", lambda: date(2026, 11, 23))

    known = json.loads(result_as_json(understanding.recognize("paint it red")))
    unknown = json.loads(result_as_json(understanding.recognize("paint it mauve")))

    assert known["slots"]["colour"].keys() == {"value", "id"}
    assert unknown["slots"] == {"colour": {"value": "mauve"}}


def test_answers_are_recorded_one_after_the_other_and_silent_ones_take_no_time() -> None:
    one, two = "<speak>Welcome.</speak>", "<speak>Which colour would you like?</speak>"

    together = commands.record([one, "", two], "en-US")

    apart = commands.record([one], "en-US").seconds + commands.record([two], "en-US").seconds
    assert together.seconds == pytest.approx(apart, abs=0.05)


def test_a_recording_is_saved_as_a_wav_file(tmp_path: Path) -> None:
    commands.save(chime(), tmp_path / "out.wav")

    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(chime().seconds)


def test_a_file_that_cannot_be_written_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=f"{tmp_path}: Is a directory; name a file that can be written"):
        commands.save(chime(), tmp_path)


def test_what_can_be_played_is_played_to_its_end() -> None:
    playing = play(chime(), [pytest.importorskip("miniaudio").Backend.NULL])

    told = commands.play_or_keep(chime(), lambda _: playing)

    assert told == ""
    assert playing.wait(0)


def test_nothing_is_kept_of_silence() -> None:
    assert commands.play_or_keep(silence(0)) == ""


def test_what_cannot_be_played_is_kept_and_the_file_is_named() -> None:
    elsewhere = [pytest.importorskip("miniaudio").Backend.AAUDIO]

    told = commands.play_or_keep(chime(), lambda sound: play(sound, elsewhere))

    kept = Path(told.rpartition(" ")[2])
    assert told == f"No sound card was found, so nothing is played here. It is kept in {kept}"
    assert kept.read_bytes() == chime().wav
    kept.unlink()
