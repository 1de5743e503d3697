"""What can be seen of a deployed service from outside, without Alexa's signature."""

import json
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import urlsplit

from skill import __version__, settings
from skill.alexa.identity import key
from skill.app import open_store
from skill.content import library
from skill.errors import ServiceError, SettingsError, StoreError
from skill.history import FIRST_DAY, History
from skill.progress import Progress
from skill.settings import Settings
from skill.skill_package.endpoint_url import EndpointUrl
from skill.store import redis_url
from skill.store.interface import ProgressStore

SECONDS: Final = 8.0
"""Alexa waits no longer."""

MOST_BYTES: Final = 64 * 1024
DAYS_LEFT: Final = 7


@dataclass(frozen=True, slots=True)
class DeploymentChecks:
    """Each public method answers what it found. Raises ServiceError with the mend."""

    address: EndpointUrl
    tls: ssl.SSLContext
    place: tuple[str, int] | None = None
    """Where to connect, if that is not where the host's name leads."""

    def checks(self) -> Mapping[str, Callable[[], str]]:
        """All that can be looked at, by name."""
        return {
            "certificate": self.certificate,
            "health": self.health,
            "readiness": self.readiness,
            "refusal": self.refusal,
            "pages": self.pages,
        }

    def certificate(self) -> str:
        """Whether it is trusted, for how long, and of which kind."""
        with closing(self._connected()) as connection:
            stored_data: Any = connection.sock.getpeercert()
        names = [name for _, name in stored_data.get("subjectAltName", ())]
        until = datetime.fromtimestamp(ssl.cert_time_to_seconds(stored_data["notAfter"]), UTC)
        days = (until - datetime.now(UTC)).days
        if days < DAYS_LEFT:
            raise ServiceError(f"the certificate ends in {days} days; have it renewed by itself")
        kind = "" if self._host in names else f"; it is one for {names[0]}, so package with --wildcard"
        return f"trusted, and good for {days} days{kind}"

    def health(self) -> str:
        """Which version runs there."""
        found = self._json("healthz")
        if found.get("status") != "ok":
            raise ServiceError("something else than Trust Steps answers there; is the host right?")
        version, commit = found.get("version"), found.get("commit")
        differs = "" if version == __version__ else f"; here is {__version__}"
        return f"version {version}, commit {commit}{differs}"

    def readiness(self) -> str:
        """Whether it can serve, or what keeps it from that."""
        found = self._json("readyz", HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE)
        if faults := [f"{name}: {told}" for name, told in found.items() if name != "status" and told != "ok"]:
            raise ServiceError("; ".join(faults))
        return "the store answers, and the skill's id is set"

    def refusal(self) -> str:
        """Whether it asks for Alexa's signature."""
        status, body, _ = self._ask("POST", urlsplit(self.address.uri).path, b"{}")
        if status == HTTPStatus.NOT_FOUND:
            raise ServiceError("nothing takes requests there; is the path right?")
        if status != HTTPStatus.BAD_REQUEST or body:
            raise ServiceError(f"an unsigned request is answered with {status}; it must be 400, and empty")
        return "an unsigned request gets a 400 and not a word"

    def pages(self) -> str:
        """Whether Amazon finds the privacy policy and the terms."""
        for page in ("privacy", "terms"):
            status, _, kind = self._ask("GET", urlsplit(self.address.page(page)).path)
            if status != HTTPStatus.OK or not kind.startswith("text/html"):
                raise ServiceError(f"{self.address.page(page)} is not shown ({status}); Amazon looks for it")
        return "privacy and terms are shown"

    @property
    def _host(self) -> str:
        return urlsplit(self.address.uri).hostname or ""

    def _json(self, page: str, *statuses: int) -> dict[str, Any]:
        status, body, _ = self._ask("GET", urlsplit(self.address.page(page)).path)
        if status not in (statuses or (HTTPStatus.OK,)):
            raise ServiceError(f"{self.address.page(page)} answers {status}; is the host right, and the service up?")
        try:
            found = json.loads(body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ServiceError("something else than Trust Steps answers there; is the host right?")
        return found

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes, str]:
        with closing(self._connected()) as connection:
            try:
                connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
                response = connection.getresponse()
                return response.status, response.read(MOST_BYTES), response.headers.get("Content-Type", "")
            except (OSError, HTTPException) as error:
                raise ServiceError(f"no answer in {SECONDS:.0f} seconds: {error!r}") from error

    def _connected(self) -> HTTPSConnection:
        connection = HTTPSConnection(self._host, timeout=SECONDS, context=self.tls)
        try:
            line = socket.create_connection(self.place or (self._host, 443), SECONDS)
            connection.sock = self.tls.wrap_socket(line, server_hostname=self._host)
        except ssl.SSLCertVerificationError as error:
            raise ServiceError(f"its certificate is not trusted ({error.verify_message}); Alexa needs one") from error
        except OSError as error:
            raise ServiceError(f"{self._host} cannot be reached on port 443: {error.strerror or error}") from error
        return connection


