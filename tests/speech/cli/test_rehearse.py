from pathlib import Path

import pytest

from speech.cli.rehearse import Rehearsal
from speech.simulator.clock import Clock
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.skill_client import NoResponseError
from speech.tts.audio import Sound, silence
from speech.tts.playback import Playing, play
from speech.tts.player import AnswerPlayer
from tests.support.small_skill import SmallSkill, answer, model

TALK = "# Red.\n\n> open paint box\nWhich colour?\n> paint it red\nIt is red.\n"
SKILL = (answer("Which colour?"), answer("It is red.", ends=True))


class Watched:
    """A stage, and what was told there."""

    def __init__(self, skill: SmallSkill, *, accepts: bool = False, speaker: AnswerPlayer | None = None) -> None:
        clock = Clock()
        self.told: list[str] = []
        self.notes: list[str] = []
        device = Device(model(), skill, Speaker(), clock)
        self.stage = Rehearsal(device, clock, speaker, accepts=accepts, tell=self.told.append, note=self.notes.append)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "red.txt"
    file.write_text(TALK)
    return file


def test_a_conversation_that_goes_as_it_is_written_is_well(file: Path) -> None:
    watched = Watched(SmallSkill(*SKILL))

    assert watched.stage.perform(file)
    assert watched.told == [f"{file}: ok"]
    assert watched.notes == []


def test_an_answer_that_differs_is_shown_and_the_file_stays(file: Path) -> None:
    watched = Watched(SmallSkill(SKILL[0], answer("It is blue.", ends=True)))

    assert not watched.stage.perform(file)
    assert watched.told[0].startswith(f"{file}: differs\n")
    assert "\n-It is red.\n+It is blue." in watched.told[0]
    assert file.read_text() == TALK


def test_a_file_whose_last_answer_is_missing_differs(file: Path) -> None:
    file.write_text(TALK.removesuffix("It is red.\n"))
    watched = Watched(SmallSkill(*SKILL))

    assert not watched.stage.perform(file)
    assert watched.told[0].endswith("\n+It is red.")


def test_what_came_can_be_accepted(file: Path) -> None:
    watched = Watched(SmallSkill(SKILL[0], answer("It is blue.", ends=True)), accepts=True)

    assert watched.stage.perform(file)
    assert watched.told[0].startswith(f"{file}: accepted\n")
    assert file.read_text() == TALK.replace("It is red.", "It is blue.")


def test_a_file_that_needs_no_change_is_left_alone(file: Path) -> None:
    file.write_text(TALK.replace("Which colour?", "Which\ncolour?"))
    watched = Watched(SmallSkill(*SKILL), accepts=True)

    assert watched.stage.perform(file)
    assert "Which\ncolour?" in file.read_text()


def test_a_skill_that_fails_leaves_the_file_as_it_is(file: Path) -> None:
    watched = Watched(SmallSkill(SKILL[0], NoResponseError("it is away")), accepts=True)

    assert not watched.stage.perform(file)
    assert watched.notes == [f"trust-steps: {file}: > paint it red: it is away"]
    assert file.read_text() == TALK


def test_a_file_that_cannot_be_read_is_told_in_a_line(tmp_path: Path) -> None:
    watched = Watched(SmallSkill())

    assert not watched.stage.perform(tmp_path / "none.txt")
    assert watched.notes == [
        f"trust-steps: {tmp_path / 'none.txt'}: No such file or directory; give the path of a conversation file"
    ]


def test_what_alexa_would_refuse_is_told_beside_the_result(file: Path) -> None:
    watched = Watched(SmallSkill(answer("<blink>Which colour?</blink>"), SKILL[1]))

    assert watched.stage.perform(file)
    assert len(watched.notes) == 1
    assert watched.notes[0].startswith(
        f"{file}: > open paint box: Alexa would refuse this answer. Alexa knows no <blink>"
    )


def test_answers_can_be_heard_as_they_come(file: Path) -> None:
    null = pytest.importorskip("miniaudio").Backend.NULL
    heard = []

    def listen(sound: Sound) -> Playing:
        heard.append(sound.seconds)
        return play(silence(0), [null])

    watched = Watched(SmallSkill(*SKILL), speaker=AnswerPlayer(listen))

    assert watched.stage.perform(file)
    assert len(heard) == 2
    assert all(seconds > 0.3 for seconds in heard)
    assert watched.told == ["> open paint box\nWhich colour?", "> paint it red\nIt is red.", f"{file}: ok"]


def test_without_a_loudspeaker_it_says_so_once(file: Path) -> None:
    elsewhere = pytest.importorskip("miniaudio").Backend.AAUDIO
    watched = Watched(SmallSkill(*SKILL), speaker=AnswerPlayer(lambda sound: play(sound, [elsewhere])))

    assert watched.stage.perform(file)
    assert [note for note in watched.notes if note] == ["No sound card was found, so nothing is played here."]
