"""The commands of the desk."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from speech.errors import NoLoudspeaker, SpeechError
from speech.simulator.clock import Clock, real
from speech.simulator.turn_result import TurnResult
from speech.skills.interface import InstalledSkill
from speech.tts.audio import Sound, join
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speech.cli.doctor import Check
    from speech.skills.selection import SkillSelection


@dataclass(frozen=True, slots=True)
class Command:
    """One call. Each public method is one command, answers the exit status, and loads no more than it needs."""

    home: InstalledSkill
    options: Namespace

    def run(self) -> int:
        from speech.web.app import serve

        other = self._skill.elsewhere
        serve(other or self.home, self.options.locale, self.home.port, None if other else self.home.service())
        return 0

    def say(self) -> int:
        from speech.cli import commands
        from speech.simulator.response_check import advice

        answers = []
        with self._skill.device() as device:
            for utterance in self.options.utterances:
                outcome = device.hear(utterance)
                _tell((commands.as_json if self.options.json else commands.shown)(utterance, outcome))
                for sentence in advice(outcome.answer):
                    _note(sentence)
                if device.pending:
                    _note(f"{device.pending.question(device.model.invocation_name)} Here nobody answers; talk can.")
                answers.append(outcome.speech)
            if self.options.wav:
                commands.save(commands.record(answers, self.options.locale), self.options.wav)
            elif not self.options.json:
                _note(commands.play_or_keep(commands.record(answers, self.options.locale)))
        return 0

    def talk(self) -> int:
        from speech.cli.console import Console, prompt
        from speech.tts.player import AnswerPlayer

        with self._skill.device() as device:
            device.prepare()
            Console(device, AnswerPlayer(), prompt(self.home.folder, device.model), self._skill.reminders).run()
        return 0

    def understand(self) -> int:
        from speech.nlu.recognizer import Recognizer, result_as_json

        skill = self._skill
        understanding = Recognizer(skill.model(), self.options.locale, lambda: real().date(), guarded=skill.guarded)
        for sentence in self.options.utterances or (line.strip() for line in sys.stdin):
            _tell(result_as_json(understanding.recognize(sentence)))
        return 0

    def rehearse(self) -> int:
        from speech.cli.rehearse import Rehearsal
        from speech.tts.player import AnswerPlayer

        clock, speaker = Clock(), AnswerPlayer() if self.options.speak else None
        with self._skill.device(clock) as device:
            device.prepare()
            stage = Rehearsal(
                device,
                clock,
                speaker,
                accepts=self.options.accept,
                tell=_tell,
                note=_note,
                reminders=self._skill.reminders,
            )
            results = [stage.perform(path) for path in self.options.files]
        return 0 if all(results) else 1

    def package(self) -> int:
        _tell(self.home.package(self.options.endpoint, self.options.out, is_wildcard=self.options.wildcard))
        return 0

    def doctor(self) -> int:
        from speech.cli import doctor

        is_well = True
        for finding in doctor.examine(self._checks(), (SpeechError, *self.home.faults)):
            _tell(str(finding))
            is_well &= finding.is_well
        return 0 if is_well else 1

    def _checks(self) -> "Mapping[str, Check]":
        """Of this machine; of another skill, given its model; or of the skill at home where it is deployed."""
        from speech.cli import doctor

        locale, skill = self.options.locale, self._skill
        if self.options.endpoint and not self.options.model:
            return self.home.checks_of(self.options.endpoint)
        actions = None if skill.is_elsewhere else self.home.actions
        checks: dict[str, Check] = {
            "voice": lambda: doctor.voice(locale),
            "playback": doctor.playback,
            "model": lambda: doctor.model(skill.model(), locale, actions, skill.guarded),
        }
        if self.options.endpoint:
            checks["endpoint"] = lambda: doctor.endpoint(skill)
        return checks if skill.is_elsewhere else {**checks, **self.home.checks()}

    @property
    def _skill(self) -> "SkillSelection":
        from speech.skills.selection import SkillSelection

        return SkillSelection(self.home, self.options)


def _tell(text: str) -> None:
    print(text, flush=True)


def _note(text: str) -> None:
    """Beside what was asked for, so that it does not mix with that in a pipe."""
    if text:
        print(text, file=sys.stderr, flush=True)


NOTHING = "(nothing is heard)"


def shown(utterance: str, outcome: TurnResult) -> str:
    """A sentence and its answer, to be read."""
    return f"> {utterance}\n{outcome.transcript or NOTHING}"


def as_json(utterance: str, outcome: TurnResult) -> str:
    """A sentence with its request and its response, on one line."""
    response = outcome.answer.envelope if outcome.answer else None
    return json.dumps({"utterance": utterance, "request": outcome.request, "response": response})


def record(answers: Iterable[str], locale: str) -> Sound:
    """All answers, one after the other. Raises SsmlError, VoiceError."""
    voice = Synthesizer()
    return join(voice.render(ssml, locale) for ssml in answers if ssml)


def play_or_keep(sound: Sound, play: Callable[[Sound], Playing] = play) -> str:
    """Plays to the end; where nothing can play, keeps what there is to hear and answers where, in one line."""
    if not sound.samples:
        return ""
    try:
        play(sound).wait()
    except NoLoudspeaker as fault:
        with NamedTemporaryFile(prefix="trust-steps-", suffix=".wav", delete=False) as file:
            file.write(sound.wav)
        return f"{fault} It is kept in {file.name}"
    return ""


def save(sound: Sound, path: Path) -> None:
    """Raises SpeechError where the file cannot be written."""
    try:
        path.write_bytes(sound.wav)
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; name a file that can be written") from error
