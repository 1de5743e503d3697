import json
import tempfile
import wave
from datetime import date
from pathlib import Path

import pytest

from speech.__main__ import call
from speech.cli import output
from speech.cli.terminal import Styled, rendered
from speech.errors import SpeechError
from speech.nlu.acceptance import GUARDED_THRESHOLD, THRESHOLD
from speech.nlu.recognizer import Recognizer, result_as_json
from speech.simulator.turn_result import TurnResult
from speech.tts.audio import chime, silence
from speech.tts.playback import play
from tests.support import order_dialog
from tests.support.small_skill import SmallSkill, answer, device, model


def _plain(parts: list[str | Styled]) -> str:
    return "".join(map(rendered, parts))


def test_an_answer_is_shown_below_its_utterance() -> None:
    result = device(SmallSkill(answer('Breathe in. <break time="3s"/> And out.'))).hear("open paint box")

    assert _plain(output.as_text("open paint box", result)) == "> open paint box\nBreathe in. [3 s] And out."


def test_a_missing_answer_is_marked() -> None:
    assert _plain(output.as_text("exit", TurnResult())) == "> exit\n(no speech)"


def test_as_json_a_turn_is_one_line_with_its_request_and_response() -> None:
    result = device(SmallSkill()).hear("open paint box")

    line = output.as_json("open paint box", result)

    assert "\n" not in line
    assert json.loads(line) == {
        "utterance": "open paint box",
        "request": result.request,
        "response": answer("Hello.").envelope,
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "next",
            {
                "utterance": "next",
                "intent": "AMAZON.NextIntent",
                "score": 1.0,
                "by": "sample",
                "slots": {},
                "others": [],
            },
        ),
        (
            "purple monkey",
            {"utterance": "purple monkey", "intent": None, "score": 0.0, "by": "none", "slots": {}, "others": []},
        ),
    ],
)
def test_a_recognition_result_is_one_json_object(sentence: str, expected: dict[str, object]) -> None:
    recognizer = Recognizer(model(has_fallback=False), "en-US", lambda: date(2026, 11, 23))

    assert json.loads(result_as_json(recognizer.recognize(sentence))) == expected


def test_a_slot_has_its_value_and_the_id_of_a_match() -> None:
    recognizer = Recognizer(model(), "en-US", lambda: date(2026, 11, 23))

    known = json.loads(result_as_json(recognizer.recognize("paint it red")))
    unknown = json.loads(result_as_json(recognizer.recognize("paint it mauve")))

    assert known["slots"]["colour"].keys() == {"value", "id"}
    assert unknown["slots"] == {"colour": {"value": "mauve"}}


@pytest.mark.parametrize(
    ("sentence", "needs"), [("stop that now", GUARDED_THRESHOLD), ("now next please friend", THRESHOLD)]
)
def test_the_best_of_the_others_has_the_score_that_it_needs(sentence: str, needs: float) -> None:
    """Otherwise no one sees why an intent with a high score is not recognized."""
    result = Recognizer(model(), "en-US", lambda: date(2026, 11, 23)).recognize(sentence)

    heard = json.loads(result_as_json(result))
    best = heard["others"][0]
    assert (heard["by"], heard["score"], best["needs"]) == ("fallback", best["score"], needs)
    assert best["score"] < needs
    assert output.as_rows(result).endswith(f"needs {needs:.2f}")


def test_answers_are_rendered_one_after_the_other_and_empty_ones_are_skipped() -> None:
    one, two = "<speak>Welcome.</speak>", "<speak>Which colour would you like?</speak>"

    sound = output.render_each([one, "", two], "en-US")[0]

    separate = sum(output.render_each([each], "en-US")[0].seconds for each in (one, two))
    assert sound.seconds == pytest.approx(separate, abs=0.05)


@pytest.mark.parametrize("broken", ["<speak>Fish & chips</speak>", "<speak>open <b>", f"<speak>{'x' * 8_000}</speak>"])
def test_an_answer_that_cannot_be_spoken_is_named_and_the_others_are_heard(broken: str) -> None:
    good = "<speak>Welcome.</speak>"

    sound, faults = output.render_each([good, broken, good], "en-US")

    assert sound.seconds == pytest.approx(2 * output.render_each([good], "en-US")[0].seconds, abs=0.05)
    assert len(faults) == 1


def test_a_sound_is_saved_as_a_wav_file(tmp_path: Path) -> None:
    output.save(chime(), tmp_path / "out.wav")

    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getnframes() / file.getframerate() == pytest.approx(chime().seconds)


def test_an_unwritable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match=f"{tmp_path}: Is a directory; give the path of a writable file"):
        output.save(chime(), tmp_path)


def test_a_sound_is_played_to_its_end() -> None:
    playing = play(chime(), [pytest.importorskip("miniaudio").Backend.NULL])

    message = output.play_to_end(chime(), lambda _: playing)

    assert message == ""
    assert playing.wait(0)


def test_an_empty_sound_is_not_played() -> None:
    assert output.play_to_end(silence(0)) == ""


def test_without_a_sound_card_nothing_is_written_and_the_option_that_keeps_the_sound_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers may be about danger, and a file that no one asked for can be found."""
    unavailable = [pytest.importorskip("miniaudio").Backend.AAUDIO]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    message = output.play_to_end(chime(), lambda sound: play(sound, unavailable))

    assert message == "No sound card found; nothing is played. To keep the sound, add --wav FILE."
    assert list(tmp_path.iterdir()) == []


def test_json_has_the_state_of_a_dialog_and_what_alexa_asks_herself() -> None:
    rules = order_dialog.order(order_dialog.DRINK, delegationStrategy="ALWAYS")
    echo = order_dialog.device(SmallSkill(answer("Ordered.")), order_dialog.model(rules))

    said = ("ask drink stand to order something", "tea")
    asked, done = (json.loads(output.as_json(each, echo.hear(each))) for each in said)

    assert (asked["dialog"], asked["speech"]) == ("Alexa asks for drink", "<speak>Which drink?</speak>")
    assert (asked["request"], asked["response"]) == (None, None)
    assert (done["dialog"], done["request"]["request"]["dialogState"]) == ("dialogState COMPLETED", "COMPLETED")


def test_what_acts_on_a_terminal_is_printed_instead(capsys: pytest.CaptureFixture[str]) -> None:
    """A skill could clear the screen, set the title of the window, or hide what it answered."""
    output.print_line("answer \x1b[2J \u202e")
    output.print_note("note \x9b31m\rhidden")
    error = call(["say", "hello", "--locale", "\x1b]0;title\x07"], {})

    printed = capsys.readouterr()
    assert printed.out == "answer \\u001b[2J \\u202e\n"
    assert printed.err == "note \\u009b31m\\u000dhidden\n"
    assert str(error).startswith("trust-steps: --locale \\u001b]0;title\\u0007: not a locale")
