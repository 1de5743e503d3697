from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.plain_text import PlainTextOutput

from speech.cli.console import Console
from speech.cli.line_editor import delete_earlier_history, prompt
from speech.errors import NoMicrophone, SpeechError
from speech.simulator.clock import MovableClock
from speech.simulator.device import Device
from speech.simulator.permissions import EMAIL, REMINDERS, access_token
from speech.simulator.reminders_api import PATH, RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.response import ResponseError, read_response
from speech.simulator.skill_client import NoResponseError
from tests.support import order_dialog
from tests.support.event_skill import STOP, EventSkill, directing, play
from tests.support.event_skill import device as event_device
from tests.support.small_skill import SmallSkill, answer, asking, device, model, speech

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
OPEN = f"open paint box{ENTER}"
NO_CARD = "No sound card found."


class FakeAudio:
    """Records its calls and returns these messages."""

    def __init__(self, *messages: str) -> None:
        self._messages = list(messages)
        self.events: list[str] = []

    def say(self, ssml: str, locale: str) -> str:
        self.events.append(ssml)
        return self._messages.pop(0) if self._messages else ""

    def stop(self) -> None:
        self.events.append("stop")

    def wait(self) -> None:
        self.events.append("wait")


class FakeSpeechInput:
    """Hears these sentences, then Ctrl-C. An error is raised."""

    def __init__(self, *sentences: str | SpeechError) -> None:
        self._sentences = list(sentences)

    def listen(self, locale: str, show: Callable[[str], None]) -> str:
        show("listening ###")
        show("")
        sentence = self._sentences.pop(0) if self._sentences else KeyboardInterrupt()
        if isinstance(sentence, str):
            return sentence
        raise sentence


class Terminal:
    """A terminal with prepared input."""

    def __init__(self, keys: PipeInput) -> None:
        self._keys = keys
        self.screen = StringIO()

    def talk(  # noqa: PLR0913 - most tests need none of the last five
        self,
        skill: SmallSkill | EventSkill,
        *typed: str,
        audio: FakeAudio | None = None,
        last: str = CTRL_D,
        reminders: RemindersApi | None = None,
        echo: Device | None = None,
        clock: MovableClock | None = None,
        speech_input: FakeSpeechInput | None = None,
    ) -> str:
        """Return the text on the screen with single spaces."""
        self._keys.send_text("".join(typed) + last)
        line_editor = prompt(model(), input=self._keys, output=PlainTextOutput(self.screen))
        talks_to = echo or (device(skill) if isinstance(skill, SmallSkill) else event_device(skill))
        Console(talks_to, audio or FakeAudio(), line_editor, reminders, clock=clock, speech_input=speech_input).run()
        return " ".join(self.screen.getvalue().split())


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    with create_pipe_input() as keys:
        yield Terminal(keys)


def test_the_help_is_shown_at_the_start(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill())

    assert "open paint box" in output
    assert "Tab completes what you type. It is not saved." in output


def test_each_line_has_the_name_of_its_speaker(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(answer("Which colour?")), OPEN)

    assert "you> open paint box paint box:" in output
    assert "paint box: Which colour? you>" in output


def test_an_answer_plays_while_the_console_waits_for_input(terminal: Terminal) -> None:
    audio = FakeAudio()

    terminal.talk(SmallSkill(answer("Which colour?")), OPEN, audio=audio)

    assert audio.events[-2:] == ["<speak>Which colour?</speak>", "stop"]


@pytest.mark.parametrize("keys", ["n\b", CTRL_C], ids=["typing", "Ctrl-C"])
def test_speech_can_be_stopped(keys: str, terminal: Terminal) -> None:
    audio = FakeAudio()

    terminal.talk(SmallSkill(answer("Which colour?")), OPEN, keys, audio=audio)

    assert audio.events[-3:] == ["<speak>Which colour?</speak>", "stop", "stop"]


