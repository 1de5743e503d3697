"""Trust Steps at home on this machine: the only place that knows both the skill and the speaker."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from skill import settings
from skill.errors import SkillError
from skill.settings import Settings
from speech.clock import real
from speech.reminders import Reminders
from speech.secret import kept_secret

if TYPE_CHECKING:
    from ask_sdk_model.services import ApiClientRequest, ApiClientResponse
    from flask import Flask

    from skill.content.library import Library
    from skill.store.port import ProgressStore
    from speech.authority import Authority
    from speech.endpoint import Endpoint
    from speech.home import Repertoire, Staged

Now = Callable[[], datetime]

MAIN = {"en": "en-US"}
"""The locale that has its language's words as they are."""


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
        from skill.dialogue.index import INTENTS

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
        from skill.crisis import rule

        return "SafetyIntent" if rule.load(locale).hears(sentence) else None

    @contextmanager
    def serving(self) -> "Iterator[Endpoint]":
        from speech.authority import Authority

        authority = Authority(real())  # its key is made while the skill loads
        from skill.app import open_store

        with self.answering(open_store(self._settings), real, authority) as endpoint:
            yield endpoint

    @contextmanager
    def rehearsing(self, now: Now) -> "Iterator[Staged]":
        from skill.alexa.shown import shown
        from skill.store.sqlite import SqliteStore
        from speech.home import Staged

        with TemporaryDirectory(prefix="trust-steps-") as folder:
            store = SqliteStore(Path(folder) / "progress.sqlite3", keep=self._settings.keep, now=now)
            with self.answering(store, now) as endpoint:
                kept = partial(shown, store, self._secret)
                yield Staged(endpoint, lambda caller: kept(caller.context()["System"]), self.reminders)

    @contextmanager
    def answering(self, store: "ProgressStore", now: Now, authority: "Authority | None" = None) -> "Iterator[Endpoint]":
        """The skill on a port of its own, with an authority that lives and dies with it."""
        from speech.authority import Authority
        from speech.endpoint import Endpoint
        from speech.server import serving

        authority = authority or Authority(now())
        with serving(self._app(authority, store, now)) as url:
            yield Endpoint(f"{url}/alexa", authority.sign)

    def run(self, other: "Repertoire | None", locale: str) -> None:
        from flask import Flask

        from speech.web.serve import serve

        app = Flask(__name__, static_folder=None) if other else self._with_desk()
        serve(app, other or self, locale, self._settings.port)

    def _with_desk(self) -> "Flask":
        from skill.app import open_store
        from speech import desk
        from speech.authority import Authority

        authority = Authority(real())
        app = self._app(authority, open_store(self._settings), real)
        app.register_blueprint(desk.blueprint(authority, real))
        return app

    def package(self, endpoint: str, out: Path, *, is_wildcard: bool) -> str:
        from skill.package import folder

        locales = folder.write(out, endpoint, self.models(), is_wildcard=is_wildcard)
        return f"{out}: the skill package for {', '.join(locales)}. Next: cd {out} && ask deploy"

    def checks(self) -> Mapping[str, Callable[[], str]]:
        from skill.inside import Inside

        return Inside(self._environment).checks()

    def checks_of(self, endpoint: str) -> Mapping[str, Callable[[], str]]:
        from skill.alexa import public_trust
        from skill.outside import Outside
        from skill.package.address import Address

        return Outside(Address(endpoint), public_trust.tls()).checks()

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

    def _app(self, authority: "Authority", store: "ProgressStore", now: Now) -> "Flask":
        """The authority is taken to be as young as it is now, however far a rehearsal moves the clock."""
        from cryptography.x509.verification import Store

        from skill.alexa.certificates import Certificates
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
