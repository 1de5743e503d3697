"""Health checks: `/healthz` for liveness, `/readyz` for readiness."""

from collections.abc import Callable, Mapping

from flask import Blueprint

from skill import __version__
from skill.errors import SkillError

Check = Callable[[], None]
"""Returns if all is well. Raises SkillError otherwise."""


def blueprint(checks: Mapping[str, Check], commit: str) -> Blueprint:
    """`/readyz` answers 503 with the message of each check that fails."""
    health = Blueprint("health", __name__)

    @health.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "version": __version__, "commit": commit or "unknown"}

    @health.get("/readyz")
    def readyz() -> tuple[dict[str, str], int]:
        problems = {name: _problem(check) for name, check in checks.items()}
        is_ready = not any(problems.values())
        results = {name: problem or "ok" for name, problem in problems.items()}
        return {"status": "ok" if is_ready else "unavailable", **results}, 200 if is_ready else 503

    return health


def _problem(check: Check) -> str:
    try:
        check()
    except SkillError as error:
        return str(error)
    return ""
