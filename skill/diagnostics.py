"""Checks of a deployed service and of the local settings, and a view of one person's stored data."""

import json
import re
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from skill import __version__, settings
from skill.alexa.identity import key
from skill.app import open_store
from skill.content import library
from skill.crisis import detector
from skill.crisis.detector import CrisisDetector
from skill.errors import ServiceError, SettingsError, StoreError
from skill.history import FIRST_DAY, History
from skill.progress import Progress
from skill.settings import Settings
from skill.skill_package.endpoint_url import EndpointUrl
from skill.store import redis_url
from skill.store.interface import ProgressStore

TIMEOUT_SECONDS: Final = 8.0
"""How long Alexa waits."""

MAX_BYTES: Final = 1024 * 1024
MIN_DAYS_LEFT: Final = 7
"""Before a certificate expires."""

VOICES_HINT: Final = "docs/deploy.md says how a voice is recognized"

_NOT_TRUST_STEPS: Final = "the service there is not Trust Steps; is the host right?"


@dataclass(frozen=True, slots=True)
class DeploymentChecks:
    """Checks over HTTPS, without Alexa's signature. Each returns what it found, or raises ServiceError with a hint."""

    address: EndpointUrl
    tls: ssl.SSLContext
    connect_to: tuple[str, int] | None = None
    """Host and port to connect to instead of the address's own."""

    metrics_token: str = ""
    """Opens `/metrics`. Empty to leave out what only the metrics show."""

    def checks(self) -> Mapping[str, Callable[[], str]]:
        checks = {
            "certificate": self.certificate,
            "health": self.health,
            "readiness": self.readiness,
            "refusal": self.refusal,
            "pages": self.pages,
        }
        return {**checks, "voices": self.voices} if self.metrics_token else checks

    def certificate(self) -> str:
        if not self._is_encrypted:
            return "none: plain HTTP, which Alexa does not accept"
        with closing(self._connected()) as connection:
            encrypted: Any = connection.sock
            certificate = encrypted.getpeercert()
        names = [name for _, name in certificate.get("subjectAltName", ())]
        expiry = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
        days = (expiry - datetime.now(UTC)).days
        if days < MIN_DAYS_LEFT:
            raise ServiceError(f"the certificate expires in {days} days; have it renewed automatically")
        wildcard = "" if self._host in names else f"; it is for {names[0]}, so package with --wildcard"
        return f"trusted, and valid for {days} days{wildcard}"

    def health(self) -> str:
        status = self._json("healthz")
        if status.get("status") != "ok":
            raise ServiceError(_NOT_TRUST_STEPS)
        version, commit = status.get("version"), status.get("commit")
        difference = "" if version == __version__ else f"; the local version is {__version__}"
        return f"version {version}, commit {commit}{difference}"

    def readiness(self) -> str:
        status = self._json("readyz", HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE)
        if problems := [f"{name}: {result}" for name, result in status.items() if name != "status" and result != "ok"]:
            raise ServiceError("; ".join(problems))
        return "the store answers, and the skill's id is set"

    def refusal(self) -> str:
        """Check that an unsigned request is refused."""
        status, body, _ = self._request("POST", urlsplit(self.address.uri).path, b"{}")
        if status == HTTPStatus.NOT_FOUND:
            raise ServiceError("no endpoint at this path; is the path right?")
        if status != HTTPStatus.BAD_REQUEST or body:
            raise ServiceError(f"an unsigned request gets a {status}; it must get a 400 with an empty body")
        return "an unsigned request gets a 400 with an empty body"

    def pages(self) -> str:
        """Check the privacy policy and the terms of use, which Amazon requires."""
        for page in ("privacy", "terms"):
            status, _, content_type = self._request("GET", urlsplit(self.address.page(page)).path)
            if status != HTTPStatus.OK or not content_type.startswith("text/html"):
                raise ServiceError(f"{self.address.page(page)} is not a web page ({status}); Amazon requires it")
        return "the privacy policy and the terms of use are online"

    def voices(self) -> str:
        """Report whether Alexa recognizes voices. If not, the people of a household share one place."""
        path = urlsplit(self.address.page("metrics")).path
        status, body, _ = self._request("GET", path, Authorization=f"Bearer {self.metrics_token}")
        if status != HTTPStatus.OK:
            raise ServiceError("/metrics is closed; is TRUST_STEPS_METRICS_TOKEN here the one of the service?")
        counted = re.findall(rb'^trust_steps_voices_total{recognized="(yes|no)"} ([0-9.e+]+)', body, re.MULTILINE)
        turns = {answer.decode(): int(float(number)) for answer, number in counted}
        known, total = turns.get("yes", 0), sum(turns.values())
        if known or not total:
            return f"{known} of {total} turns since the start had a recognized voice"
        return f"none of {total} turns since the start had a recognized voice, so partners share a place; {VOICES_HINT}"

    @property
    def _host(self) -> str:
        return urlsplit(self.address.uri).hostname or ""

    @property
    def _is_encrypted(self) -> bool:
        return urlsplit(self.address.uri).scheme == "https"

    def _json(self, page: str, *statuses: int) -> dict[str, Any]:
        status, body, _ = self._request("GET", urlsplit(self.address.page(page)).path)
        if status not in (statuses or (HTTPStatus.OK,)):
            raise ServiceError(f"{self.address.page(page)} answers {status}; is the host right, and the service up?")
        try:
            parsed = json.loads(body)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise ServiceError(_NOT_TRUST_STEPS)
        return parsed

    def _request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, str]:
        with closing(self._connected()) as connection:
            try:
                connection.request(method, path, body, {"Content-Type": "application/json"} if body else headers)
                response = connection.getresponse()
                return response.status, response.read(MAX_BYTES), response.headers.get("Content-Type", "")
            except (OSError, HTTPException) as error:
                raise ServiceError(f"no response within {TIMEOUT_SECONDS:.0f} seconds: {error!r}") from error

    def _connected(self) -> HTTPConnection:
        port = urlsplit(self.address.uri).port or (443 if self._is_encrypted else 80)
        kind = HTTPSConnection if self._is_encrypted else HTTPConnection  # either omits its own port in `Host`
        connection = kind(self._host, port, timeout=TIMEOUT_SECONDS)
        try:
            connection.sock = socket.create_connection(self.connect_to or (self._host, port), TIMEOUT_SECONDS)
            if self._is_encrypted:
                connection.sock = self.tls.wrap_socket(connection.sock, server_hostname=self._host)
        except ssl.SSLCertVerificationError as error:
            raise ServiceError(f"the certificate is not trusted ({error.verify_message}); Alexa requires it") from error
        except OSError as error:
            reason = error.strerror or error
            raise ServiceError(f"{self._host} cannot be reached on port {port}: {reason}") from error
        return connection


