from pathlib import Path

import pytest

from speech.cli.rehearse import Rehearsal
from speech.cli.terminal import rendered
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.skill_client import NoResponseError
from speech.tts.audio import Sound, silence
from speech.tts.playback import Playing, play
from speech.tts.player import AnswerPlayer
from tests.support.small_skill import SmallSkill, answer, model

CONVERSATION = "# Red.\n\n> open paint box\nWhich colour?\n> paint it red\nIt is red.\n"
ANSWERS = (answer("Which colour?"), answer("It is red.", ends=True))


class Output:
    """A rehearsal and what it printed."""

    def __init__(self, skill: SmallSkill, *, accepts: bool = False, player: AnswerPlayer | None = None) -> None:
        clock = Clock()
        self.lines: list[str] = []
        self.notes: list[str] = []
        device = Device(model(), skill, Speaker(), clock)
        self.rehearsal = Rehearsal(
            device,
            clock,
            player,
            accepts_answers=accepts,
            print_line=lambda *parts: self.lines.append("".join(map(rendered, parts))),
            print_note=self.notes.append,
        )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "red.txt"
    file.write_text(CONVERSATION)
    return file


def test_a_conversation_with_the_same_answers_is_ok(file: Path) -> None:
    output = Output(SmallSkill(*ANSWERS))

    assert output.rehearsal.run(file).is_ok
    assert output.lines == [f"{file}: ok"]
    assert output.notes == []


def test_a_different_answer_is_shown_and_the_file_is_not_changed(file: Path) -> None:
    output = Output(SmallSkill(ANSWERS[0], answer("It is blue.", ends=True)))

    assert not output.rehearsal.run(file).is_ok
    assert output.lines[0].startswith(f"{file}: differs\n")
    assert "\n-It is red.\n+It is blue." in output.lines[0]
    assert file.read_text() == CONVERSATION


def test_a_missing_answer_is_a_difference(file: Path) -> None:
    file.write_text(CONVERSATION.removesuffix("It is red.\n"))
    output = Output(SmallSkill(*ANSWERS))

    assert not output.rehearsal.run(file).is_ok
    assert output.lines[0].endswith("\n+It is red.")


def test_actual_answers_can_be_accepted(file: Path) -> None:
    output = Output(SmallSkill(ANSWERS[0], answer("It is blue.", ends=True)), accepts=True)

    assert output.rehearsal.run(file).is_ok
    assert output.lines[0].startswith(f"{file}: accepted\n")
    assert file.read_text() == CONVERSATION.replace("It is red.", "It is blue.")


def test_accept_does_not_rewrite_a_file_without_differences(file: Path) -> None:
    file.write_text(CONVERSATION.replace("Which colour?", "Which\ncolour?"))
    output = Output(SmallSkill(*ANSWERS), accepts=True)

    assert output.rehearsal.run(file).is_ok
    assert "Which\ncolour?" in file.read_text()


def test_the_file_is_not_changed_if_the_skill_fails(file: Path) -> None:
    output = Output(SmallSkill(ANSWERS[0], NoResponseError("no answer")), accepts=True)

    assert not output.rehearsal.run(file).is_ok
    assert output.notes == [f"trust-steps: {file}: line 5: > paint it red: no answer"]
    assert file.read_text() == CONVERSATION


def test_an_unreadable_file_is_one_line(tmp_path: Path) -> None:
    output = Output(SmallSkill())

    assert not output.rehearsal.run(tmp_path / "none.txt").is_ok
    assert output.notes == [
        f"trust-steps: {tmp_path / 'none.txt'}: No such file or directory; give the path of a conversation file"
    ]


def test_invalid_ssml_is_reported_beside_the_result(file: Path) -> None:
    output = Output(SmallSkill(answer("<blink>Which colour?</blink>"), ANSWERS[1]))

    assert output.rehearsal.run(file).is_ok
    assert len(output.notes) == 1
    assert output.notes[0].startswith(f"{file}: > open paint box: Alexa would ")
    assert "this answer. Alexa does not support <blink>" in output.notes[0]


def test_answers_can_be_played(file: Path) -> None:
    null = pytest.importorskip("miniaudio").Backend.NULL
    durations = []

    def fake_play(sound: Sound) -> Playing:
        durations.append(sound.seconds)
        return play(silence(0), [null])

    output = Output(SmallSkill(*ANSWERS), player=AnswerPlayer(fake_play))

    assert output.rehearsal.run(file).is_ok
    assert len(durations) == 2
    assert all(seconds > 0.3 for seconds in durations)
    assert output.lines == ["> open paint box\nWhich colour?", "> paint it red\nIt is red.", f"{file}: ok"]


def test_a_missing_sound_card_is_reported_once(file: Path) -> None:
    unavailable = pytest.importorskip("miniaudio").Backend.AAUDIO
    output = Output(SmallSkill(*ANSWERS), player=AnswerPlayer(lambda sound: play(sound, [unavailable])))

    assert output.rehearsal.run(file).is_ok
    assert [note for note in output.notes if note] == ["No sound card found; nothing is played."]
