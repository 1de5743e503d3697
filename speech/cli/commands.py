"""The commands of `trust-steps`."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from speech.cli.arguments import WITHOUT_SKILL, parsers
from speech.cli.output import (
    TABLE_ROW,
    as_json,
    as_rows,
    as_text,
    play_to_end,
    print_advice,
    print_line,
    print_note,
    render_each,
    save,
)
from speech.cli.terminal import Styled, working, wrapped
from speech.errors import SpeechError
from speech.simulator.clock import Clock, MovableClock
from speech.skills.interface import InstalledSkill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speech.asr.spoken_input import SpokenInput
    from speech.cli.doctor import Check
    from speech.simulator.device import Device
    from speech.skills.selection import SkillSelection
    from speech.tts.player import AnswerPlayer
    from speech.web.page_audio import PageAudio


@dataclass(frozen=True)
class Command:
    """Each command is a public method that returns the exit status. It imports only what that command needs."""

    installed_skill: InstalledSkill
    options: Namespace

    def announce(self) -> None:
        """Say which skill the command uses, and the notes of its model. The first check of `doctor` says it itself.

        Raises SpeechError.
        """
        if self.options.command in WITHOUT_SKILL or self._is_of_deployment:
            return
        if self.options.command != "doctor":
            print_note(self._skill.description)
        if not self._skill.other_skill:
            print_note(self.installed_skill.note_on(self._skill.locale))
        if self._skill.other_skill and self.options.command != "doctor":
            print_note("\n".join(f"In its model, {note}." for note in self._skill.model().notes))

    def run(self) -> int:
        from speech.web.app import serve

        skill, other = self.installed_skill, self._skill.other_skill
        speaker, service = self._skill.speaker(self._skill.locale), None if other else skill.service()
        serve(other or skill, speaker, skill.port, service, self._page_audio)
        return 0

    def talk(self) -> int:
        from speech.cli.console import COMMANDS, Console
        from speech.cli.line_editor import delete_earlier_history, line_editor

        delete_earlier_history(self.installed_skill.data_folder)
        player, speech_input = self._player(), self._speech_input() if self.options.listen else None
        clock = MovableClock()
        with self._skill.device(now=clock) as device:
            with working("loading"):
                device.prepare()
            editor = line_editor(device.model, COMMANDS, self._skill.locale)
            Console(
                device,
                player,
                editor,
                self._skill.reminders,
                refresh=self._refresh(device),
                clock=None if self._skill.other_skill else clock,
                speech_input=speech_input,
            ).run()
        return 0

    def say(self) -> int:
        options, answers, is_ok = self.options, [], True
        synthesizer = self._skill.synthesizer() if options.wav or not options.json else None
        with self._skill.device() as device:
            for utterance in options.utterances:
                try:
                    with working("waiting for the skill"):
                        result = device.hear(utterance)
                except SpeechError as error:
                    if len(options.utterances) == 1:
                        raise
                    is_ok = False
                    print_note(f"trust-steps: > {utterance}: {error}")
                    if options.json:
                        print_line(json.dumps({"utterance": utterance, "error": str(error)}))
                    continue
                print_line(*([as_json(utterance, result)] if options.json else as_text(utterance, result)))
                print_advice(device, result)
                answers.append(result.speech)
        if synthesizer:
            with working("speaking into a file" if options.wav else "preparing the voice"):
                sound, faults = render_each(answers, self._skill.locale, synthesizer)
            is_ok &= not faults
            print_note("\n".join(f"trust-steps: one answer is left out of the sound: {fault}" for fault in faults))
            if options.wav:
                save(sound, options.wav)
            else:
                print_note(play_to_end(sound))
        return 0 if is_ok else 1

    def understand(self) -> int:
        from speech.nlu.recognizer import result_as_json

        recognizer = self._skill.recognizer()
        is_table = sys.stdout.isatty() and not self.options.json
        if is_table:
            print_line(TABLE_ROW.format("SCORE", "BY", "INTENT", "SENTENCE").rstrip())
        for sentence in self.options.utterances or (line.strip() for line in sys.stdin):
            print_line((as_rows if is_table else result_as_json)(recognizer.hear(sentence)))
        return 0

    def rehearse(self) -> int:
        if not self.options.watch:
            return self._rehearse_once()
        from speech.cli.rehearse import changes
        from speech.simulator.lambda_runtime.source_watch import SourceWatch

        watch = SourceWatch(*self._skill.sources, *self.options.files)  # before the first rehearsal, to miss nothing
        status = self._rehearse_once()
        for changed in changes(watch):
            print_note(f"\n{', '.join(path.name for path in changed)} changed.")
            status = self._rehearse_once()
        return status

    def _refresh(self, device: "Device") -> Callable[[], None]:
        """Return what reads the model again after a change, with --watch."""
        from speech.simulator.lambda_runtime.source_watch import SourceWatch

        models = SourceWatch(*self._skill.skill.models().values()) if self.options.watch else None

        def refresh() -> None:
            if models and models.changed():
                device.use_model(self._skill.model())
                print_note(f"Read {device.model.source} again.")

        return refresh

    def _rehearse_once(self) -> int:
        from speech.cli.rehearse import DeviceSet, Rehearsal
        from speech.conversations.junit import write_junit
        from speech.conversations.rehearsal import summary

        clock, player = Clock(), self._player() if self.options.speak else None
        with DeviceSet(self._skill, clock) as devices:
            results = [
                Rehearsal(
                    devices.for_file(path),
                    clock,
                    player,
                    accepts_answers=self.options.accept,
                    print_line=print_line,
                    print_note=print_note,
                    reminders=self._skill.reminders,
                ).run(path)
                for path in self.options.files
            ]
        print_line(summary(results))
        if self.options.junit:
            write_junit(self.options.junit, results)
        return 0 if all(result.is_ok for result in results) else 1

    def _speech_input(self) -> "SpokenInput":
        """Load the recognizer's model. Raises SpeechError."""
        from speech.asr.spoken_input import SpokenInput
        from speech.asr.whisper import MODEL

        recognizer = self._skill.speech_recognizer()
        if recognizer is None:
            raise SpeechError(f"--listen needs --recognizer-model DIR, {MODEL}")
        speech_input = SpokenInput(recognizer)
        speech_input.prepare(self._skill.locale)
        return speech_input

    def _page_audio(self) -> "PageAudio":
        """Raises SpeechError if the folder of --recognizer-model or the file of --voice is not what it should be."""
        from speech.web.page_audio import PageAudio

        if not self.options.voice:
            return PageAudio(recognizer=self._skill.speech_recognizer())
        synthesizer = self._skill.synthesizer()
        return PageAudio(lambda: synthesizer, self._skill.speech_recognizer())

    def _player(self) -> "AnswerPlayer":
        """Raises VoiceError if the file of --voice is no voice."""
        from speech.tts.player import AnswerPlayer

        if not self.options.voice:
            return AnswerPlayer()
        synthesizer = self._skill.synthesizer()
        return AnswerPlayer(synthesizer=lambda: synthesizer)

    def doctor(self) -> int:
        from speech.cli import doctor

        is_ok = True
        results = doctor.run_checks(self._checks(), (SpeechError, *self.installed_skill.errors), working)
        for result in results:
            verdict, text = str(result)[:4], str(result)[4:]
            print_line(Styled(verdict, verdict.strip()), wrapped(text))
            is_ok &= result.is_ok
        return 0 if is_ok else 1

    def wyoming(self) -> int:
        from speech.cli.wyoming import serve

        serve(self._skill, self.options.uri, is_announced=self.options.zeroconf)
        return 0

    def package(self) -> int:
        options = self.options
        print_line(self.installed_skill.package(options.endpoint, options.out, is_wildcard=options.wildcard))
        return 0

    def new(self) -> int:
        options = self.options
        print_line(self.installed_skill.new(options.kind, options.names, options.after))
        return 0

    def completion(self) -> int:
        from speech.cli.completion import completion_script

        print_line(completion_script(self.options.shell, parsers()[1]).rstrip())
        return 0

    def _checks(self) -> "Mapping[str, Check]":
        """With --endpoint alone, check the deployed installed skill, else this machine and the selected skill."""
        from speech.cli import doctor

        endpoint = self.options.endpoint
        if self._is_of_deployment:
            deployed = self.installed_skill.deployment_checks(endpoint, is_staging=self.options.staging)
            return {"skill": lambda: f"Trust Steps, as deployed at {endpoint}", **deployed}
        locale, skill = self._skill.locale, self._skill
        other, rules = skill.other_skill, skill.skill
        intents = None if other else self.installed_skill.intents
        checks: dict[str, Check] = {
            "skill": lambda: doctor.skill(skill),
            "model": lambda: doctor.model(skill.model(), locale, intents, rules.guarded(), rules.urgent_intents()),
        }
        if other and other.place:
            checks["endpoint" if endpoint else "handler"] = lambda: doctor.endpoint(skill)
        checks |= {
            "voice": lambda: doctor.voice(locale, skill.synthesizer(), self.options.voice),
            "playback": doctor.playback,
            "recognizer": lambda: doctor.recognizer(locale, skill.speech_recognizer(), skill.synthesizer()),
        }
        if sentences := self.options.sentences:
            urgent = self.installed_skill.urgent_intents()
            checks["sentences"] = lambda: doctor.sentences(sentences, skill.recognizer_of_model_alone(), urgent)
        return checks if other else {**checks, **self.installed_skill.local_checks()}

    @property
    def _is_of_deployment(self) -> bool:
        """Whether the command checks the deployed installed skill."""
        options = self.options
        if options.command != "doctor" or not options.endpoint or options.model:
            return False
        return bool(options.staging or not self._skill.project)

    @cached_property
    def _skill(self) -> "SkillSelection":
        from speech.skills.selection import SkillSelection

        return SkillSelection(self.installed_skill, self.options)
