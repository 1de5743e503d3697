"""The composition root: from settings to a Flask app that answers Alexa."""

import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask

from skill import health, settings
from skill.alexa import amazon, endpoint, public_trust
from skill.alexa.amazon import Call, Network
from skill.alexa.certificates import Certificates
from skill.alexa.conversation import Conversation
from skill.alexa.download import Downloader
from skill.alexa.events import Events
from skill.alexa.handlers import Skill
from skill.alexa.services import Services
from skill.alexa.verification import Verifier
from skill.alexa.warmth import warm_up
from skill.content import library
from skill.errors import SettingsError, SkillError
from skill.settings import Settings
from skill.store.port import ProgressStore


def production() -> Flask:
    """The app of the Procfile. A wrong setting ends the process with one clear line."""
    try:
        chosen = settings.read(os.environ)
        logging.basicConfig(level=chosen.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        return create_app(
            store=open_store(chosen),
            secret=chosen.secret,
            accepts=chosen.skill_ids.__contains__,
            certificates=public_certificates(),
            call=Network(amazon.hosts(public_trust.tls())),
            checks={"skill-id": lambda: _check_skill_id(chosen)},
        )
    except SkillError as error:
        sys.exit(f"trust-steps: {error}")


def create_app(
    *,
    store: ProgressStore,
    secret: str,
    accepts: Callable[[str], bool],
    certificates: Certificates,
    call: Call,
    checks: dict[str, health.Check],
    words: library.Library | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Flask:
    """An app from its parts. Every part can be another one; that requests are verified cannot."""
    conversation = Conversation(words or library.load(), store, secret, now, Services(call, now))
    warm_up(conversation)
    skill = Skill(conversation, Events(store, secret, now))
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(endpoint.blueprint(Verifier(certificates, accepts, now), skill.answer))
    app.register_blueprint(health.blueprint({"store": store.check, **checks}))
    return app


def open_store(chosen: Settings) -> ProgressStore:
    if chosen.redis_url:
        from skill.store.breaker import Breaker
        from skill.store.redis import RedisStore, connector

        return Breaker(RedisStore(connector(chosen.redis_url), keep=chosen.keep))
    from skill.store.sqlite import SqliteStore

    return SqliteStore(chosen.data / "progress.sqlite3", keep=chosen.keep, now=lambda: datetime.now(UTC))


def public_certificates() -> Certificates:
    """Amazon's signing keys, from Amazon's own host, vouched for by the authorities of the public web."""
    return Certificates(Downloader(public_trust.tls()), public_trust.roots(), lambda: datetime.now(UTC))


def _check_skill_id(chosen: Settings) -> None:
    if not chosen.skill_ids:
        raise SettingsError(
            "TRUST_STEPS_SKILL_ID is not set, so every Alexa request is refused; set it to the skill's id"
        )
