"""The composition root: from settings to a Flask app that answers Alexa."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Flask

from skill import health, settings
from skill.alexa import api_client, endpoint
from skill.alexa.api_client import Call, Network
from skill.alexa.conversation import Conversation
from skill.alexa.events import EVENTS, Events
from skill.alexa.handlers import SkillHandler
from skill.alexa.reminders import ReminderService
from skill.alexa.time_zone import TimeZones
from skill.alexa.verification import trust_store
from skill.alexa.verification.certificates import Certificates, Downloader
from skill.alexa.verification.verifier import REFUSALS, Verifier
from skill.alexa.warm_up import warm_up
from skill.content import library
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
from skill.store.interface import ProgressStore
from skill.telemetry import json_log, metrics
from skill.telemetry.interface import CompositeTelemetry, NullTelemetry, Telemetry

if TYPE_CHECKING:
    pass

NULL_TELEMETRY: Final = NullTelemetry()
KEPT: Final = timedelta(days=int(settings.SETTINGS["TRUST_STEPS_KEEP_DAYS"][0]))


def production() -> Flask:
    """The app of the Procfile. A wrong setting ends the process with one clear line."""
    try:
        chosen = settings.read(os.environ)
        return service(chosen, json_log.begin(chosen.log_level), public_certificates)
    except SkillError as error:
        sys.exit(f"trust-steps: {error}")


def service(chosen: Settings, log: Telemetry, certificates: Callable[[Telemetry], Certificates]) -> Flask:
    """All that an operator runs. Whom it trusts is an argument, so that a test can ask it; no setting reaches there."""
    figures = _metrics() if chosen.metrics_token else None
    telemetry = CompositeTelemetry([log, figures]) if figures else log
    app = create_app(
        store=open_store(chosen, telemetry),
        secret=chosen.secret,
        accepts=chosen.skill_ids.__contains__,
        certificates=certificates(telemetry),
        call=Network(api_client.hosts(trust_store.tls())),
        checks={"skill-id": lambda: _check_skill_id(chosen)},
        telemetry=telemetry,
        keep=chosen.keep,
        commit=chosen.commit,
    )
    if figures:
        app.register_blueprint(metrics.blueprint(chosen.metrics_token, figures.page))
    return app


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
    telemetry: Telemetry = NULL_TELEMETRY,
    keep: timedelta = KEPT,
    commit: str = "",
) -> Flask:
    """An app from its parts. Every part can be another one; that requests are verified cannot."""
    call = instrumented_call(call, telemetry)
    time_zones = TimeZones(call)
    reminders = ReminderService(call, time_zones)
    conversation = Conversation(words or library.load(), store, secret, now, time_zones, reminders)
    warm_up(conversation)
    skill = SkillHandler(
        InstrumentedConversation(conversation, telemetry), InstrumentedEvents(Events(store, secret, now), telemetry)
    )
    app = Flask(__name__, static_folder=None)
    app.extensions["skill"] = partial(warm_up, conversation)  # for a server whose workers are forked
    app.register_blueprint(endpoint.blueprint(Verifier(certificates, accepts, now), skill.answer, telemetry))
    app.register_blueprint(health.blueprint({"store": store.check, **checks}, commit))
    app.register_blueprint(pages.blueprint(keep))
    return app


def open_store(chosen: Settings, telemetry: Telemetry = NULL_TELEMETRY) -> ProgressStore:
    """Redis where there is one, else a file in the data folder. What a breaker spares a turn is no call."""
    if chosen.redis_url:
        from skill.store.circuit_breaker import CircuitBreaker
        from skill.store.redis import RedisStore
        from skill.store.redis_client import connector

        redis = RedisStore(connector(chosen.redis_url), keep=chosen.keep)
        return CircuitBreaker(
            InstrumentedStore(redis, telemetry), on_change=lambda is_open: telemetry.breaker(is_open=is_open)
        )
    from skill.store.sqlite import SqliteStore

    file = chosen.data / "progress.sqlite3"
    return InstrumentedStore(SqliteStore(file, keep=chosen.keep, now=lambda: datetime.now(UTC)), telemetry)


def public_certificates(telemetry: Telemetry) -> Certificates:
    """Amazon's signing keys, from Amazon's own host, vouched for by the authorities of the public web."""
    fetch = instrumented_fetch(Downloader(trust_store.tls()), telemetry)
    return Certificates(fetch, trust_store.roots(), lambda: datetime.now(UTC))


def _metrics() -> metrics.Metrics:
    return metrics.Metrics(metrics.make_folder(), intents=[*INTENT_HANDLERS, *EVENTS], reasons=REFUSALS)


def _check_skill_id(chosen: Settings) -> None:
    if not chosen.skill_ids:
        raise SettingsError(
            "TRUST_STEPS_SKILL_ID is not set, so every Alexa request is refused; set it to the skill's id"
        )
