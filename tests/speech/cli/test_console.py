from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.plain_text import PlainTextOutput

from speech.cli.console import Console, prompt
from speech.simulator.permissions import REMINDERS, access_token
from speech.simulator.reminders_api import PATH, RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.response import ResponseError, read_response
from speech.simulator.skill_client import NoResponseError
from tests.support.small_skill import SmallSkill, answer, asking, device, model, speech

ENTER, CTRL_C, CTRL_D, UP = "\r", "\x03", "\x04", "\x1b[A"
OPEN = f"open paint box{ENTER}"
NO_CARD = "No sound card was found."


class Synthesizer:
    """Remembers what it was to say, and when it was hushed."""

    def __init__(self, *told: str) -> None:
        self._told = list(told)
        self.events: list[str] = []

    def say(self, ssml: str, locale: str) -> str:
        self.events.append(ssml)
        return self._told.pop(0) if self._told else ""

    def stop(self) -> None:
        self.events.append("hush")


class Terminal:
    """A terminal on which everything was typed in advance."""

    def __init__(self, folder: Path, keys: PipeInput) -> None:
        self._folder = folder
        self._keys = keys
        self.screen = StringIO()

    def talk(
        self,
        skill: SmallSkill,
        *typed: str,
        voice: Synthesizer | None = None,
        last: str = CTRL_D,
        reminders: RemindersApi | None = None,
    ) -> str:
        """The words that are to be read afterwards, with single spaces between."""
        self._keys.send_text("".join(typed) + last)
        asking = prompt(self._folder, model(), input=self._keys, output=PlainTextOutput(self.screen))
        Console(device(skill), voice or Synthesizer(), asking, reminders).run()
        return " ".join(self.screen.getvalue().split())


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with create_pipe_input() as keys:
        yield Terminal(tmp_path / "data", keys)


def test_a_newcomer_is_told_how_to_begin(terminal: Terminal) -> None:
    assert "open paint box" in terminal.talk(SmallSkill())


def test_it_is_plain_who_speaks(terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(answer("Which colour?")), OPEN)

    assert "you> open paint box paint box:" in read
    assert "paint box: Which colour? you>" in read


def test_an_answer_is_said_aloud_and_goes_on_while_the_next_is_awaited(terminal: Terminal) -> None:
    voice = Synthesizer()

    terminal.talk(SmallSkill(answer("Which colour?")), OPEN, voice=voice)

    assert voice.events[-2:] == ["<speak>Which colour?</speak>", "hush"]


@pytest.mark.parametrize("keys", ["n\b", CTRL_C], ids=["typing", "Ctrl-C"])
def test_the_voice_can_be_interrupted(keys: str, terminal: Terminal) -> None:
    voice = Synthesizer()

    terminal.talk(SmallSkill(answer("Which colour?")), OPEN, keys, voice=voice)

    assert voice.events[-3:] == ["<speak>Which colour?</speak>", "hush", "hush"]


def test_after_an_interruption_the_conversation_goes_on(terminal: Terminal) -> None:
    skill = SmallSkill()

    terminal.talk(skill, OPEN, "never mind", CTRL_C, f"next{ENTER}")

    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "IntentRequest"]