def test_the_conversation_continues_after_an_interruption(terminal: Terminal) -> None:
    skill = SmallSkill()

    terminal.talk(skill, OPEN, "never mind", CTRL_C, f"next{ENTER}")

    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "IntentRequest"]


def test_an_empty_line_is_silence(terminal: Terminal) -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))

    output = terminal.talk(skill, OPEN, ENTER, ENTER, ENTER)

    assert output.count("paint box: Red, perhaps?") == 1
    assert output.count("The session is over.") == 1
    assert skill.notifications[0]["request"]["reason"] == "EXCEEDED_MAX_REPROMPTS"


def test_the_next_day_begins_with_a_new_session(terminal: Terminal) -> None:
    """A person can hear what comes back tomorrow without waiting for it."""
    clock, skill = MovableClock(), SmallSkill(answer("Which colour?"))
    today = clock()

    output = terminal.talk(skill, OPEN, f"/next-day{ENTER}", OPEN, clock=clock)

    assert (clock() - today).days == 1
    assert f"It is {clock():%A, %d %B %Y}. The session is over." in output
    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "LaunchRequest"]


def test_the_clock_of_another_skill_is_not_moved(terminal: Terminal) -> None:
    assert "The clock of this skill cannot be moved." in terminal.talk(SmallSkill(), f"/next-day{ENTER}")


def test_a_mistyped_command_gets_a_suggestion(terminal: Terminal) -> None:
    assert "/nextday is unknown; did you mean /next-day?" in terminal.talk(SmallSkill(), f"/nextday{ENTER}")


def test_the_recognised_person_can_be_set(terminal: Terminal) -> None:
    skill = SmallSkill()

    output = terminal.talk(skill, f"/who Ana{ENTER}", OPEN, f"/who{ENTER}", OPEN)

    systems = [envelope["context"]["System"] for envelope in skill.envelopes]
    assert "Ana> open paint box" in output
    assert "you> open paint box" in output
    assert ["person" in system for system in systems] == [True, False]


def test_the_last_turn_can_be_shown(terminal: Terminal) -> None:
    skill = SmallSkill()

    output = terminal.talk(skill, f"/what{ENTER}", OPEN, f"paint it red{ENTER}", f"/what{ENTER}")

    assert "Nothing was sent yet." in output
    assert "ColourIntent colour=red (sample 1.00)" in output
    assert f'"requestId": "{skill.requests[1]["requestId"]}"' in output
    assert '"ssml": "<speak>Hello.</speak>"' in output


def test_the_state_of_a_dialog_is_shown_with_the_last_turn(terminal: Terminal) -> None:
    skill = SmallSkill()
    rules = order_dialog.order(order_dialog.DRINK, delegationStrategy="ALWAYS")
    echo = order_dialog.device(skill, order_dialog.model(rules))

    output = terminal.talk(skill, f"ask drink stand to order something{ENTER}", f"/what{ENTER}", echo=echo)

    assert "drink stand: Which drink?" in output
    assert "OrderIntent (sample 1.00) Alexa asks for drink" in output


def test_an_unknown_command_shows_the_help(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(), f"/help{ENTER}/unknown{ENTER}")

    assert output.count("Typing or Ctrl-C stops the speech") == 3


def test_a_sentence_that_is_not_for_the_skill_does_not_end_the_console(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(answer("Welcome.")), f"next{ENTER}", OPEN)

    assert "with: open paint box" in output
    assert "paint box: Welcome." in output


@pytest.mark.parametrize(
    "error", [NoResponseError("no answer"), ResponseError("not JSON")], ids=["no response", "invalid response"]
)
def test_an_error_of_the_skill_does_not_end_the_console(error: SpeechError, terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(error, answer("Welcome.")), OPEN, OPEN)

    assert str(error) in output
    assert "paint box: Welcome." in output


def test_invalid_ssml_is_reported_and_still_played(terminal: Terminal) -> None:
    audio = FakeAudio()

    output = terminal.talk(SmallSkill(answer("<blink>Hi.</blink>")), OPEN, audio=audio)

    assert "paint box: Hi." in output
    assert "this answer. Alexa does not support <blink>." in output
    assert "<speak><blink>Hi.</blink></speak>" in audio.events


