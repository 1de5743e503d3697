"""The service's settings, which are read from environment variables here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from skill.errors import SettingsError

SETTINGS: Final[Mapping[str, tuple[str, str]]] = {
    "REDIS_URL": ("", "Redis for progress: `redis://`, `rediss://`, `redis+sentinel://` or `redis+cluster://`"),
    "REDIS_TLS": ("verified", "`unverified` where a host's own network vouches for Redis, as Heroku's does"),
    "TRUST_STEPS_SKILL_ID": (
        "",
        "the skill's id or ids, separated by spaces; without it every Alexa request is refused",
    ),
    "TRUST_STEPS_SECRET": ("", "keys the hash that stands for a person; at least 16 characters; goes with a skill id"),
    "TRUST_STEPS_FORMER_SECRETS": (
        "",
        "secrets before `TRUST_STEPS_SECRET`, separated by spaces; people move to the new one when they come again",
    ),
    "TRUST_STEPS_DATA": ("", "folder of the embedded store; unset, the user's data folder"),
    "TRUST_STEPS_KEEP_DAYS": ("400", "days that progress is kept after a person's last visit"),
    "TRUST_STEPS_METRICS_TOKEN": (
        "",
        "the bearer token that opens `/metrics`; at least 16 characters; without it there is no such page",
    ),
    "TRUST_STEPS_COMMIT": ("", "the commit that `/healthz` reports; unset, what Heroku, Render or Railway say"),
    "PORT": ("8000", "port of the service"),
    "WEB_CONCURRENCY": ("1", "worker processes of the service"),
    "LOG_LEVEL": ("INFO", "`DEBUG`, `INFO`, `WARNING` or `ERROR`"),
}
"""Each setting's name, default and description. A test compares them with the table in the README."""

_SHORTEST_SECRET: Final = 16
_COMMITS: Final = ("HEROKU_BUILD_COMMIT", "HEROKU_SLUG_COMMIT", "RENDER_GIT_COMMIT", "RAILWAY_GIT_COMMIT_SHA")
"""Variables in which hosting services name the deployed commit."""


@dataclass(frozen=True, slots=True)
class Settings:
    redis_url: str
    """Empty for the SQLite store."""

    skill_ids: frozenset[str]
    secret: str
    former_secrets: tuple[str, ...]
    data: Path
    keep: timedelta
    metrics_token: str
    """Empty to switch metrics off."""

    commit: str
    port: int
    workers: int
    log_level: str


def read(environment: Mapping[str, str]) -> Settings:
    """Raise SettingsError, which names the setting and how to correct it."""
    value = {name: environment.get(name, "").strip() or default for name, (default, _) in SETTINGS.items()}
    skill_ids = frozenset(value["TRUST_STEPS_SKILL_ID"].replace(",", " ").split())
    _check_identity(skill_ids, value["TRUST_STEPS_SECRET"])
    return Settings(
        redis_url=_redis_url(value["REDIS_URL"], _choice("REDIS_TLS", value["REDIS_TLS"], "verified", "unverified")),
        skill_ids=skill_ids,
        secret=_secret("TRUST_STEPS_SECRET", value),
        former_secrets=_former_secrets(value),
        data=Path(value["TRUST_STEPS_DATA"]).expanduser() if value["TRUST_STEPS_DATA"] else _data_folder(environment),
        keep=timedelta(days=_number("TRUST_STEPS_KEEP_DAYS", value, 1, 36_500)),
        metrics_token=_secret("TRUST_STEPS_METRICS_TOKEN", value),
        commit=value["TRUST_STEPS_COMMIT"] or next(filter(None, map(environment.get, _COMMITS)), ""),
        port=_number("PORT", value, 1, 65_535),
        workers=_number("WEB_CONCURRENCY", value, 1, 1_000),
        log_level=_choice("LOG_LEVEL", value["LOG_LEVEL"].upper(), "DEBUG", "INFO", "WARNING", "ERROR"),
    )


def _check_identity(skill_ids: frozenset[str], secret: str) -> None:
    for skill_id in sorted(skill_ids):
        if not skill_id.startswith("amzn1.ask.skill."):
            raise SettingsError(
                f"TRUST_STEPS_SKILL_ID: {skill_id!r} is not a skill id; skill ids begin with amzn1.ask.skill."
            )
    if skill_ids and not secret:
        raise SettingsError("TRUST_STEPS_SECRET is missing; with a skill id, set it to a long random text and keep it")


def _redis_url(url: str, tls: str) -> str:
    """Turn off certificate checks in the URL: a host that sets REDIS_URL itself leaves no way to add the option."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url  # opening the store reports it
    options = parse_qsl(parts.query, keep_blank_values=True)
    if tls == "verified" or not parts.scheme.startswith("rediss") or "ssl_cert_reqs" in dict(options):
        return url
    query = "ssl_cert_reqs=none"
    return parts._replace(query=f"{parts.query}&{query}" if parts.query else query).geturl()


def _secret(name: str, value: Mapping[str, str]) -> str:
    if value[name] and len(value[name]) < _SHORTEST_SECRET:
        raise SettingsError(f"{name} is too short; give it at least {_SHORTEST_SECRET} random characters")
    return value[name]


def _former_secrets(value: Mapping[str, str]) -> tuple[str, ...]:
    name = "TRUST_STEPS_FORMER_SECRETS"
    secrets = tuple(value[name].split())
    if any(len(secret) < _SHORTEST_SECRET for secret in secrets):
        raise SettingsError(
            f"{name}: one is shorter than {_SHORTEST_SECRET} characters; separate whole secrets by spaces"
        )
    if value["TRUST_STEPS_SECRET"] in secrets:
        raise SettingsError(f"{name} has TRUST_STEPS_SECRET in it; set TRUST_STEPS_SECRET to the new secret")
    return secrets


def _number(name: str, value: Mapping[str, str], least: int, most: int) -> int:
    text = value[name]
    if not (text.isascii() and text.isdecimal()) or not least <= int(text[:10]) <= most:
        raise SettingsError(f"{name} is {text!r}; it must be a whole number from {least} to {most}")
    return int(text)


def _choice(name: str, value: str, *choices: str) -> str:
    if value not in choices:
        raise SettingsError(f"{name} is {value!r}; it must be one of {', '.join(choices)}")
    return value


def _data_folder(environment: Mapping[str, str]) -> Path:
    base = environment.get("XDG_DATA_HOME") or environment.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".local" / "share") / "trust-steps"
