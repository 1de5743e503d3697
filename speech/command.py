"""The commands of the desk."""

import sys
from argparse import Namespace
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speech.clock import Clock, real
from speech.errors import SpeechError
from speech.home import Home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speech.choice import Choice
    from speech.doctor import Check


@dataclass(frozen=True, slots=True)
class Command:
    """One call. Each public method is one command, answers the exit status, and loads no more than it needs."""

    home: Home
    options: Namespace

    def run(self) -> int:
        self.home.run(self._skill.elsewhere, self.options.locale)
        return 0

    def say(self) -> int:
        from speech import say
        from speech.advice import advice

        answers = []
        with self._skill.device() as device:
            for utterance in self.options.utterances:
                outcome = device.hear(utterance)
                _tell((say.as_json if self.options.json else say.shown)(utterance, outcome))
                for sentence in advice(outcome.answer):
                    _note(sentence)
                if device.pending:
                    _note(f"{device.pending.question(device.model.invocation_name)} Here nobody answers; talk can.")
                answers.append(outcome.speech)
            if self.options.wav:
                say.save(say.record(answers, self.options.locale), self.options.wav)
            elif not self.options.json:
                _note(say.play_or_keep(say.record(answers, self.options.locale)))
        return 0

    def talk(self) -> int:
        from speech.aloud import Aloud
        from speech.console import Console
        from speech.prompt import prompt

        with self._skill.device() as device:
            device.prepare()
            Console(device, Aloud(), prompt(self.home.folder, device.model), self._skill.reminders).run()
        return 0

    def understand(self) -> int:
        from speech.say import understood_as_json
        from speech.understanding.nlu import Understanding

        understanding = Understanding(self._skill.model(), self.options.locale, lambda: real().date())
        for sentence in self.options.utterances or (line.strip() for line in sys.stdin):
            _tell(understood_as_json(understanding.understand(sentence)))
        return 0

    def rehearse(self) -> int:
        from speech.aloud import Aloud
        from speech.stage import Stage

        clock, speaker = Clock(), Aloud() if self.options.speak else None
        with self._skill.device(clock) as device:
            device.prepare()
            stage = Stage(
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
        from speech import doctor

        is_well = True
        for finding in doctor.examine(self._checks(), (SpeechError, *self.home.faults)):
            _tell(str(finding))
            is_well &= finding.is_well
        return 0 if is_well else 1

    def _checks(self) -> "Mapping[str, Check]":
        """Of this machine; of another skill, given its model; or of the skill at home where it is deployed."""
        from speech import doctor

        locale, skill = self.options.locale, self._skill
        if self.options.endpoint and not self.options.model:
            return self.home.checks_of(self.options.endpoint)
        actions = None if skill.is_elsewhere else self.home.actions
        checks: dict[str, Check] = {
            "voice": lambda: doctor.voice(locale),
            "playback": doctor.playback,
            "model": lambda: doctor.model(skill.model(), locale, actions),
        }
        if self.options.endpoint:
            checks["endpoint"] = lambda: doctor.endpoint(skill)
        return checks if skill.is_elsewhere else {**checks, **self.home.checks()}

    @property
    def _skill(self) -> "Choice":
        from speech.choice import Choice

        return Choice(self.home, self.options)


def _tell(text: str) -> None:
    print(text, flush=True)


def _note(text: str) -> None:
    """Beside what was asked for, so that it does not mix with that in a pipe."""
    if text:
        print(text, file=sys.stderr, flush=True)