def test_broken_markup_is_shown_unchanged(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(answer("Tom & Jerry")), OPEN)

    assert "paint box: <speak>Tom & Jerry</speak>" in output
    assert output.count("The markup is broken") == 1


def test_a_message_of_the_audio_is_shown(terminal: Terminal) -> None:
    output = terminal.talk(SmallSkill(), OPEN, f"next{ENTER}", audio=FakeAudio(NO_CARD))

    assert output.count(NO_CARD) == 1


@pytest.mark.parametrize("last", [CTRL_D, f"/bye{ENTER}", f"exit{ENTER}", f"quit{ENTER}"])
def test_the_console_can_be_left(last: str, terminal: Terminal) -> None:
    audio = FakeAudio()

    terminal.talk(SmallSkill(), audio=audio, last=last)

    assert audio.events[-1] == "stop"


def test_exit_ends_the_session_and_a_second_exit_the_console(terminal: Terminal) -> None:
    skill = SmallSkill()

    output = terminal.talk(skill, OPEN, f"exit{ENTER}", last=f"exit{ENTER}")

    assert "The session is over." in output
    assert skill.notifications[0]["request"]["reason"] == "USER_INITIATED"


def test_long_answers_are_wrapped_between_words(terminal: Terminal) -> None:
    terminal.talk(SmallSkill(answer("Take all the time that you need. " * 20)), OPEN)

    lines = [line for line in terminal.screen.getvalue().splitlines() if " time " in line]
    assert len(lines) > 5
    assert all(len(line) < 80 for line in lines)


