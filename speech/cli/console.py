"""`talk`: a console to talk with a skill; what it answers can be read while it is heard, and be interrupted."""

import json
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel
from speech.simulator.device import EXITS, Device
from speech.simulator.permissions import Permission, Status
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.response_check import check_response
from speech.simulator.turn_result import TurnResult

HELP = """\
Say something as you would to the speaker, for example: open {name}
An empty line stays silent. Typing interrupts the voice, and so does Ctrl-C.
/who Ana   lets the device recognise Ana's voice; /who alone, nobody's
/what      shows what was understood last, what was sent and what came back
/reminders shows the reminders that the skill has set; here they never ring
/bye       leaves, as does Ctrl-D"""

PERMISSION: Final[Mapping[str, Status]] = {
    "yes": "ACCEPTED",
    "y": "ACCEPTED",
    "no": "DENIED",
    "n": "DENIED",
    "": "NOT_ANSWERED",
}
"""What can be typed where Alexa asks for a permission."""

NARROWEST = 20
"""Columns; some terminals claim to have none."""


class Speaker(Protocol):
    """Whatever makes an answer heard."""

    def say(self, ssml: str, locale: str) -> str:
        """Begins to speak and returns at once. Answers a line to be shown, if something is to be told."""

    def stop(self) -> None: ...


class Console:
    def __init__(
        self, device: Device, speaker: Speaker, prompt: "PromptSession[str]", reminders: RemindersApi | None = None
    ) -> None:
        self._device = device
        self._reminders = reminders
        self._speaker = speaker
        self._prompt = prompt
        self._last = TurnResult()
        prompt.default_buffer.on_text_changed += lambda buffer: speaker.stop() if buffer.text else None

    def run(self) -> None:
        """Until the person leaves."""
        self._help()
        is_here = True
        while is_here:
            try:
                is_here = self._take(self._ask())
            except SpeechError as fault:
                self._note(str(fault))
            except KeyboardInterrupt:
                self._speaker.stop()
            except EOFError:
                is_here = False
        self._speaker.stop()

    def _ask(self) -> str:
        return self._prompt.prompt([("bold", f"{self._device.speaker.person or 'you'}> ")]).strip()

    def _take(self, line: str) -> bool:
        """Whether the person stays. Raises SpeechError."""
        self._speaker.stop()
        command, _, name = line.partition(" ")
        if command == "/bye" or (line in EXITS and not self._device.is_listening):
            return False
        if command == "/who":
            self._device.speaker = replace(self._device.speaker, person=name.strip())
        elif command == "/what":
            self._explain()
        elif command == "/reminders":
            self._show_reminders()
        elif command.startswith("/"):
            self._help()
        elif self._device.pending_permission:
            self._answer(line)
        elif line:
            self._tell(self._device.hear(line))
        elif self._device.is_listening:
            self._tell(self._device.stay_silent())
        return True

    def _tell(self, outcome: TurnResult) -> None:
        if outcome.request:
            self._last = outcome
        if outcome.transcript:
            self._show(f"{self._device.model.invocation_name}: ", outcome.transcript, "ansicyan")
        if outcome.response and outcome.response.card:
            self._note(f"In the Alexa app now: {outcome.response.card}")
        for sentence in check_response(outcome.response):
            self._note(sentence)
        if told := self._speaker.say(outcome.speech, self._device.speaker.locale):
            self._note(told)
        if self._device.pending_permission:
            self._note(self._alexas_question(self._device.pending_permission))
        elif not self._device.is_listening:
            self._note("The session is over.")

    def _answer(self, line: str) -> None:
        """To Alexa's question; anything else has it asked again, as Alexa does."""
        status, pending = PERMISSION.get(line.lower()), self._device.pending_permission
        if status:
            self._tell(self._device.answer_permission(status))
        elif pending:
            self._note(self._alexas_question(pending))

    def _alexas_question(self, pending: Permission) -> str:
        question = pending.question(self._device.model.invocation_name)
        return f"{question} Type yes or no; an empty line gives no answer."

    def _show_reminders(self) -> None:
        kept = self._reminders.of(self._device.speaker.user_id) if self._reminders else []
        self._note("\n".join(map(str, kept)) or "There are none.")

    def _explain(self) -> None:
        if understood := self._last.recognition:
            slots = [f"{name}={filled.value}" for name, filled in understood.slots.items()]
            self._note(" ".join([str(understood.intent), *slots, f"({understood.score:.2f})"]))
        answer = self._last.response
        sent_and_came = [self._last.request, answer.envelope if answer else None]
        told = [json.dumps(each, indent=2) for each in sent_and_came if each] or ["Nothing was sent yet."]
        self._print([("ansigray", "\n".join(told))])

    def _help(self) -> None:
        self._note(HELP.format(name=self._device.model.invocation_name))

    def _note(self, text: str) -> None:
        """From the desk, not from the skill."""
        self._show("", text, "ansigray")

    def _show(self, who: str, text: str, colour: str) -> None:
        width = max(NARROWEST, self._prompt.output.get_size().columns - 1)
        lines = [part for line in f"{who}{text}".splitlines() for part in textwrap.wrap(line, width)]
        self._print([(f"{colour} bold", who), (colour, "\n".join(lines).removeprefix(who))])

    def _print(self, parts: list[tuple[str, str]]) -> None:
        print_formatted_text(FormattedText(parts), output=self._prompt.output)


ROWS = 4
"""Kept free under the prompt for what is offered."""


def prompt(folder: Path, model: InteractionModel, **terminal: Any) -> "PromptSession[str]":
    """A line editor that suggests what the skill listens for, and remembers what was typed."""
    return PromptSession(
        history=_history(folder / "said"),
        completer=WordCompleter(sentences(model), ignore_case=True, sentence=True),
        complete_while_typing=True,
        reserve_space_for_menu=ROWS,
        **terminal,
    )


def sentences(model: InteractionModel) -> list[str]:
    """What can be said word for word, the invocation first."""
    samples = {sample for intent in model.intents for sample in intent.samples if "{" not in sample}
    return [f"open {model.invocation_name}", *sorted(samples)]


def _history(file: Path) -> History:
    """For its owner alone; where it cannot be written, what is typed is remembered until the end."""
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        with file.open("ab"):
            return FileHistory(file)
    return InMemoryHistory()