@dataclass(frozen=True, slots=True)
class LocalChecks:
    """Each public method answers what it found. Raises SkillError with the mend."""

    environment: Mapping[str, str]

    def checks(self) -> Mapping[str, Callable[[], str]]:
        """All that can be looked at, by name."""
        return {"store": self.store, "content": self.content, "settings": self.settings}

    def store(self) -> str:
        """Whether it answers."""
        try:
            chosen = self._chosen
            open_store(chosen).check()
        except SettingsError as error:
            raise SettingsError("not tried, for a setting is wrong") from error
        except StoreError as error:
            if not chosen.redis_url:
                raise
            raise StoreError(f"{error} Start it there, or unset REDIS_URL to keep progress in a file.") from error
        return "Redis answers" if chosen.redis_url else f"progress is kept in {chosen.data}"

    def content(self) -> str:
        """Whether the words are whole."""
        return f"{len(library.load().guides)} files, all whole"

    def settings(self) -> str:
        """Which are given."""
        if url := self._chosen.redis_url:
            redis_url.parse(url)
        given = [name for name in settings.SETTINGS if self.environment.get(name)]
        return f"given are {', '.join(given)}" if given else "none is given, so the defaults hold"

    @property
    def _chosen(self) -> Settings:
        return settings.read(self.environment)


def stored_data(store: ProgressStore, secret: str, system: Mapping[str, Any]) -> dict[str, Any]:
    """Of the person whom a request's `context.System` names; empty where nothing is stored. Raises StoreError."""
    stored_as = key(secret, system["user"]["userId"], system.get("person", {}).get("personId"))
    kept = store.read(stored_as)
    if kept.document is None:
        return {}
    return {"key": stored_as, "means": _meaning(kept.progress), "document": json.loads(kept.document)}


def _meaning(progress: Progress) -> dict[str, Any]:
    """Only what there is."""
    place, reminder = progress.place, progress.reminder
    told = {
        "since": _moment(progress.since),
        "welcomed": _moment(progress.welcomed),
        "started over": _moment(progress.restarted),
        "place": place and {"step": place.step, "parts heard": place.part, "since": _moment(place.at)},
        "done": {step: _moment(at) for step, at in progress.done.items()},
        **_days(progress.history),
        "reminder": reminder and reminder.is_set and {"every day at": reminder.clock, "set": _moment(reminder.at)},
        "refused reminders": _moment(progress.refused_reminders),
    }
    return {name: value for name, value in told.items() if value}


def _days(history: History) -> dict[str, Any]:
    return {
        "days come": [_day(number) for number in range(history.days.bit_length()) if history.days >> number & 1],
        "ratings": {rating.day.isoformat(): rating.value for rating in history.past_ratings},
        "prompts given": history.used_prompts.split(),
        "prompts of the last day": {given.day.isoformat(): given.prompt for given in sorted(history.todays_prompts)},
    }


def _day(number: int) -> str:
    return date.fromordinal(FIRST_DAY.toordinal() + number).isoformat()


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
