"""Run Trust Steps for the simulator. No other module of `speech` imports `skill`."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlsplit

from skill import settings
from skill.errors import SkillError
from skill.settings import Settings
from speech.errors import SpeechError
from speech.simulator.alexa_api import AlexaApi
from speech.simulator.clock import utc_now

if TYPE_CHECKING:
    from ask_sdk_model.services import ApiClientRequest, ApiClientResponse
    from flask import Flask

    from skill.content.drafts import Draft
    from skill.content.library import Library
    from skill.progress import Progress
    from skill.skill_package.listing import Listing
    from skill.store.interface import ProgressStore
    from speech.nlu.interaction_model import InteractionModel
    from speech.simulator.signer import RequestSigner
    from speech.simulator.skill_client import HttpSkillClient
    from speech.skills.interface import Introduction, Milestone, RunningSkill

Now = Callable[[], datetime]


URGENT = frozenset({"SafetyChildIntent", "SafetyDespairIntent", "SafetyHarmIntent", "SafetyIntent"})
"""Intents that a person in danger means. No list of samples holds all that they say."""

GUARDED = URGENT | {
    "AMAZON.PauseIntent",
    "CancelReminderIntent",
    "CompleteStepIntent",
    "ForgetMeIntent",
    "SetReminderIntent",
}
"""Intents that change or delete what is stored, that end the session, or that answer danger aloud."""


class TrustSteps:
    """The skill composed as in production, except that it trusts requests that the simulator signs.

    The skill's modules are imported on demand, because a simulator with a remote skill needs none of them.
    """

    errors: ClassVar[tuple[type[Exception], ...]] = (SkillError,)

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.api = AlexaApi()

    @property
    def intents(self) -> frozenset[str]:
        from skill.dialogue.intents import INTENTS

        return INTENTS

    @property
    def data_folder(self) -> Path:
        return self._settings.data

    def models(self) -> Mapping[str, Path]:
        import interaction_models

        return interaction_models.files()

    def read_model(self, path: Path) -> "InteractionModel":
        """Read a model with the positions of the steps, and in a draft with the reference's samples where it has none.

        Raises SpeechError.
        """
        import interaction_models
        from speech.nlu.interaction_model import parse_model

        document = self._model_document(path)
        if path.stem.partition("-")[0] in self._drafts:
            document = interaction_models.completed(document)
        return parse_model(document, str(path))

    def _model_document(self, path: Path) -> Any:
        import interaction_models
        from speech.nlu.interaction_model import ModelError, read_model

        try:
            return interaction_models.read(path)
        except (OSError, ValueError) as error:
            read_model(path)  # which says what is wrong with the model
            raise ModelError(str(error)) from error

    def locales(self) -> Sequence[str]:
        from skill.locales import REFERENCE, locales_of, main_locale

        languages = {name.partition("-")[0] for name in self._library.guides}
        found = {locale for language in languages for locale in locales_of(language)}
        default = main_locale(REFERENCE)
        return [default, *sorted(found - {default})]

    def note_on(self, locale: str) -> str:
        draft = self._drafts.get(locale) or self._drafts.get(locale.partition("-")[0])
        if not draft:
            return ""
        count = len(draft.problems)
        return f"{draft.name} is a draft. {count} texts are missing or not translated; English takes their place."

    def crisis_intent(self, sentence: str, locale: str) -> str | None:
        from skill.crisis import detector
        from skill.dialogue import safety

        return safety.INTENTS.get(detector.load(locale).kind(sentence) or "")

    def guarded(self) -> frozenset[str]:
        return GUARDED

    def urgent_intents(self) -> frozenset[str]:
        return URGENT

    def introduction(self, locale: str) -> "Introduction | None":
        from speech.skills.interface import Introduction

        words = self._listings.get(locale.partition("-")[0])
        if words is None:
            return None
        phrases = tuple(phrase.partition(", ")[2] for phrase in words.example_phrases)  # without "Alexa, "
        links = {"Privacy": "/privacy", "Terms": "/terms"}
        return Introduction(words.spelled(words.summary, locale), phrases, links)

    def follow_ups(self, attributes: Mapping[str, Any], locale: str) -> Sequence[str]:
        """Return the labels of the buttons that a screen shows after the same question, then of yes and no.

        An open question, such as the one for a rating, has no buttons.
        """
        from skill.alexa.session import SessionState
        from skill.dialogue.intents import buttons

        last = SessionState.from_attributes(attributes).last_reply
        if last is None or last.question is None:
            return ()
        guide = self._library.guide(locale)
        labels = [button.label for button in buttons(last.question, guide)]
        return [*labels, guide.phrase("touch_yes"), guide.phrase("touch_no")] if labels else ()

    @contextmanager
    def serving(self, now: Now) -> "Iterator[HttpSkillClient]":
        from speech.simulator.signer import RequestSigner

        signer = RequestSigner(utc_now())  # generates its key in the background while the skill is imported
        from skill.app import open_store

        with self.answering(open_store(self._settings), now, signer) as endpoint:
            yield endpoint

    @contextmanager
    def rehearsing(self, now: Now) -> "Iterator[RunningSkill]":
        from skill.diagnostics import stored_data, stored_progress
        from skill.store.sqlite import SqliteStore
        from speech.skills.interface import RunningSkill

        with TemporaryDirectory(prefix="trust-steps-") as folder:
            store = SqliteStore(Path(folder) / "progress.sqlite3", keep=self._settings.keep, now=now)
            with self.answering(store, now) as endpoint:
                read = partial(stored_data, store, self._secret)
                progress = partial(stored_progress, store, self._secret)
                yield RunningSkill(
                    endpoint,
                    lambda speaker: read(speaker.context()["System"]),
                    self.api.reminders,
                    lambda speaker: self._milestones(progress(speaker.context()["System"]), speaker.locale),
                    is_isolated=True,
                )

    @contextmanager
    def answering(
        self, store: "ProgressStore", now: Now, signer: "RequestSigner | None" = None
    ) -> "Iterator[HttpSkillClient]":
        """Serve the skill with this store and clock on a free port, with a signer of its own by default."""
        from speech.simulator.loopback import serving
        from speech.simulator.signer import RequestSigner
        from speech.simulator.skill_client import HttpSkillClient

        signer = signer or RequestSigner(now())
        with serving(self._app(signer, store, now)) as url:
            yield HttpSkillClient(f"{url}/alexa", signer.sign)

    @property
    def port(self) -> int:
        return self._settings.port

    def service(self) -> "tuple[Flask, RequestSigner]":
        from skill.app import open_store
        from speech.simulator.signer import RequestSigner

        signer = RequestSigner(utc_now())
        return self._app(signer, open_store(self._settings), utc_now), signer

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        from skill.content.drafts import reports
        from skill.skill_package import writer

        finished = {name: path for name, path in self.models().items() if name.partition("-")[0] not in self._drafts}
        models = {name: self._model_document(path) for name, path in finished.items()}
        locales = writer.write(out, endpoint, models, is_wildcard=is_wildcard)
        left_out = "".join(f"\n{report}. List them with: trust-steps doctor" for report in reports(self._drafts))
        return f"{out}: wrote the skill package for {', '.join(locales)}. Next: cd {out} && ask deploy{left_out}"

    def new(self, kind: str, names: Sequence[str], after: str | None) -> str:
        """Write the files that a new language, step or intent begins with. Return what was written and what is left."""
        from skill.scaffolding.guide import scaffold

        report = scaffold(kind, names, after)
        if kind == "language":
            from speech.nlu.invocation import open_phrase

            language = names[0][:2].lower()
            launch = open_phrase(self._model_of(language).invocation_name, language)
            return f"{report}, and say: {launch}\nMissing so far: {self._check_language(language)}"
        return report

    def local_checks(self) -> Mapping[str, Callable[[], str]]:
        from skill import locales
        from skill.diagnostics import LocalChecks

        languages = {f"language {each}": partial(self._check_language, each) for each in locales.languages()}
        return {**LocalChecks(self._environment).checks(), **languages}

    def _check_language(self, language: str) -> str:
        """Return what a language has, or what a draft lacks. Raises SpeechError with what another one lacks."""
        from skill import language_checks

        found = language_checks.status(language, self._simulator_problems)
        lines = "\n     ".join(found.report())
        if found.is_draft:
            return f"a draft, which the service and the package leave out. It lacks:\n     {lines}"
        if found.problems:
            raise SpeechError(lines)
        return "words, crisis phrases, listing, pages, help lines and interaction model are complete"

    def _simulator_problems(self, language: str) -> list[str]:
        from speech.skills.language_files import language_file_problems, model_problems

        model = partial(self._model_of, language)
        return [*language_file_problems(language), *model_problems(language, model, self.intents)]

    def _model_of(self, language: str) -> "InteractionModel":
        from speech.nlu.interaction_model import parse_model

        if language not in self.models():
            raise SpeechError(f"interaction_models/{language}.json: is missing; write the samples of each intent")
        path = self.models()[language]
        return parse_model(self._model_document(path), str(path))

    def deployment_checks(self, endpoint: str, *, is_staging: bool) -> Mapping[str, Callable[[], str]]:
        """Trust the public authorities that Alexa trusts, for a staging host those of this machine."""
        from ssl import create_default_context

        from skill.alexa.verification.chain import tls_context
        from skill.diagnostics import DeploymentChecks
        from skill.skill_package.endpoint_url import EndpointUrl, StagingUrl

        address = StagingUrl(endpoint) if is_staging else EndpointUrl(endpoint)
        tls = create_default_context() if is_staging else tls_context()
        token = self._environment.get("TRUST_STEPS_METRICS_TOKEN", "")
        return DeploymentChecks(address, tls, metrics_token=token).checks()

    def _milestones(self, progress: "Progress", locale: str) -> "Sequence[Milestone]":
        from skill.apl.text import plain
        from speech.skills.interface import Milestone

        place = progress.place and progress.place.step
        return [
            Milestone(plain(step.title), plain(step.short), step.key in progress.done, step.key == place)
            for step in self._library.guide(locale).steps
        ]

    @cached_property
    def _settings(self) -> Settings:
        """Raises SettingsError."""
        return settings.read(self._environment)

    @cached_property
    def _library(self) -> "Library":
        from skill.content import library

        return library.load(with_drafts=True)

    @cached_property
    def _drafts(self) -> "Mapping[str, Draft]":
        from skill.content import library

        return library.unfinished()

    @cached_property
    def _listings(self) -> "Mapping[str, Listing]":
        from skill.skill_package import listing

        return {each.language: each for each in listing.load()}

    @property
    def _secret(self) -> str:
        return self._settings.secret or load_or_create_secret(self.data_folder / "secret")

    def _app(self, signer: "RequestSigner", store: "ProgressStore", now: Now) -> "Flask":
        """Verify certificates at the time of this call, because a rehearsal can move the clock past their validity."""
        from cryptography.x509.verification import Store

        from skill.alexa.identity import Secrets
        from skill.alexa.verification.certificates import Certificates
        from skill.app import create_app

        started = now()
        return create_app(
            store=store,
            secrets=Secrets(self._secret),
            accepts=lambda skill_id: True,
            certificates=Certificates(lambda url: signer.chain_pem, Store([signer.root]), lambda: started),
            call=self._call_alexa_api,
            checks={},
            words=self._library,
            now=now,
            keep=self._settings.keep,
        )

    def _call_alexa_api(self, request: "ApiClientRequest", seconds: float) -> "ApiClientResponse":
        """Answer the skill's API calls in this process."""
        from ask_sdk_model.services import ApiClientResponse

        token = dict(request.headers).get("Authorization", "").removeprefix("Bearer ")
        path = urlsplit(request.url).path
        status, body = self.api.handle(request.method or "", path, token, request.body)
        return ApiClientResponse(status_code=status.value, body=json.dumps(body))


_CREATE: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY


def load_or_create_secret(file: Path) -> str:
    """Return the stored secret. A missing file is created, readable only by its owner. Raises SpeechError."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError), os.fdopen(os.open(file, _CREATE, mode=0o600), "w") as new:
            new.write(token_hex())
        secret = file.read_text()
    except OSError as error:
        raise SpeechError(f"{file}: {error.strerror}; it must be a readable and writable file") from error
    if not secret:
        raise SpeechError(f"{file} is empty; delete it to create a new secret")
    return secret
