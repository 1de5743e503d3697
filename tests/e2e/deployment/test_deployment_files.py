"""The files for hosts agree with the Procfile and the settings."""

import json
import re
import shlex
import tomllib
from typing import Any

from skill.gunicorn_conf import graceful_timeout
from skill.server.worker import LAST_CALL_SECONDS, STOP_SECONDS
from skill.settings import SETTINGS
from tests.support.process import PROCFILE, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
APP: dict[str, Any] = json.loads((ROOT / "app.json").read_text("utf-8"))


def test_a_container_runs_what_the_procfile_runs() -> None:
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)

    assert command is not None
    assert json.loads(command[1]) == shlex.split(PROCFILE)


def test_a_container_installs_by_hash_and_is_not_root() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("\nCMD ")
    assert "/healthz" in DOCKERFILE


def test_a_container_holds_what_the_service_needs_and_no_more() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--)(\S+) ", DOCKERFILE, re.MULTILINE)

    assert sorted(copied) == ["requirements.txt", "skill"]
    assert ignored[0] == "*"
    assert {f"!{path}" for path in copied} <= set(ignored)


def test_the_container_for_satellites_installs_by_hash_is_not_root_and_is_published_on_this_machine_alone() -> None:
    image = (ROOT / "deploy" / "wyoming.Dockerfile").read_text("utf-8")
    compose = (ROOT / "deploy" / "wyoming.compose.yaml").read_text("utf-8")
    ignored = (ROOT / "deploy" / "wyoming.Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = re.findall(r"^COPY (?!--)(\S+) ", image, re.MULTILINE)

    assert "--require-hashes" in image
    assert image.index("USER 10001") < image.index("\nCMD ")
    assert sorted(copied) == ["interaction_models", "requirements-wyoming.txt", "skill", "speech"]
    assert ignored[0] == "*"
    assert {f"!{path}" for path in copied} <= set(ignored)
    assert re.findall(r"ports: (.*)", compose) == ['["${WYOMING_ADDRESS:-127.0.0.1}:10700:10700"]']


def test_every_variable_of_compose_and_of_the_template_is_a_setting() -> None:
    in_compose = set(re.findall(r"^      ([A-Z_]+): ", COMPOSE, re.MULTILINE))
    in_image = set(re.findall(r"\b([A-Z_]+)=", DOCKERFILE.split("FROM")[2])) - {"PATH", "COMMIT"}

    assert in_compose | set(APP["env"]) | {name for name in in_image if not name.startswith("PYTHON")} <= set(SETTINGS)


def test_redis_in_compose_is_durable() -> None:
    assert '--appendonly, "yes"' in COMPOSE
    assert "noeviction" in COMPOSE
    assert 'volumes: ["progress:/data"]' in COMPOSE


def test_the_template_generates_the_secrets_and_adds_redis() -> None:
    generated = {name for name, variable in APP["env"].items() if variable.get("generator") == "secret"}

    assert generated == {"TRUST_STEPS_SECRET", "TRUST_STEPS_METRICS_TOKEN"}
    assert any(addon.startswith("heroku-redis") for addon in APP["addons"])


def test_hosts_use_a_python_that_the_project_supports() -> None:
    version = (ROOT / ".python-version").read_text("utf-8").strip()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert f"Programming Language :: Python :: {version}" in project["classifiers"]
    assert f"FROM python:{version}-slim" in DOCKERFILE


def test_a_host_waits_longer_than_the_service_takes_to_stop() -> None:
    grace_period = re.search(r"stop_grace_period: (\d+)s", COMPOSE)

    assert grace_period is not None
    assert LAST_CALL_SECONDS + STOP_SECONDS < graceful_timeout < int(grace_period[1])
