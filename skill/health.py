"""What an operator's machinery asks: whether the service is up, and whether it can serve."""

from collections.abc import Callable, Mapping

from flask import Blueprint

from skill import __version__
from skill.errors import SkillError

Check = Callable[[], None]
"""Returns where all is well, raises a SkillError that says what is not."""


def blueprint(checks: Mapping[str, Check], commit: str) -> Blueprint:
    """`/healthz` answers while the process can; `/readyz` says what keeps it from serving, as 503."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def alive() -> dict[str, str]:
        return {"status": "ok", "version": __version__, "commit": commit or "unknown"}

    @health.get("/readyz")
    def ready() -> tuple[dict[str, str], int]:
        found = {name: _problem(check) for name, check in checks.items()}
        is_ready = not any(found.values())
        answer = {name: problem or "ok" for name, problem in found.items()}
        return {"status": "ok" if is_ready else "unavailable", **answer}, 200 if is_ready else 503

    return health


def _problem(check: Check) -> str:
    try:
        check()
    except SkillError as error:
        return str(error)
    return ""
