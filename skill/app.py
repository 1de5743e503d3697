"""The composition root: builds the Flask app from the settings."""

import logging
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from flask import Flask

from skill import __version__, health, settings
from skill.alexa import api_client, endpoint
from skill.alexa.api_client import Call, Network
from skill.alexa.conversation import Conversation
from skill.alexa.events import EVENTS, Events
from skill.alexa.handlers import SkillHandler
from skill.alexa.identity import Secrets
from skill.alexa.reminders import ReminderService
from skill.alexa.time_zone import TimeZones
from skill.alexa.verification.certificates import Certificates, Downloader
from skill.alexa.verification.chain import roots, tls_context
from skill.alexa.verification.verifier import REFUSALS, Verifier
from skill.alexa.warm_up import warm_up
from skill.content import library
from skill.content.drafts import reports
from skill.dialogue.intents import INTENT_HANDLERS
from skill.errors import SettingsError, SkillError
from skill.instrumentation import (
    InstrumentedConversation,
    InstrumentedEvents,
    InstrumentedStore,
    instrumented_call,
    instrumented_fetch,
)
from skill.pages import views as pages
from skill.settings import Settings
from skill.store.circuit_breaker import SLOW_SECONDS, CircuitBreaker
from skill.store.interface import ProgressStore
from skill.store.retrying_store import RetryingStore
from skill.telemetry import json_log, metrics
from skill.telemetry.interface import CompositeTelemetry, NullTelemetry, Telemetry

NULL_TELEMETRY: Final = NullTelemetry()
DEFAULT_KEEP: Final = timedelta(days=int(settings.SETTINGS["TRUST_STEPS_KEEP_DAYS"][0]))


def utc_now() -> datetime:
    return datetime.now(UTC)


def production() -> Flask:
    """Return the app that the Procfile names. A wrong setting ends the process with one line."""
    try:
        config = settings.read(os.environ)
        return service(config, json_log.configure(config.log_level), public_certificates)
    except SkillError as error:
        sys.exit(f"trust-steps: {error}")


def service(
    config: Settings,
    log: Telemetry,
    certificates: Callable[[Telemetry], Certificates],
    now: Callable[[], datetime] = utc_now,
) -> Flask:
    """Return the whole service. Only a test passes other certificates: no setting can change whom it trusts."""
    prometheus = _metrics(config) if config.metrics_token else None
    telemetry = CompositeTelemetry([log, prometheus]) if prometheus else log
    app = create_app(
        store=open_store(config, telemetry, now),
        secrets=Secrets(config.secret, config.former_secrets),
        accepts=config.skill_ids.__contains__,
        certificates=certificates(telemetry),
        call=Network(api_client.hosts(tls_context())),
        checks={"skill-id": lambda: _check_skill_id(config)},
        now=now,
        telemetry=telemetry,
        keep=config.keep,
        commit=config.commit,
    )
    if prometheus:
        app.register_blueprint(metrics.blueprint(config.metrics_token, prometheus.render))
    return app


def create_app(
    *,
    store: ProgressStore,
    secrets: Secrets,
    accepts: Callable[[str], bool],
    certificates: Certificates,
    call: Call,
    checks: dict[str, health.Check],
    words: library.Library | None = None,
    now: Callable[[], datetime] = utc_now,
    telemetry: Telemetry = NULL_TELEMETRY,
    keep: timedelta = DEFAULT_KEEP,
    commit: str = "",
) -> Flask:
    """An app from its parts. Every part can be another one; that requests are verified cannot."""
    counted_call = instrumented_call(call, telemetry)
    time_zones = TimeZones(counted_call, private_call=call)
    reminders = ReminderService(counted_call, time_zones)
    conversation = Conversation(words or _finished_words(), store, secrets, now, time_zones, reminders)
    warm_up(conversation)
    skill = SkillHandler(
        InstrumentedConversation(conversation, telemetry), InstrumentedEvents(Events(store, secrets, now), telemetry)
    )
    app = Flask(__name__, static_folder=None)
    app.extensions["skill"] = partial(warm_up, conversation)  # for a server whose workers are forked
    app.register_blueprint(endpoint.blueprint(Verifier(certificates, accepts, now), skill.answer, telemetry))
    app.register_blueprint(health.blueprint({"store": store.check, **checks}, commit))
    app.register_blueprint(pages.blueprint(keep))
    return app


def _finished_words() -> library.Library:
    """Load the words, and log which languages are not finished: one of them must not stop the others."""
    for report in reports(library.unfinished()):
        logging.getLogger(__name__).warning("%s", report)
    return library.load()


def open_store(
    config: Settings, telemetry: Telemetry = NULL_TELEMETRY, now: Callable[[], datetime] = utc_now
) -> ProgressStore:
    """Open Redis if its URL is set, else a file in the data folder.

    The circuit breaker skips calls before they are counted.
    """
    store, slow_seconds = _redis(config) if config.redis_url else _sqlite(config, now)
    breaker = CircuitBreaker(
        InstrumentedStore(store, telemetry),
        on_change=lambda is_open: telemetry.breaker(is_open=is_open),
        slow_seconds=slow_seconds,
    )
    return RetryingStore(breaker)


def _redis(config: Settings) -> tuple[ProgressStore, float]:
    """Return the store, and for how many seconds a call is not slow."""
    from skill.store.redis import RedisStore
    from skill.store.redis_client import connector

    return RedisStore(connector(config.redis_url), keep=config.keep), SLOW_SECONDS


def _sqlite(config: Settings, now: Callable[[], datetime]) -> tuple[ProgressStore, float]:
    from skill.store import sqlite

    return sqlite.SqliteStore(config.data / "progress.sqlite3", keep=config.keep, now=now), sqlite.SLOW_SECONDS


def public_certificates(telemetry: Telemetry) -> Certificates:
    """Return Amazon's signing certificates, downloaded from its host and checked against the public trust store."""
    fetch = instrumented_fetch(Downloader(tls_context()), telemetry)
    return Certificates(fetch, roots(), utc_now)


def _metrics(config: Settings) -> metrics.Metrics:
    build = {"version": __version__, "commit": config.commit or "unknown", "python": platform.python_version()}
    return metrics.Metrics(metrics.make_folder(), [*INTENT_HANDLERS, *EVENTS], REFUSALS, build)


def _check_skill_id(config: Settings) -> None:
    if not config.skill_ids:
        raise SettingsError(
            "TRUST_STEPS_SKILL_ID is not set, so every Alexa request is refused; set it to the skill's id"
        )