@dataclass(frozen=True, slots=True)
class LocalChecks:
    """Checks on this computer. Each returns what it found, or raises SkillError with a hint."""

    environment: Mapping[str, str]

    def checks(self) -> Mapping[str, Callable[[], str]]:
        return {"store": self.store, "content": self.content, "crisis": self.crisis, "settings": self.settings}

    def store(self) -> str:
        try:
            config = self._config
            open_store(config).check()
        except SettingsError as error:
            raise SettingsError("not tried, since a setting is invalid") from error
        except StoreError as error:
            if not config.redis_url:
                raise
            raise StoreError(f"{error}; start it, or unset REDIS_URL to store progress in a file") from error
        return "Redis answers" if config.redis_url else f"progress is stored in {config.data}"

    def content(self) -> str:
        return f"{len(library.load().guides)} content files valid"

    def crisis(self) -> str:
        """Return by what the simulator recognizes crisis phrases, for each language."""
        languages = sorted({name.partition("-")[0] for name in library.load().guides})
        return "; ".join(f"{language}: {recognized_by(detector.load(language))}" for language in languages)

    def settings(self) -> str:
        if url := self._config.redis_url:
            redis_url.parse(url)
        names = [name for name in settings.SETTINGS if self.environment.get(name)]
        return f"set: {', '.join(names)}" if names else "none set; using the defaults"

    @property
    def _config(self) -> Settings:
        return settings.read(self.environment)


def recognized_by(crisis_detector: CrisisDetector) -> str:
    if crisis_detector.is_trained:
        return "patterns and a trained classifier"
    return "patterns alone, which miss more; python -m tools.crisis_training makes a classifier"


def stored_data(store: ProgressStore, secret: str, system: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored data of the person in a request's `context.System`, or an empty dict. Raise StoreError."""
    person = _key(secret, system)
    stored = store.read(person)
    if stored.document is None:
        return {}
    return {"key": person, "meaning": _meaning(stored.progress), "document": json.loads(stored.document)}


def stored_progress(store: ProgressStore, secret: str, system: Mapping[str, Any]) -> Progress:
    """Return the progress of the person in a request's `context.System`. Raise StoreError."""
    return store.read(_key(secret, system)).progress


def _key(secret: str, system: Mapping[str, Any]) -> str:
    return key(secret, system["user"]["userId"], system.get("person", {}).get("personId"))


def _meaning(progress: Progress) -> dict[str, Any]:
    place, reminder = progress.place, progress.reminder
    fields = {
        "since": _moment(progress.since),
        "welcomed": _moment(progress.welcomed),
        "started over": _moment(progress.restarted),
        "place": place and {"step": place.step, "parts heard": place.part, "since": _moment(place.at)},
        "path": progress.path,
        "done": {step: _moment(at) for step, at in progress.done.items()},
        **_days(progress.history),
        "reminder": reminder and reminder.is_set and {"every day at": reminder.clock, "set": _moment(reminder.at)},
        "refused reminders": _moment(progress.refused_reminders),
    }
    return {name: value for name, value in fields.items() if value}


def _days(history: History) -> dict[str, Any]:
    return {
        "days visited": [_day(number) for number in range(history.days.bit_length()) if history.days >> number & 1],
        "ratings": {rating.day.isoformat(): rating.value for rating in history.past_ratings},
        "prompts given": history.used_prompts.split(),
        "prompts on the last day": {given.day.isoformat(): given.prompt for given in sorted(history.todays_prompts)},
    }


def _day(number: int) -> str:
    return date.fromordinal(FIRST_DAY.toordinal() + number).isoformat()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
