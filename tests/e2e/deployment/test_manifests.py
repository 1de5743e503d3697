"""The Kubernetes manifests, the systemd unit and compose.yaml: their schemas, and that they agree with the service."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from skill.gunicorn_conf import graceful_timeout
from skill.settings import SETTINGS
from tests.support.process import BIN, PROCFILE, ROOT

DEPLOY: Final = ROOT / "deploy"
MANIFESTS: Final[dict[str, dict[str, Any]]] = {
    manifest["kind"]: manifest for manifest in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
}
POD: Final[dict[str, Any]] = MANIFESTS["Deployment"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
SATELLITES: Final[dict[str, Any]] = yaml.safe_load((ROOT / "deploy" / "wyoming.compose.yaml").read_text("utf-8"))
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
DOCKERFILE: Final = (ROOT / "Dockerfile").read_text("utf-8")
UNIT: Final = (DEPLOY / "trust-steps.service").read_text("utf-8")
SECRET: Final = {"REDIS_URL", *(name for name in SETTINGS if "SECRET" in name or "TOKEN" in name)}


@pytest.mark.parametrize("version", ["1.32", "1.37"], ids=["the oldest", "the newest"])
@pytest.mark.parametrize("kind", MANIFESTS)
def test_a_manifest_follows_the_schema_of_kubernetes(kind: str, version: str) -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="pip install kubernetes-validate; .ci/run does")

    validator.validate(MANIFESTS[kind], version, strict=True)


def test_the_schema_of_kubernetes_finds_errors() -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="pip install kubernetes-validate; .ci/run does")

    with pytest.raises(validator.ValidationError):
        validator.validate(MANIFESTS["Service"] | {"spec": {"port": 80}}, "1.37", strict=True)


def test_every_manifest_is_about_the_same_pods() -> None:
    labels = MANIFESTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    selectors = [
        MANIFESTS["Deployment"]["spec"]["selector"]["matchLabels"],
        MANIFESTS["Service"]["spec"]["selector"],
        MANIFESTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        MANIFESTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    ]

    assert selectors == [labels] * len(selectors)
    assert MANIFESTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == "trust-steps"
    assert "replicas" not in MANIFESTS["Deployment"]["spec"]  # or each deployment would undo the autoscaler's number


def test_a_pod_gets_settings_and_its_secrets_by_reference() -> None:
    by_value = {each["name"] for each in CONTAINER["env"] if "value" in each}
    by_reference = {each["name"] for each in CONTAINER["env"] if "secretKeyRef" in each.get("valueFrom", {})}

    assert by_value | by_reference <= set(SETTINGS)
    assert by_reference >= SECRET
    assert "Secret" not in MANIFESTS


def test_a_pod_is_the_user_and_has_the_port_of_the_image() -> None:
    assert f"USER {POD['securityContext']['runAsUser']}\n" in DOCKERFILE
    assert f"EXPOSE {CONTAINER['ports'][0]['containerPort']}\n" in DOCKERFILE


def test_no_probe_asks_for_the_store() -> None:
    """Without Redis people still get answers. A pod that is restarted or gets no requests then gives none."""
    probes = [CONTAINER[name]["httpGet"]["path"] for name in ("startupProbe", "readinessProbe", "livenessProbe")]

    assert probes == ["/healthz"] * 3


def test_a_pod_and_a_unit_have_the_time_to_finish_their_turns() -> None:
    before = CONTAINER["lifecycle"]["preStop"]["sleep"]["seconds"]
    unit = re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)

    assert POD["terminationGracePeriodSeconds"] > before + graceful_timeout
    assert unit is not None
    assert int(unit[1]) > graceful_timeout


@pytest.mark.parametrize("file", ["compose.yaml", "deploy/wyoming.compose.yaml"])
def test_compose_follows_the_schema_of_compose(file: str) -> None:
    pytest.importorskip("check_jsonschema", reason="pip install check-jsonschema; .ci/run does")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]

    done = subprocess.run([*command, ROOT / file], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", [*COMPOSE["services"], *SATELLITES["services"]])
def test_a_container_has_limits_and_its_log_is_rotated(name: str) -> None:
    service = (COMPOSE["services"] | SATELLITES["services"])[name]

    assert {"mem_limit", "pids_limit", "security_opt"} <= service.keys()
    assert service["logging"]["driver"] == "json-file"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


def test_the_settings_of_compose_are_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    names = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    used = set(re.findall(r"\${(\w+)", (ROOT / "compose.yaml").read_text("utf-8")))

    assert names == used - {"COMMIT"}


def test_the_unit_runs_what_the_procfile_runs() -> None:
    (command,) = re.findall(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)

    assert shlex.split(command) == ["/opt/trust-steps/.venv/bin/gunicorn", *shlex.split(PROCFILE)[1:]]


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists on this machine, as systemd wants."""
    file = tmp_path / "trust-steps.service"
    file.write_text(UNIT.replace("/opt/trust-steps/.venv/bin", str(BIN)))
    return file


@pytest.mark.parametrize(
    "arguments", [["verify"], ["security", "--offline=true", "--threshold=20"]], ids=["valid", "confined"]
)
def test_systemd_accepts_the_unit(arguments: list[str], unit: Path) -> None:
    """The second is systemd's own figure for how much of the system a service can reach: 0 to 100, here at most 20."""
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze is missing: apt-get install systemd")

    done = subprocess.run([program, *arguments, unit], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr
