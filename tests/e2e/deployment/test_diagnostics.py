"""`trust-steps doctor --endpoint` against a service behind real TLS, on loopback but under a host name."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from skill import __version__
from skill.diagnostics import DeploymentChecks
from skill.errors import ServiceError
from skill.skill_package.endpoint_url import EndpointUrl, StagingUrl
from skill.telemetry import metrics
from speech.__main__ import call
from speech.simulator.loopback import serving
from tests.integration.store.tls_proxy import tls_proxy_to
from tests.support.ports import HOST
from tests.support.process import PROCFILE, Service, running
from tests.support.skill_id import SKILL_ID

NAME = "trust.example.org"
TOKEN = "a token of this test"
SKILL = {
    "TRUST_STEPS_SKILL_ID": SKILL_ID,
    "TRUST_STEPS_SECRET": "x" * 16,
    "TRUST_STEPS_METRICS_TOKEN": TOKEN,
}
LONG = timedelta(days=90)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(PROCFILE, tmp_path_factory.mktemp("data"), TRUST_STEPS_COMMIT="0c0ffee", **SKILL) as service:
        yield service


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port is not None
    return port


@contextmanager
def _checks_of(url: str, folder: Path, name: str = NAME, expires_in: timedelta = LONG) -> Iterator[DeploymentChecks]:
    with tls_proxy_to(_port(url), folder, datetime.now(UTC), name, expires_in) as front:
        tls = ssl.create_default_context(cafile=str(front.certificate))
        yield DeploymentChecks(EndpointUrl(f"https://{NAME}/alexa"), tls, (HOST, front.port))


def test_a_healthy_service_passes_every_check(deployed: Service, tmp_path: Path) -> None:
    with _checks_of(deployed.url, tmp_path) as outside:
        results = {name: check() for name, check in outside.checks().items()}

    assert results.pop("certificate").startswith("trusted, and valid for 89 days")
    assert results == {
        "health": f"version {__version__}, commit 0c0ffee",
        "readiness": "the store answers, and the skill's id is set",
        "refusal": "an unsigned request gets a 400 with an empty body",
        "pages": "the privacy policy and the terms of use are online",
    }


def test_a_wildcard_certificate_is_reported_with_the_option_for_it(deployed: Service, tmp_path: Path) -> None:
    with _checks_of(deployed.url, tmp_path, name="*.example.org") as outside:
        result = outside.certificate()

    assert result.endswith("it is for *.example.org, so package with --wildcard")


@pytest.mark.parametrize(
    ("name", "expires_in", "hint"),
    [
        (NAME, timedelta(days=3), "expires in 2 days"),
        (NAME, timedelta(hours=-1), "not trusted"),
        ("other.example.org", LONG, "not trusted"),
    ],
    ids=["expires soon", "has expired", "for another host"],
)
def test_an_expiring_or_invalid_certificate_fails(
    name: str, expires_in: timedelta, hint: str, deployed: Service, tmp_path: Path
) -> None:
    with _checks_of(deployed.url, tmp_path, name, expires_in) as outside, pytest.raises(ServiceError, match=hint):
        outside.certificate()


def test_an_untrusted_certificate_fails(deployed: Service, tmp_path: Path) -> None:
    with _checks_of(deployed.url, tmp_path) as outside:
        distrustful = DeploymentChecks(outside.address, ssl.create_default_context(), outside.connect_to)

        with pytest.raises(ServiceError, match="the certificate is not trusted"):
            distrustful.health()


def test_a_service_without_a_skill_id_is_not_ready(tmp_path: Path) -> None:
    with (
        running(PROCFILE, tmp_path) as service,
        _checks_of(service.url, tmp_path) as outside,
        pytest.raises(ServiceError, match="TRUST_STEPS_SKILL_ID is not set"),
    ):
        outside.readiness()


@pytest.mark.parametrize(
    ("check", "hint"),
    [
        ("health", "is not Trust Steps"),
        ("readiness", "answers 404"),
        ("refusal", "it must get a 400 with an empty body"),
        ("pages", "/privacy is not a web page"),
    ],
)
def test_another_service_fails_every_check(check: str, hint: str, tmp_path: Path) -> None:
    app = Flask(__name__)
    app.add_url_rule("/healthz", "health", lambda: "fine")
    app.add_url_rule("/alexa", "alexa", lambda: {"version": "1.0", "response": {}}, methods=["POST"])

    with serving(app) as url, _checks_of(url, tmp_path) as outside, pytest.raises(ServiceError, match=hint):
        outside.checks()[check]()


def test_a_staging_host_is_checked_at_its_own_port_without_tls(
    deployed: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    status = call(["doctor", "--staging", "--endpoint", f"{deployed.url}/alexa"], {"TRUST_STEPS_METRICS_TOKEN": TOKEN})

    lines = capfd.readouterr().out.splitlines()
    assert status == 0, lines
    assert lines[0] == f"ok   skill: Trust Steps, as deployed at {deployed.url}/alexa"
    assert lines[1] == "ok   certificate: none: plain HTTP, which Alexa does not accept"
    assert lines[-1] == "ok   voices: 0 of 0 turns since the start had a recognized voice"
    assert len(lines) == 7


def test_a_staging_host_may_have_any_port_and_a_certificate_of_this_machine(deployed: Service, tmp_path: Path) -> None:
    with tls_proxy_to(_port(deployed.url), tmp_path, datetime.now(UTC), NAME, LONG) as front:
        tls = ssl.create_default_context(cafile=str(front.certificate))
        outside = DeploymentChecks(StagingUrl(f"https://{NAME}:{front.port}/alexa"), tls, (HOST, front.port))

        assert [check()[:7] for check in outside.checks().values()][:2] == ["trusted", "version"]


@pytest.mark.parametrize(
    ("counted", "note"),
    [
        ({"yes": 3, "no": 39}, "3 of 42 turns since the start had a recognized voice"),
        ({"yes": 0, "no": 42}, "none of 42 turns since the start had a recognized voice, so partners share a place"),
    ],
    ids=["voices", "no voice"],
)
def test_the_metrics_show_whether_alexa_recognizes_voices(counted: dict[str, int], note: str) -> None:
    """Without the permission no voice is ever sent, and nothing else would show it."""
    rows = "".join(f'trust_steps_voices_total{{recognized="{answer}"}} {n}.0\n' for answer, n in counted.items())
    app = Flask(__name__)
    app.register_blueprint(metrics.blueprint(TOKEN, rows.encode))

    with serving(app) as url:
        outside = DeploymentChecks(StagingUrl(f"{url}/alexa"), ssl.create_default_context(), metrics_token=TOKEN)
        found = outside.voices()

    assert found.startswith(note)


def test_a_wrong_metrics_token_is_a_failed_check(deployed: Service) -> None:
    outside = DeploymentChecks(StagingUrl(f"{deployed.url}/alexa"), ssl.create_default_context(), metrics_token="wrong")

    with pytest.raises(ServiceError, match="TRUST_STEPS_METRICS_TOKEN"):
        outside.voices()


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--staging"], "--staging needs --endpoint"),
        (["--staging", "--endpoint", "staging.internal/alexa"], "use for example"),
        (["--staging", "--endpoint", "https://staging.internal:none/alexa"], "use for example"),
        (["--staging", "--endpoint", "https://staging.internal"], "use for example"),
    ],
)
def test_an_incomplete_staging_address_is_a_one_line_error(options: list[str], hint: str) -> None:
    assert hint in str(call(["doctor", *options], {}))


def test_an_unreachable_host_fails_every_check(capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor", "--endpoint", "https://trust.invalid.example/alexa"], {})

    lines = capfd.readouterr().out.splitlines()
    assert status == 1
    assert len(lines) == 6
    assert all("cannot be reached on port 443" in line for line in lines[1:])


def test_an_address_that_alexa_cannot_reach_is_a_one_line_error() -> None:
    message = call(["doctor", "--endpoint", "http://trust.example.org/alexa"], {})

    assert "https only" in str(message)
