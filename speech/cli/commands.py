"""The commands of `trust-steps`."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from speech.errors import NoLoudspeaker, SpeechError, SsmlError
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
    from speech.simulator.device import Device
    from speech.skills.selection import SkillSelection


@dataclass(frozen=True)
class Command:
    """Each command is a public method that returns the exit status. It imports only what that command needs."""

    installed_skill: InstalledSkill
    options: Namespace

    def announce(self) -> None:
        """Say which skill the command uses, if it is the project's or a person reads it, and the notes of its model.

        Raises SpeechError.
        """
        if self.options.command == "package" or self._is_of_deployment:
            return
        if self._skill.project or sys.stderr.isatty():
            _print_note(self._skill.description)
        if self._skill.other_skill and self.options.command != "doctor":
            _print_note("\n".join(f"In its model, {note}." for note in self._skill.model().notes))

    def run(self) -> int:
        from speech.web.app import serve

        skill, other = self.installed_skill, self._skill.other_skill
        serve(other or skill, self._skill.locale, skill.port, None if other else skill.service())
        return 0

    def talk(self) -> int:
        from speech.cli.console import Console, prompt
        from speech.tts.player import AnswerPlayer

        with self._skill.device() as device:
            device.prepare()
            line_editor = prompt(self.installed_skill.data_folder, device.model)
            Console(device, AnswerPlayer(), line_editor, self._skill.reminders, self._refresh(device)).run()
        return 0

    def say(self) -> int:
        options, answers, is_ok = self.options, [], True
        with self._skill.device() as device:
            for utterance in options.utterances:
                try:
                    result = device.hear(utterance)
                except SpeechError as error:
                    if len(options.utterances) == 1:
                        raise
                    is_ok = False
                    _print_note(f"trust-steps: > {utterance}: {error}")
                    if options.json:
                        _print(json.dumps({"utterance": utterance, "error": str(error)}))
                    continue
                _print((as_json if options.json else as_text)(utterance, result))
                _print_advice(device, result)
                answers.append(result.speech)
        if options.wav or not options.json:
            sound, faults = render_each(answers, self._skill.locale)
            is_ok &= not faults
            _print_note("\n".join(f"trust-steps: one answer is left out of the sound: {fault}" for fault in faults))
            if options.wav:
                save(sound, options.wav)
            else:
                _print_note(play_or_save(sound))
        return 0 if is_ok else 1

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
        if not self.options.watch:
            return self._rehearse_once()
        from speech.cli.rehearse import changes
        from speech.simulator.lambda_runtime.source_watch import SourceWatch

        watch = SourceWatch(self._skill.folder, *self.options.files)  # before the first rehearsal, to miss nothing
        status = self._rehearse_once()
        for changed in changes(watch):
            _print_note(f"\n{', '.join(path.name for path in changed)} changed.")
            status = self._rehearse_once()
        return status

    def _refresh(self, device: "Device") -> Callable[[], None]:
        """Return what reads the model again after a change, with --watch."""
        from speech.simulator.lambda_runtime.source_watch import SourceWatch

        models = SourceWatch(*self._skill.skill.models().values()) if self.options.watch else None

        def refresh() -> None:
            if models and models.changed():
                device.use_model(self._skill.model())
                _print_note(f"Read {device.model.source} again.")

        return refresh

    def _rehearse_once(self) -> int:
        from speech.cli.rehearse import DeviceSet, Rehearsal
        from speech.conversations.junit import write_junit
        from speech.conversations.rehearsal import summary
        from speech.tts.player import AnswerPlayer

        clock, player = Clock(), AnswerPlayer() if self.options.speak else None
        with DeviceSet(self._skill, clock) as devices:
            results = [
                Rehearsal(
                    devices.for_file(path),
                    clock,
                    player,
                    accepts_answers=self.options.accept,
                    print_line=_print,
                    print_note=_print_note,
                    reminders=self._skill.reminders,
                ).run(path)
                for path in self.options.files
            ]
        _print(summary(results))
        if self.options.junit:
            write_junit(self.options.junit, results)
        return 0 if all(result.is_ok for result in results) else 1

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

        if self._is_of_deployment:
            return self.installed_skill.deployment_checks(self.options.endpoint)
        locale, skill = self._skill.locale, self._skill
        other, rules = skill.other_skill, skill.skill
        intents = None if other else self.installed_skill.intents
        checks: dict[str, Check] = {
            "voice": lambda: doctor.voice(locale),
            "playback": doctor.playback,
            "model": lambda: doctor.model(skill.model(), locale, intents, rules.guarded(), rules.urgent_intents()),
        }
        if other and other.place:
            checks["endpoint"] = lambda: doctor.endpoint(skill)
        if sentences := self.options.sentences:
            urgent = self.installed_skill.urgent_intents()
            checks["sentences"] = lambda: doctor.sentences(sentences, skill.recognizer_of_model_alone(), urgent)
        return checks if other else {**checks, **self.installed_skill.local_checks()}

    @property
    def _is_of_deployment(self) -> bool:
        """Whether the command checks the deployed installed skill."""
        options = self.options
        return options.command == "doctor" and bool(options.endpoint and not options.model and not self._skill.project)

    @cached_property
    def _skill(self) -> "SkillSelection":
        from speech.skills.selection import SkillSelection

        return SkillSelection(self.installed_skill, self.options)


def _print(text: str) -> None:
    print(text, flush=True)


def _print_note(text: str) -> None:
    """Print to standard error, so that a pipe gets only the results."""
    if text:
        print(text, file=sys.stderr, flush=True)


def _print_advice(device: "Device", result: TurnResult) -> None:
    from speech.simulator.response import check_response

    for sentence in check_response(result.response):
        _print_note(sentence)
    if device.pending_permission:
        question = device.pending_permission.question(device.model.invocation_name)
        _print_note(f"{question} Use talk to reply.")


NO_SPEECH = "(no speech)"


def as_text(utterance: str, result: TurnResult) -> str:
    return f"> {utterance}\n{result.transcript or NO_SPEECH}"


def as_json(utterance: str, result: TurnResult) -> str:
    """Return the utterance, the request and the response on one line."""
    response = result.response.envelope if result.response else None
    return json.dumps({"utterance": utterance, "request": result.request, "response": response})


TABLE_ROW = "{:>5}  {:<8}  {:<24}  {}"


def as_rows(result: "RecognitionResult") -> str:
    """Return the recognized intent with its sentence and slots, and a row for each runner-up."""
    details = [f"{name}={slot.value}" + (f" ({slot.id})" if slot.id else "") for name, slot in result.slots.items()]
    sentence = "  ".join([result.utterance, *details])
    best = (f"{result.score:.2f}", result.by, result.intent or "no intent", sentence)
    others = [(f"{score:.2f}", "", f"  {intent}", "") for intent, score in result.others.items()]
    return "\n".join(TABLE_ROW.format(*row).rstrip() for row in (best, *others))


def render_each(answers: Iterable[str], locale: str) -> tuple[Sound, list[SsmlError]]:
    """Render the SSML of all answers to one sound, and return why others could not be spoken. Raises VoiceError."""
    synthesizer, sounds, faults = Synthesizer(), [], []
    for ssml in filter(None, answers):
        try:
            sounds.append(synthesizer.render(ssml, locale))
        except SsmlError as fault:
            faults.append(fault)
    return join(sounds), faults


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