def test_an_empty_line_is_silence(terminal: Terminal) -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))

    read = terminal.talk(skill, OPEN, ENTER, ENTER, ENTER)

    assert read.count("paint box: Red, perhaps?") == 1
    assert read.count("The session is over.") == 1
    assert skill.told[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_the_device_can_be_told_who_speaks(terminal: Terminal) -> None:
    skill = SmallSkill()

    read = terminal.talk(skill, f"/who Ana{ENTER}", OPEN, f"/who{ENTER}", OPEN)

    systems = [envelope["context"]["System"] for envelope in skill.asked]
    assert "Ana> open paint box" in read
    assert "you> open paint box" in read
    assert ["person" in system for system in systems] == [True, False]


def test_what_was_understood_and_sent_can_be_seen(terminal: Terminal) -> None:
    skill = SmallSkill()

    read = terminal.talk(skill, f"/what{ENTER}", OPEN, f"paint it red{ENTER}", f"/what{ENTER}")

    assert "Nothing was sent yet." in read
    assert "ColourIntent colour=red (1.00)" in read
    assert f'"requestId": "{skill.requests[1]["requestId"]}"' in read
    assert '"ssml": "<speak>Hello.</speak>"' in read


def test_a_command_that_nobody_knows_shows_the_help_again(terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(), f"/help{ENTER}/whoever{ENTER}")

    assert read.count("Typing interrupts the voice") == 3


def test_what_is_not_for_the_skill_is_told_and_one_can_go_on(terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(answer("Welcome.")), f"next{ENTER}", OPEN)

    assert "Start with: open paint box" in read
    assert "paint box: Welcome." in read


@pytest.mark.parametrize("fault", [NoResponseError("it is away"), ResponseError("it is ill")], ids=["away", "ill"])
def test_a_skill_that_fails_is_told_in_a_line_and_one_can_go_on(fault: NoResponseError, terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(fault, answer("Welcome.")), OPEN, OPEN)

    assert str(fault) in read
    assert "paint box: Welcome." in read


def test_what_alexa_would_refuse_is_told_and_said_all_the_same(terminal: Terminal) -> None:
    voice = Synthesizer()

    read = terminal.talk(SmallSkill(answer("<blink>Hi.</blink>")), OPEN, voice=voice)

    assert "paint box: Hi." in read
    assert "Alexa would refuse this answer. Alexa knows no <blink>." in read
    assert "<speak><blink>Hi.</blink></speak>" in voice.events


def test_broken_markup_is_shown_as_it_is(terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(answer("Tom & Jerry")), OPEN)

    assert "paint box: <speak>Tom & Jerry</speak>" in read
    assert read.count("The markup is broken") == 1


def test_what_the_voice_has_to_tell_is_shown(terminal: Terminal) -> None:
    read = terminal.talk(SmallSkill(), OPEN, f"next{ENTER}", voice=Synthesizer(NO_CARD))

    assert read.count(NO_CARD) == 1


@pytest.mark.parametrize("last", [CTRL_D, f"/bye{ENTER}", f"exit{ENTER}", f"quit{ENTER}"])
def test_one_can_leave(last: str, terminal: Terminal) -> None:
    voice = Synthesizer()

    terminal.talk(SmallSkill(), voice=voice, last=last)

    assert voice.events[-1] == "hush"


def test_exit_leaves_the_skill_first_and_then_the_desk(terminal: Terminal) -> None:
    skill = SmallSkill()

    read = terminal.talk(skill, OPEN, f"exit{ENTER}", last=f"exit{ENTER}")

    assert "The session is over." in read
    assert skill.told[0]["request"]["reason"] == "USER_INITIATED"


def test_long_answers_are_wrapped_between_words(terminal: Terminal) -> None:
    terminal.talk(SmallSkill(answer("Take all the time that you need. " * 20)), OPEN)

    wrapped = [line for line in terminal.screen.getvalue().splitlines() if " time " in line]
    assert len(wrapped) > 5
    assert all(len(line) < 80 for line in wrapped)


def test_what_was_typed_is_there_again_on_another_day(tmp_path: Path) -> None:
    skill = SmallSkill()

    for typed in (OPEN, f"{UP}{ENTER}"):
        with create_pipe_input() as keys:
            Terminal(tmp_path / "data", keys).talk(skill, typed)

    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "LaunchRequest"]
    assert (tmp_path / "data" / "said").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_costs_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")

    with create_pipe_input() as keys:
        read = Terminal(tmp_path / "data", keys).talk(SmallSkill(answer("Welcome.")), OPEN)

    assert "paint box: Welcome." in read


def test_what_the_skill_listens_for_is_offered_while_one_types(tmp_path: Path) -> None:
    with create_pipe_input() as keys:
        completer = prompt(tmp_path, model(), input=keys, output=DummyOutput()).completer

    assert completer
    offered = [
        [each.text for each in completer.get_completions(Document(typed), CompleteEvent())]
        for typed in ("Op", "ne", "pa")
    ]
    assert offered == [["open paint box"], ["next"], []]


@pytest.mark.parametrize(("typed", "status"), [("yes", "ACCEPTED"), ("N", "DENIED"), ("", "NOT_ANSWERED")])
def test_alexas_own_question_is_asked_in_her_place_and_answered(typed: str, status: str, terminal: Terminal) -> None:
    skill = SmallSkill(asking(REMINDERS), answer("I see."))

    read = terminal.talk(skill, OPEN, f"{typed}{ENTER}")

    assert "Alexa asks, not the skill: may paint box set reminders for you? Type yes or no" in read
    assert "paint box: I see." in read
    assert skill.requests[1]["payload"]["status"] == status


def test_what_is_no_answer_to_alexa_has_her_ask_again(terminal: Terminal) -> None:
    skill = SmallSkill(asking(REMINDERS))

    read = terminal.talk(skill, OPEN, f"perhaps{ENTER}")

    assert read.count("may paint box set reminders for you?") == 2
    assert len(skill.requests) == 1


def test_the_reminders_that_a_skill_has_set_can_be_looked_at(terminal: Terminal) -> None:
    reminders, account = RemindersApi(), Speaker().user_id
    show = f"/reminders{ENTER}"

    none = terminal.talk(SmallSkill(), show, reminders=reminders)
    reminders.handle("POST", PATH, access_token(account, {REMINDERS}), {"trigger": {"scheduledTime": "tomorrow"}})
    one = terminal.talk(SmallSkill(), show, reminders=reminders)

    assert "There are none." in none
    assert "(tomorrow)" in one


def test_what_the_alexa_app_would_show_can_be_read(terminal: Terminal) -> None:
    card = {"type": "Simple", "title": "Colours", "content": "Red"}
    response = {"outputSpeech": speech("Look."), "shouldEndSession": True, "card": card}

    read = terminal.talk(SmallSkill(read_response({"version": "1.0", "response": response}, "the skill")), OPEN)

    assert "In the Alexa app now: Colours Red" in read
