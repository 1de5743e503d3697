"""`talk`: a console that shows and plays a skill's answers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Final, Protocol

from speech.cli.line_editor import LineEditor
from speech.conversations.device_events import PLAYER_EVENTS, AccountChange, parse_device_event
from speech.conversations.player import act_on_player
from speech.errors import SpeechError
from speech.nlu.invocation import EXITS, open_phrase
from speech.simulator.clock import MovableClock
from speech.simulator.control_characters import escape_controls
from speech.simulator.device import Device
from speech.simulator.effects import effects
from speech.simulator.permissions import SCOPES, Permission, Status
from speech.simulator.playback import BUTTONS, STREAM_EVENTS
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.response_check import check_turn
from speech.simulator.turn_result import TurnResult

HELP: Final = """\
Type what you would say to an Echo, for example: {open_phrase}
An empty line is silence. Typing or Ctrl-C stops the speech.
Tab completes what you type. It is not saved.
/who Ana    another voice speaks: recognise Ana's; /who alone recognises no voice
/next-day   go on a day later, in a new session
/what       show the last request, what was understood, and the response
/reminders  show the reminders that the skill has set; here they never ring
/player     show what plays; /player next, previous, play, pause: a button; /player finished, failed: its stream
/app        what you do in the Alexa app: /app grant SCOPE, revoke SCOPE, account linked, account unlinked
/bye        leave, as does Ctrl-D"""

LISTENING_HELP: Final = """\
An empty line listens to the microphone. After an answer that expects another, it listens by itself.
Ctrl-C stops that, and you can type. What is said is recognized on this machine and not saved."""

PERMISSION_STATUSES: Final[Mapping[str, Status]] = {
    "yes": "ACCEPTED",
    "y": "ACCEPTED",
    "no": "DENIED",
    "n": "DENIED",
    "": "NOT_ANSWERED",
}
"""What can be typed when Alexa asks for a permission."""

COMMANDS: Final = ("/who", "/next-day", "/what", "/reminders", "/player", "/app", "/help", "/bye")


class AnswerAudio(Protocol):
    def say(self, ssml: str, locale: str) -> str:
        """Start to play an answer. Return a message to show; empty if there is none."""

    def stop(self) -> None: ...

    def wait(self) -> None:
        """Wait until the answer has been played."""


class SpeechInput(Protocol):
    def listen(self, locale: str, show: Callable[[str], None]) -> str:
        """Return what a person says next; empty for silence. `show` gets lines for a level meter.

        Raises SpeechError.
        """


class Console:
    def __init__(  # noqa: PLR0913 - the last three have sensible defaults
        self,
        device: Device,
        audio: AnswerAudio,
        editor: LineEditor,
        reminders: RemindersApi | None = None,
        *,
        refresh: Callable[[], None] = lambda: None,
        clock: MovableClock | None = None,
        speech_input: SpeechInput | None = None,
    ) -> None:
        """`refresh` is called before each line is executed. It may raise SpeechError.

        `clock` is that of the device and of the installed skill; None if it cannot be moved.
        With `speech_input`, an empty line listens, and so does the end of an answer that expects another.
        """
        self._refresh = refresh
        self._speech_input = speech_input
        self._listens_next = False
        self._device = device
        self._audio = audio
        self._editor = editor
        self._clock = clock
        self._reminders = reminders
        self._last = TurnResult()
        editor.on_typing(audio.stop)

    def run(self) -> None:
        """Run until the user leaves."""
        self._show_help()
        is_running = True
        while is_running:
            try:
                is_running = self._execute(self._next_line())
            except SpeechError as error:
                self._show_note(str(error))
            except KeyboardInterrupt:
                self._audio.stop()
            except EOFError:
                is_running = False
        self._audio.stop()

    def _next_line(self) -> str:
        """Return what is typed or, with a microphone, said. Raises SpeechError."""
        is_my_turn, self._listens_next = self._listens_next, False
        if not is_my_turn and ((line := self._read_line()) or not self._speech_input):
            return line
        return self._hear(self._speech_input) if self._speech_input else ""

    def _hear(self, speech_input: SpeechInput) -> str:
        """Listen once the answer has been played. Ctrl-C goes back to typing. Raises SpeechError."""
        self._audio.wait()
        sentence = speech_input.listen(self._device.speaker.locale, self._editor.show_level)
        self._show_note(f"Heard: {sentence}" if sentence else "Heard nothing.")
        return sentence

    def _read_line(self) -> str:
        return self._editor.read_line(self._device.speaker.person or "you")

    def _execute(self, line: str) -> bool:
        """Return False if the line ends the console. Raises SpeechError."""
        self._audio.stop()
        self._refresh()
        command, _, name = line.partition(" ")
        if command == "/bye" or (line in EXITS and not self._device.is_listening):
            return False
        if command.startswith("/"):
            self._execute_command(command, name.strip())
        elif self._device.pending_permission:
            self._reply_to_permission(line, self._device.pending_permission)
        elif line:
            self._show_result(self._device.hear(line))
        elif self._device.is_listening:
            self._show_result(self._device.stay_silent())
        return True

    def _execute_command(self, command: str, argument: str) -> None:
        """Raises SpeechError."""
        match command:
            case "/who":
                self._device.speaker = replace(self._device.speaker, person=argument)
            case "/next-day":
                self._go_to_next_day()
            case "/what":
                self._show_last_turn()
            case "/reminders":
                self._show_reminders()
            case "/player":
                self._use_player(argument)
            case "/app":
                self._use_app(argument)
            case "/help":
                self._show_help()
            case _:
                close = get_close_matches(command, COMMANDS, n=1)
                self._show_note(
                    f"{command} is unknown; did you mean {close[0]}?" if close else f"{command} is unknown."
                )
                self._show_help()

    def _go_to_next_day(self) -> None:
        """End the session, as in a conversation file."""
        if self._clock is None:
            self._show_note("The clock of this skill cannot be moved.")
            return
        self._device.end()
        self._clock.move(timedelta(days=1))
        self._show_note(f"It is {self._clock():%A, %d %B %Y}. The session is over.")

    def _use_player(self, what: str) -> None:
        """Raises SpeechError."""
        event = f"button {what}" if what in BUTTONS else f"stream {what}"
        if what and event not in PLAYER_EVENTS:
            self._show_note(f"Type /player and one of {', '.join((*BUTTONS, *STREAM_EVENTS))}.")
        elif what:
            self._show_result(act_on_player(self._device, event))
        else:
            self._show_note(f"{str(self._device.player) or 'Nothing has been played'}.")

    def _use_app(self, what: str) -> None:
        change = parse_device_event(" ".join(what.split()))
        if isinstance(change, AccountChange):
            self._device.speaker = change.change(self._device.speaker)
            self._show_note(f"Done: {change}.")
        else:
            self._show_note(
                f"Type /app account linked, /app account unlinked, or /app grant and one of {', '.join(SCOPES)}."
            )

    def _reply_to_permission(self, line: str, pending: Permission) -> None:
        """Ask again if the line is not a valid reply, as Alexa does."""
        if status := PERMISSION_STATUSES.get(line.lower().strip(" .,!")):
            self._show_result(self._device.answer_permission(status))
        else:
            self._show_permission(pending)

    def _show_result(self, result: TurnResult) -> None:
        if result.request or result.dialog:
            self._last = result
        if result.transcript:
            self._editor.show_answer(f"{self._device.model.invocation_name}: ", escape_controls(result.transcript))
        for sentence in (*effects(result), *check_turn(result)):
            self._show_note(sentence)
        if message := self._audio.say(result.speech, self._device.speaker.locale):
            self._show_note(message)
        if self._device.pending_permission:
            self._show_permission(self._device.pending_permission)
        elif self._device.is_listening:
            self._listens_next = self._speech_input is not None
        elif not result.player.is_active:
            self._show_note("The session is over.")

    def _show_permission(self, pending: Permission) -> None:
        question = pending.question(self._device.model.invocation_name)
        self._show_note(f"{question} Type yes or no; an empty line gives no answer.")

    def _show_reminders(self) -> None:
        reminders = self._reminders.of(self._device.speaker.user_id) if self._reminders else []
        self._show_note("\n".join(map(str, reminders)) or "No reminders are set.")

    def _show_last_turn(self) -> None:
        if understood := self._last.recognition:
            slots = [f"{name}={filled.value}" for name, filled in understood.slots.items()]
            self._show_note(" ".join([str(understood.intent), *slots, f"({understood.by} {understood.score:.2f})"]))
        if self._last.dialog:
            self._show_note(self._last.dialog)
        answer = self._last.response
        messages = [self._last.request, answer.envelope if answer else None]
        texts = [json.dumps(message, indent=2) for message in messages if message] or ["Nothing was sent yet."]
        self._editor.show_json(escape_controls("\n".join(texts)))

    def _show_help(self) -> None:
        self._show_note(
            HELP.format(open_phrase=open_phrase(self._device.model.invocation_name, self._device.speaker.locale))
        )
        if self._speech_input:
            self._show_note(LISTENING_HELP)

    def _show_note(self, text: str) -> None:
        self._editor.show_note(escape_controls(text))
