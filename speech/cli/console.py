"""`talk`: a console that shows and plays a skill's answers."""

import json
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from speech.conversations.device_events import PLAYER_EVENTS, AccountChange, parse_device_event
from speech.conversations.player import act_on_player
from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.invocation import EXITS, open_phrase
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
/who Ana    recognise Ana's voice; /who alone recognises no voice
/what       show the last request, what was understood, and the response
/reminders  show the reminders that the skill has set; here they never ring
/player     show what plays; /player next, previous, play, pause: a button; /player finished, failed: its stream
/app        what you do in the Alexa app: /app grant SCOPE, revoke SCOPE, account linked, account unlinked
/bye        leave, as does Ctrl-D"""

PERMISSION_STATUSES: Final[Mapping[str, Status]] = {
    "yes": "ACCEPTED",
    "y": "ACCEPTED",
    "no": "DENIED",
    "n": "DENIED",
    "": "NOT_ANSWERED",
}
"""What can be typed when Alexa asks for a permission."""

MIN_COLUMNS: Final = 20
"""Some terminals report a width of zero."""


class AnswerAudio(Protocol):
    def say(self, ssml: str, locale: str) -> str:
        """Start to play an answer. Return a message to show; empty if there is none."""

    def stop(self) -> None: ...


class Console:
    def __init__(
        self,
        device: Device,
        audio: AnswerAudio,
        prompt: "PromptSession[str]",
        reminders: RemindersApi | None = None,
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        """`refresh` is called before each line is executed. It may raise SpeechError."""
        self._refresh = refresh
        self._device = device
        self._audio = audio
        self._prompt = prompt
        self._reminders = reminders
        self._last = TurnResult()
        prompt.default_buffer.on_text_changed += lambda buffer: audio.stop() if buffer.text else None

    def run(self) -> None:
        """Run until the user leaves."""
        self._show_help()
        is_running = True
        while is_running:
            try:
                is_running = self._execute(self._read_line())
            except SpeechError as error:
                self._show_note(str(error))
            except KeyboardInterrupt:
                self._audio.stop()
            except EOFError:
                is_running = False
        self._audio.stop()

    def _read_line(self) -> str:
        return self._prompt.prompt([("bold", f"{self._device.speaker.person or 'you'}> ")]).strip()

    def _execute(self, line: str) -> bool:
        """Return False if the line ends the console. Raises SpeechError."""
        self._audio.stop()
        self._refresh()
        command, _, name = line.partition(" ")
        if command == "/bye" or (line in EXITS and not self._device.is_listening):
            return False
        if command.startswith("/"):
            self._run_command(command, name.strip())
        elif self._device.pending_permission:
            self._reply_to_permission(line, self._device.pending_permission)
        elif line:
            self._show_result(self._device.hear(line))
        elif self._device.is_listening:
            self._show_result(self._device.stay_silent())
        return True

    def _run_command(self, command: str, argument: str) -> None:
        """Raises SpeechError."""
        match command:
            case "/who":
                self._device.speaker = replace(self._device.speaker, person=argument)
            case "/what":
                self._show_last_turn()
            case "/reminders":
                self._show_reminders()
            case "/player":
                self._use_player(argument)
            case "/app":
                self._use_app(argument)
            case _:
                self._show_help()

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
        if status := PERMISSION_STATUSES.get(line.lower()):
            self._show_result(self._device.answer_permission(status))
        else:
            self._show_permission(pending)

    def _show_result(self, result: TurnResult) -> None:
        if result.request or result.dialog:
            self._last = result
        if result.transcript:
            self._show(f"{self._device.model.invocation_name}: ", result.transcript, "ansicyan")
        for sentence in (*effects(result), *check_turn(result)):
            self._show_note(sentence)
        if message := self._audio.say(result.speech, self._device.speaker.locale):
            self._show_note(message)
        if self._device.pending_permission:
            self._show_permission(self._device.pending_permission)
        elif not self._device.is_listening and not result.player.is_active:
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
        self._print([("ansigray", escape_controls("\n".join(texts)))])

    def _show_help(self) -> None:
        self._show_note(
            HELP.format(open_phrase=open_phrase(self._device.model.invocation_name, self._device.speaker.locale))
        )

    def _show_note(self, text: str) -> None:
        """Show a message of the simulator."""
        self._show("", text, "ansigray")

    def _show(self, label: str, text: str, colour: str) -> None:
        width = max(MIN_COLUMNS, self._prompt.output.get_size().columns - 1)
        text = escape_controls(text)
        lines = [part for line in f"{label}{text}".splitlines() for part in textwrap.wrap(line, width)]
        self._print([(f"{colour} bold", label), (colour, "\n".join(lines).removeprefix(label))])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self._prompt.output)


MENU_ROWS = 4
"""Reserved below the prompt for completions."""


def prompt(folder: Path, model: InteractionModel, locale: str = "en-US", **terminal: Any) -> "PromptSession[str]":
    """Return a line editor that completes the model's samples and stores its history in the folder."""
    return PromptSession(
        history=_history(folder / "said"),
        completer=WordCompleter(_sentences(model, locale), ignore_case=True, sentence=True),
        complete_while_typing=True,
        reserve_space_for_menu=MENU_ROWS,
        **terminal,
    )


def _sentences(model: InteractionModel, locale: str) -> list[str]:
    """Return the invocation, then all samples without slots."""
    samples = {sample for intent in model.intents for sample in intent.samples if "{" not in sample}
    return [open_phrase(model.invocation_name, locale), *sorted(samples)]


def _history(file: Path) -> History:
    """Open a file that only its owner can read. If it cannot be written, the history lasts for this process."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with file.open("ab"):
            return FileHistory(file)
    return InMemoryHistory()
