"""Select the skill that a command uses: one given by options, the project of the folder, or the installed one."""

import sys
from argparse import Namespace
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speech.errors import SpeechError
from speech.nlu.interaction_model import InteractionModel
from speech.nlu.language import locale_of_file
from speech.simulator.clock import Clock, utc_now
from speech.simulator.reminders_api import RemindersApi
from speech.simulator.request import Speaker
from speech.simulator.skill_client import HttpSkillClient
from speech.simulator.viewports import ECHO_SHOW_8
from speech.skills.interface import InstalledSkill, Skill, model_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from speech.asr.interface import SpeechRecognizer
    from speech.nlu.recognizer import Recognizer
    from speech.simulator.device import Device
    from speech.simulator.lambda_runtime.client import Handler
    from speech.simulator.skill_calls import SkillClient
    from speech.skills.other_skill import OtherSkill
    from speech.skills.project import Project
    from speech.tts.synthesizer import Synthesizer

CALLING: Final = frozenset({"run", "talk", "say", "rehearse", "wyoming"})
"""The commands that cannot do without calling the skill."""

DEFAULT_LOCALE: Final = "en-US"


@dataclass(frozen=True)
class SkillSelection:
    installed_skill: InstalledSkill
    options: Namespace
    folder: Path = field(default_factory=Path.cwd)

    @cached_property
    def other_skill(self) -> "OtherSkill | None":
        """The skill that is not the installed one; None if it is. Raises SpeechError."""
        from speech.skills.other_skill import OtherSkill

        options, project = self.options, self.project
        if not options.model and not project:
            if option := next((name for name in ("endpoint", "handler") if getattr(options, name)), None):
                raise SpeechError(
                    f"--{option} needs --model FILE, the interaction model of that skill; or run in its project folder"
                )
            return None
        place, connect = self._connection(project)
        if not place and options.command in CALLING:
            raise SpeechError(_cannot_call(project))
        if project:
            return OtherSkill(project.name, project.models, place, connect)
        locale = options.locale or locale_of_file(options.model) or DEFAULT_LOCALE
        return OtherSkill(options.model.name, {locale: options.model}, place, connect)

    @cached_property
    def project(self) -> "Project | None":
        """The project that --model names, or else the one of the folder, unless --model names a file.

        Where the folder has none, it is the one of the conversation files. Raises SpeechError.
        """
        model = self.options.model
        if model and not model.is_dir():
            return None
        from speech.skills.project import find_project, read_project

        if not model:
            return find_project(self.folder) or self._project_of_files()
        if project := read_project(model.resolve()):
            return project
        raise SpeechError(
            f"--model {model}: is a folder without skill-package or ask-resources.json; give a file in it"
        )

    def _project_of_files(self) -> "Project | None":
        """Raises SpeechError if the conversation files belong to several projects."""
        from speech.skills.project import find_project

        projects = {folder: find_project(folder) for folder in self._folders_of_files}
        if len({project and project.folder for project in projects.values()}) > 1:
            raise SpeechError(f"{' and '.join(map(str, projects))} are of different skills; rehearse one at a time")
        return next(iter(projects.values()), None)

    @property
    def _folders_of_files(self) -> list[Path]:
        files: list[Path] = getattr(self.options, "files", [])
        return list(dict.fromkeys((self.folder / file).resolve().parent for file in files))

    @property
    def skill(self) -> Skill:
        return self.other_skill or self.installed_skill

    @property
    def locale(self) -> str:
        return self.options.locale or (self.other_skill.locales()[0] if self.other_skill else DEFAULT_LOCALE)

    @property
    def description(self) -> str:
        """Which skill it is, in one line."""
        other = self.other_skill
        if not other:
            missing = self.incomplete_project
            return f"Skill: Trust Steps ({self.locale}), which is installed.{f' {missing}.' if missing else ''}"
        from speech.skills.handler import short_path

        model = other.models().get(self.locale)
        parts = [short_path(model)] if model else []
        parts += [f"called at {other.place}"] if other.place else []
        return f"Skill: {', '.join([f'{other.name} ({self.locale})', *parts])}."

    @cached_property
    def incomplete_project(self) -> str:
        """What the project here lacks, so that it is not used; empty if there are no parts of one."""
        from speech.skills.project import incomplete_project

        places = [] if self.other_skill else [self.folder, *self._folders_of_files]
        return next(filter(None, map(incomplete_project, places)), "")

    @property
    def sources(self) -> list[Path]:
        """The files and folders that the skill is made of, as far as they are known. Raises SpeechError."""
        handler = self._handler(self.project)
        folders = [handler.folder] if handler else []
        return [self.project.folder, *folders] if self.project else [*self.skill.models().values(), *folders]

    @property
    def reminders(self) -> RemindersApi:
        """The simulated service that the skill calls."""
        return self.skill.api.reminders

    def speaker(self, locale: str) -> Speaker:
        """Return the person who speaks, with the linked account and the permissions of the options."""
        speaker = Speaker(locale, screen=ECHO_SHOW_8 if getattr(self.options, "screen", False) else None)
        token = getattr(self.options, "access_token", None) or ""
        speaker = replace(speaker, api=self.skill.api.address, access_token=token)
        return speaker.granting(*getattr(self.options, "grant", []))

    def model(self, locale: str = "") -> InteractionModel:
        """Raises SpeechError."""
        return model_for(self.skill, locale or self.locale)

    def recognizer(self) -> "Recognizer":
        """Return what a device recognizes with. Raises SpeechError."""
        from speech.nlu.recognizer import Recognizer

        skill = self.skill
        crisis_intent = partial(skill.crisis_intent, locale=self.locale)
        return Recognizer(
            self.model(),
            self.locale,
            _today,
            guarded=skill.guarded(),
            urgent=skill.urgent_intents(),
            crisis_intent=crisis_intent,
        )

    def recognizer_of_model_alone(self) -> "Recognizer":
        """As Alexa, which has no crisis detector. Raises SpeechError."""
        from speech.nlu.recognizer import Recognizer

        skill = self.skill
        return Recognizer(self.model(), self.locale, _today, guarded=skill.guarded(), urgent=skill.urgent_intents())

    def speech_recognizer(self) -> "SpeechRecognizer | None":
        """Return what hears speech, prompted with the skill's phrases; None without --recognizer-model.

        Raises RecognizerError if there is no model in the folder.
        """
        folder = self.options.recognizer_model
        if not folder:
            return None
        from speech.asr.phrases import phrases
        from speech.asr.whisper import WhisperRecognizer

        return WhisperRecognizer(folder, lambda locale: phrases(self.model(locale), self.skill.guarded()))

    def synthesizer(self) -> "Synthesizer":
        """Return what speaks: with the Piper voice of --voice, or else with the system's voice. Raises VoiceError."""
        from speech.tts.synthesizer import Synthesizer

        voice = self.options.voice
        if not voice:
            return Synthesizer()
        from speech.tts import piper_driver

        return Synthesizer(piper_driver.register(voice))

    @contextmanager
    def device(
        self, clock: Clock | None = None, locale: str = "", now: "Callable[[], datetime]" = utc_now
    ) -> "Iterator[Device]":
        """Connect a device to the skill. At the end, an open session is ended.

        With a clock, the device and the installed skill use it, and the skill starts with an empty store. `now` is the
        clock if it keeps its store.
        """
        with self.devices(clock, now) as new_device:
            device = new_device(self.speaker(locale or self.locale))
            try:
                yield device
            finally:
                device.end()

    @contextmanager
    def devices(
        self, clock: Clock | None = None, now: "Callable[[], datetime]" = utc_now
    ) -> "Iterator[Callable[[Speaker], Device]]":
        """Connect to the skill, and yield what makes a device for a speaker. Raises SpeechError.

        The clocks are those of `device`.
        """
        from speech.simulator.device import Device

        skill, model = self.skill, cache(self.model)
        with self._client(clock, now) as client:

            def new_device(speaker: Speaker) -> Device:
                return Device(
                    model(speaker.locale),
                    client,
                    speaker,
                    clock or now,
                    crisis_intent=partial(skill.crisis_intent, locale=speaker.locale),
                    guarded=skill.guarded(),
                    urgent=skill.urgent_intents(),
                    api=skill.api,
                )

            yield new_device

    @contextmanager
    def _client(self, clock: Clock | None, now: "Callable[[], datetime]") -> "Iterator[SkillClient]":
        if clock:
            with self.skill.rehearsing(clock) as running:
                yield running.endpoint
        else:
            with self.other_skill.connect() if self.other_skill else self.installed_skill.serving(now) as client:
                yield client

    def _connection(self, project: "Project | None") -> "tuple[str, Callable[[], AbstractContextManager[SkillClient]]]":
        """Return where the skill is called, empty if it cannot be, and what connects to it. Raises SpeechError."""
        options = self.options
        if options.endpoint and options.handler:
            raise SpeechError("--endpoint and --handler exclude each other; leave one out")
        if options.endpoint:
            return options.endpoint, lambda: nullcontext(HttpSkillClient(options.endpoint))
        if handler := self._handler(project):
            return handler.name, partial(_lambda_client, handler, is_watching=getattr(options, "watch", False))

        def refuse() -> "AbstractContextManager[SkillClient]":
            raise SpeechError(_cannot_call(project))

        return "", refuse

    def _handler(self, project: "Project | None") -> "Handler | None":
        if not self.options.handler:
            return project.handler if project else None
        from speech.skills.handler import find_handler

        return find_handler(self.options.handler, [self.folder, *(project.code_folders if project else ())])


def _lambda_client(handler: "Handler", *, is_watching: bool) -> "AbstractContextManager[SkillClient]":
    from speech.simulator.lambda_runtime.client import LambdaClient
    from speech.simulator.lambda_runtime.source_watch import SourceWatch

    watch = SourceWatch(handler.folder) if is_watching else None
    return LambdaClient(handler, watch=watch, on_reload=_report)


def _report(message: str) -> None:
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def _cannot_call(project: "Project | None") -> str:
    if project:
        return f"{project.folder} has no handler in Python or for Node; add --handler FILE or --endpoint URL"
    return "--model needs --endpoint URL or --handler FILE, which call that skill"


def _today() -> date:
    return utc_now().date()
