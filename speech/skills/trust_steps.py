"""Trust Steps at home on this machine: the only place that knows both the skill and the speaker."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from skill import settings
from skill.errors import SkillError
from skill.settings import Settings
from speech.errors import SpeechError
from speech.simulator.clock import real
from speech.simulator.reminders_api import Reminders

if TYPE_CHECKING:
    from ask_sdk_model.services import ApiClientRequest, ApiClientResponse
    from flask import Flask

    from skill.content.library import Library
    from skill.store.interface import ProgressStore
    from speech.simulator.signer import RequestSigner
    from speech.simulator.skill_client import HttpSkillClient
    from speech.skills.interface import RunningSkill

Now = Callable[[], datetime]

MAIN = {"en": "en-US"}
"""The locale that has its language's words as they are."""


GUARDED = frozenset(
    {"CancelReminderIntent", "CompleteStepIntent", "ForgetMeIntent", "SafetyIntent", "SetReminderIntent"}
)
"""Intents that change or delete what is stored, or that answer danger aloud."""


class TrustSteps:
    """The skill at home on this machine, composed as in production but for whom it trusts.

    What it is made of is loaded when it is needed: a desk that talks with another skill needs none of it.
    """

    faults: ClassVar[tuple[type[Exception], ...]] = (SkillError,)

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.reminders = Reminders()

    @property
    def actions(self) -> frozenset[str]:
        from skill.dialogue.intents import INTENTS

        return INTENTS

    @property
    def folder(self) -> Path:
        return self._settings.data

    def models(self) -> Mapping[str, Path]:
        import interaction_models

        return {path.stem: path for folder in interaction_models.__path__ for path in Path(folder).glob("*.json")}

    def locales(self) -> Sequence[str]:
        from skill.content.library import REFERENCE

        usual = MAIN[REFERENCE]
        return [usual, *sorted({MAIN.get(name, name) for name in self._words.guides} - {usual})]

    def urgent(self, sentence: str, locale: str) -> str | None:
        from skill.crisis import detector

        return "SafetyIntent" if detector.load(locale).matches(sentence) else None

    def guarded(self) -> frozenset[str]:
        return GUARDED

    @contextmanager
    def serving(self) -> "Iterator[HttpSkillClient]":
        from speech.simulator.signer import RequestSigner

        authority = RequestSigner(real())  # its key is made while the skill loads
        from skill.app import open_store

        with self.answering(open_store(self._settings), real, authority) as endpoint:
            yield endpoint

    @contextmanager
    def rehearsing(self, now: Now) -> "Iterator[RunningSkill]":
        from skill.diagnostics import stored_data
        from skill.store.sqlite import SqliteStore
        from speech.skills.interface import RunningSkill

        with TemporaryDirectory(prefix="trust-steps-") as folder:
            store = SqliteStore(Path(folder) / "progress.sqlite3", keep=self._settings.keep, now=now)
            with self.answering(store, now) as endpoint:
                kept = partial(stored_data, store, self._secret)
                yield RunningSkill(endpoint, lambda caller: kept(caller.context()["System"]), self.reminders)

    @contextmanager
    def answering(
        self, store: "ProgressStore", now: Now, authority: "RequestSigner | None" = None
    ) -> "Iterator[HttpSkillClient]":
        """The skill on a port of its own, with an authority that lives and dies with it."""
        from speech.simulator.loopback import serving
        from speech.simulator.signer import RequestSigner
        from speech.simulator.skill_client import HttpSkillClient

        authority = authority or RequestSigner(now())
        with serving(self._app(authority, store, now)) as url:
            yield HttpSkillClient(f"{url}/alexa", authority.sign)

    @property
    def port(self) -> int:
        return self._settings.port

    def service(self) -> "tuple[Flask, RequestSigner]":
        from skill.app import open_store
        from speech.simulator.signer import RequestSigner

        authority = RequestSigner(real())
        return self._app(authority, open_store(self._settings), real), authority

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        from skill.skill_package import writer

        locales = writer.write(out, endpoint, self.models(), is_wildcard=is_wildcard)
        return f"{out}: the skill package for {', '.join(locales)}. Next: cd {out} && ask deploy"

    def checks(self) -> Mapping[str, Callable[[], str]]:
        from skill.diagnostics import LocalChecks

        return LocalChecks(self._environment).checks()

    def checks_of(self, endpoint: str) -> Mapping[str, Callable[[], str]]:
        from skill.alexa.verification import trust_store
        from skill.diagnostics import DeploymentChecks
        from skill.skill_package.endpoint_url import Address

        return DeploymentChecks(Address(endpoint), trust_store.tls()).checks()

    @cached_property
    def _settings(self) -> Settings:
        """Raises SettingsError."""
        return settings.read(self._environment)

    @cached_property
    def _words(self) -> "Library":
        from skill.content import library

        return library.load()

    @property
    def _secret(self) -> str:
        return self._settings.secret or kept_secret(self.folder / "secret")

    def _app(self, authority: "RequestSigner", store: "ProgressStore", now: Now) -> "Flask":
        """The authority is taken to be as young as it is now, however far a rehearsal moves the clock."""
        from cryptography.x509.verification import Store

        from skill.alexa.verification.certificates import Certificates
        from skill.app import create_app

        made = now()
        return create_app(
            store=store,
            secret=self._secret,
            accepts=lambda skill_id: True,
            certificates=Certificates(lambda url: authority.chain_pem, Store([authority.root]), lambda: made),
            call=self._amazon,
            checks={},
            words=self._words,
            now=now,
            keep=self._settings.keep,
        )

    def _amazon(self, request: "ApiClientRequest", seconds: float) -> "ApiClientResponse":
        """What the desk has of Amazon's services: reminders."""
        from ask_sdk_model.services import ApiClientResponse

        token = dict(request.headers).get("Authorization", "").removeprefix("Bearer ")
        path = urlsplit(request.url).path
        status, body = self.reminders.answer(request.method or "", path, token, request.body)
        return ApiClientResponse(status_code=status.value, body=json.dumps(body))


NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY


def kept_secret(file: Path) -> str:
    """Made where there is none, readable for its owner alone. Raises SpeechError."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError), os.fdopen(os.open(file, NEW, mode=0o600), "w") as new:
            new.write(token_hex())
        secret = file.read_text()
    except OSError as error:
        raise SpeechError(f"{file}: {error.strerror}; it must be a file that can be read and written") from error
    if not secret:
        raise SpeechError(f"{file} is empty; delete it, and a new one is made")
    return secret
