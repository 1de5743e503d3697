"""The commands of `trust-steps`."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from speech.errors import NoLoudspeaker, SpeechError
from speech.simulator.clock import Clock
from speech.simulator.turn_result import TurnResult
from speech.skills.interface import InstalledSkill
from speech.tts.audio import Sound, join
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speech.cli.doctor import Check
    from speech.nlu.recognizer import RecognitionResult
    from speech.skills.selection import SkillSelection


@dataclass(frozen=True, slots=True)
class Command:
    """Each public method runs one command and returns the exit status. It imports only what that command needs."""

    installed_skill: InstalledSkill
    options: Namespace

    def run(self) -> int:
        from speech.web.app import serve

        skill, remote = self.installed_skill, self._skill.remote_skill
        serve(remote or skill, self.options.locale, skill.port, None if remote else skill.service())
        return 0

    def talk(self) -> int:
        from speech.cli.console import Console, prompt
        from speech.tts.player import AnswerPlayer

        with self._skill.device() as device:
            device.prepare()
            line_editor = prompt(self.installed_skill.data_folder, device.model)
            Console(device, AnswerPlayer(), line_editor, self._skill.reminders).run()
        return 0

    def say(self) -> int:
        from speech.simulator.response_check import check_turn

        options, answers = self.options, []
        with self._skill.device() as device:
            for utterance in options.utterances:
                result = device.hear(utterance)
                _print((as_json if options.json else as_text)(utterance, result))
                for sentence in check_turn(result):
                    _print_note(sentence)
                if device.pending_permission:
                    question = device.pending_permission.question(device.model.invocation_name)
                    _print_note(f"{question} Use talk to reply.")
                answers.append(result.speech)
            if options.wav:
                save(render(answers, options.locale), options.wav)
            elif not options.json:
                _print_note(play_or_save(render(answers, options.locale)))
        return 0

    def understand(self) -> int:
        from speech.nlu.recognizer import result_as_json

        recognizer = self._skill.recognizer()
        is_table = sys.stdout.isatty() and not self.options.json
        if is_table:
            _print(TABLE_ROW.format("SCORE", "BY", "INTENT", "SENTENCE").rstrip())
        for sentence in self.options.utterances or (line.strip() for line in sys.stdin):
            _print((as_rows if is_table else result_as_json)(recognizer.hear(sentence)))
        return 0

    def rehearse(self) -> int:
        from speech.cli.rehearse import Rehearsal
        from speech.tts.player import AnswerPlayer

        clock, player = Clock(), AnswerPlayer() if self.options.speak else None
        with self._skill.device(clock) as device:
            device.prepare()
            rehearsal = Rehearsal(
                device,
                clock,
                player,
                accepts_answers=self.options.accept,
                print_line=_print,
                print_note=_print_note,
                reminders=self._skill.reminders,
            )
            successes = [rehearsal.run(path) for path in self.options.files]
        return 0 if all(successes) else 1

    def doctor(self) -> int:
        from speech.cli import doctor

        is_ok = True
        for result in doctor.run_checks(self._checks(), (SpeechError, *self.installed_skill.errors)):
            _print(str(result))
            is_ok &= result.is_ok
        return 0 if is_ok else 1

    def package(self) -> int:
        options = self.options
        _print(self.installed_skill.package(options.endpoint, options.out, is_wildcard=options.wildcard))
        return 0

    def _checks(self) -> "Mapping[str, Check]":
        """With --endpoint alone, check the deployed installed skill, else this machine and the selected skill."""
        from speech.cli import doctor

        locale, skill = self.options.locale, self._skill
        if self.options.endpoint and not self.options.model:
            return self.installed_skill.deployment_checks(self.options.endpoint, is_staging=self.options.staging)
        intents = None if skill.is_remote else self.installed_skill.intents
        checks: dict[str, Check] = {
            "voice": lambda: doctor.voice(locale),
            "playback": doctor.playback,
            "model": lambda: doctor.model(skill.model(), locale, intents, skill.guarded, skill.urgent_intents),
        }
        if self.options.endpoint:
            checks["endpoint"] = lambda: doctor.endpoint(skill)
        if sentences := self.options.sentences:
            urgent = self.installed_skill.urgent_intents()
            checks["sentences"] = lambda: doctor.sentences(sentences, skill.recognizer_of_model_alone(), urgent)
        return checks if skill.is_remote else {**checks, **self.installed_skill.local_checks()}

    @property
    def _skill(self) -> "SkillSelection":
        from speech.skills.selection import SkillSelection

        return SkillSelection(self.installed_skill, self.options)


def _print(text: str) -> None:
    print(text, flush=True)


def _print_note(text: str) -> None:
    """Print to standard error, so that a pipe gets only the results."""
    if text:
        print(text, file=sys.stderr, flush=True)


NO_SPEECH = "(no speech)"


def as_text(utterance: str, result: TurnResult) -> str:
    return f"> {utterance}\n{result.transcript or NO_SPEECH}"


def as_json(utterance: str, result: TurnResult) -> str:
    """Return the utterance, the request and the response on one line; in a dialog also its state and what is said."""
    response = result.response.envelope if result.response else None
    dialog = {"dialog": result.dialog, "speech": result.speech} if result.dialog else {}
    return json.dumps({"utterance": utterance, **dialog, "request": result.request, "response": response})


TABLE_ROW = "{:>5}  {:<8}  {:<24}  {}"


def as_rows(result: "RecognitionResult") -> str:
    """Return the recognized intent with its sentence and slots, and a row for each runner-up."""
    details = [f"{name}={slot.value}" + (f" ({slot.id})" if slot.id else "") for name, slot in result.slots.items()]
    sentence = "  ".join([result.utterance, *details])
    best = (f"{result.score:.2f}", result.by, result.intent or "no intent", sentence)
    others = [(f"{score:.2f}", "", f"  {intent}", "") for intent, score in result.others.items()]
    return "\n".join(TABLE_ROW.format(*row).rstrip() for row in (best, *others))


def render(answers: Iterable[str], locale: str) -> Sound:
    """Render the SSML of all answers to one sound. Raises SsmlError, VoiceError."""
    synthesizer = Synthesizer()
    return join(synthesizer.render(ssml, locale) for ssml in answers if ssml)


def play_or_save(sound: Sound, play: Callable[[Sound], Playing] = play) -> str:
    """Play to the end. Without a sound card, save a temporary file and return a message that names it."""
    if not sound.samples:
        return ""
    try:
        play(sound).wait()
    except NoLoudspeaker as error:
        with NamedTemporaryFile(prefix="trust-steps-", suffix=".wav", delete=False) as file:
            file.write(sound.wav)
        return f"{error} Saved as {file.name}"
    return ""


def save(sound: Sound, path: Path) -> None:
    """Raises SpeechError."""
    try:
        path.write_bytes(sound.wav)
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; give the path of a writable file") from error