def test_the_file_of_an_earlier_version_with_what_was_typed_is_deleted(tmp_path: Path) -> None:
    """It would outlast "forget me"."""
    (tmp_path / "said").write_text("+i am afraid of him\n")

    delete_earlier_history(tmp_path)
    delete_earlier_history(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_samples_of_the_skill_are_completed() -> None:
    with create_pipe_input() as keys:
        completer = prompt(model(), input=keys, output=DummyOutput()).session.completer

    assert completer
    completions = [
        [completion.text for completion in completer.get_completions(Document(typed), CompleteEvent())]
        for typed in ("Op", "ne", "pa")
    ]
    assert completions == [["open paint box"], ["next"], []]


@pytest.mark.parametrize(("typed", "status"), [("yes", "ACCEPTED"), ("N", "DENIED"), ("", "NOT_ANSWERED")])
def test_alexas_question_for_a_permission_is_asked_and_the_reply_sent(
    typed: str, status: str, terminal: Terminal
) -> None:
    skill = SmallSkill(asking(REMINDERS), answer("I see."))

    output = terminal.talk(skill, OPEN, f"{typed}{ENTER}")

    assert "Alexa asks, not the skill: may paint box set reminders for you? Type yes or no" in output
    assert "paint box: I see." in output
    assert skill.requests[1]["payload"]["status"] == status


def test_an_invalid_reply_to_a_permission_is_asked_again(terminal: Terminal) -> None:
    skill = SmallSkill(asking(REMINDERS))

    output = terminal.talk(skill, OPEN, f"perhaps{ENTER}")

    assert output.count("may paint box set reminders for you?") == 2
    assert len(skill.requests) == 1


def test_the_reminders_that_the_skill_has_set_can_be_shown(terminal: Terminal) -> None:
    reminders, account = RemindersApi(), Speaker().user_id
    show = f"/reminders{ENTER}"

    before = terminal.talk(SmallSkill(), show, reminders=reminders)
    reminders.handle("POST", PATH, access_token(account, {REMINDERS}), {"trigger": {"scheduledTime": "tomorrow"}})
    after = terminal.talk(SmallSkill(), show, reminders=reminders)

    assert "No reminders are set." in before
    assert "(tomorrow)" in after


def test_a_card_is_shown(terminal: Terminal) -> None:
    card = {"type": "Simple", "title": "Colours", "content": "Red"}
    response = {"outputSpeech": speech("Look."), "shouldEndSession": True, "card": card}

    output = terminal.talk(SmallSkill(read_response({"version": "1.0", "response": response}, "the skill")), OPEN)

    assert "Card in the Alexa app: Colours Red" in output


def test_an_empty_line_listens_and_so_does_a_question(terminal: Terminal) -> None:
    """People with a microphone need the keyboard only to begin."""
    skill, audio = SmallSkill(answer("Which colour?"), answer("Red it is.", ends=True)), FakeAudio()

    output = terminal.talk(skill, ENTER, audio=audio, speech_input=FakeSpeechInput("Open paint box.", "Paint it red."))

    assert "Heard: Open paint box. paint box: Which colour? " in output
    assert "listening ### Heard: Paint it red. paint box: Red it is. The session is over." in output
    assert audio.events[-4:] == ["wait", "stop", "<speak>Red it is.</speak>", "stop"]


def test_who_says_nothing_is_asked_once_more_and_then_the_session_ends(terminal: Terminal) -> None:
    skill = SmallSkill(answer("Which colour?", reprompt="Red, perhaps?"))

    output = terminal.talk(skill, OPEN, speech_input=FakeSpeechInput("", ""))

    assert output.count("Heard nothing.") == 2
    assert output.count("paint box: Red, perhaps?") == 1
    assert output.count("The session is over.") == 1


def test_ctrl_c_stops_listening_and_goes_back_to_typing(terminal: Terminal) -> None:
    skill = SmallSkill()

    terminal.talk(skill, OPEN, f"next{ENTER}", speech_input=FakeSpeechInput())

    assert [request["type"] for request in skill.requests] == ["LaunchRequest", "IntentRequest"]


def test_a_microphone_that_breaks_does_not_end_the_console(terminal: Terminal) -> None:
    skill = SmallSkill()

    output = terminal.talk(skill, OPEN, f"next{ENTER}", speech_input=FakeSpeechInput(NoMicrophone("it is unplugged")))

    assert "it is unplugged" in output
    assert len(skill.requests) == 2


def test_a_stream_is_named_in_one_line_and_its_buttons_are_commands(terminal: Terminal) -> None:
    skill = EventSkill(
        LaunchRequest=directing(play("a"), words="Playing."),
        NextCommandIssued=directing(play("b")),
        PauseIntent=directing(STOP),
    )
    commands = ("/player next", "/player", "pause", "/player eject", "/player finished")

    output = terminal.talk(skill, f"/player{ENTER}", OPEN, *(f"{command}{ENTER}" for command in commands))

    assert "Nothing has been played." in output
    assert "paint box: Playing. Audio player: PLAYING https://example.com/a.mp3 at 0:00." in output
    assert output.count("PLAYING https://example.com/b.mp3 at 0:00.") == 2
    assert "Audio player: STOPPED https://example.com/b.mp3 at 0:00. The session is over." in output
    assert "Type /player and one of next, previous, play, pause, nearly finished, finished, failed." in output
    assert "Nothing is playing, so there is no stream that could be finished." in output


def test_what_a_person_does_in_the_alexa_app_is_a_command(terminal: Terminal) -> None:
    skill = EventSkill(LaunchRequest=directing(words="Hello."))
    commands = (f"/app grant {EMAIL}", "/app account linked", "/app grant everything", "/app")

    output = terminal.talk(skill, *(f"{command}{ENTER}" for command in commands), OPEN)

    user = skill.envelopes[0]["context"]["System"]["user"]
    assert f"Done: grant {EMAIL}. " in output
    assert output.count("Type /app account linked, /app account unlinked, or /app grant and one of alexa") == 2
    assert user["permissions"]["scopes"] == {EMAIL: {"status": "GRANTED"}}
    assert user["accessToken"]
