"""What `trust-steps doctor --endpoint` says of a service behind real TLS, on loopback under the name of a host."""

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
from skill.skill_package.endpoint_url import EndpointUrl
from speech.__main__ import call
from speech.simulator.loopback import serving
from tests.integration.store.tls_front import tls_in_front_of
from tests.support.process import PROCFILE, Service, running
from tests.support.redis_server import HOST
from tests.support.skill_id import SKILL_ID

NAME = "trust.example.org"
SKILL = {"TRUST_STEPS_SKILL_ID": SKILL_ID, "TRUST_STEPS_SECRET": "x" * 16}
LONG = timedelta(days=90)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(PROCFILE, tmp_path_factory.mktemp("data"), TRUST_STEPS_COMMIT="0c0ffee", **SKILL) as service:
        yield service


@contextmanager
def _seen(url: str, folder: Path, name: str = NAME, ends_in: timedelta = LONG) -> Iterator[DeploymentChecks]:
    port = urlsplit(url).port
    assert port is not None
    with tls_in_front_of(port, folder, datetime.now(UTC), name, ends_in) as front:
        tls = ssl.create_default_context(cafile=str(front.certificate))
        yield DeploymentChecks(EndpointUrl(f"https://{NAME}/alexa"), tls, (HOST, front.port))


def test_a_service_in_order_is_found_in_order(deployed: Service, tmp_path: Path) -> None:
    with _seen(deployed.url, tmp_path) as outside:
        told = {name: check() for name, check in outside.checks().items()}

    assert told.pop("certificate").startswith("trusted, and good for 89 days")
    assert told == {
        "health": f"version {__version__}, commit 0c0ffee",
        "readiness": "the store answers, and the skill's id is set",
        "refusal": "an unsigned request gets a 400 and not a word",
        "pages": "privacy and terms are shown",
    }


def test_a_certificate_for_all_names_below_a_host_is_told_with_what_it_means(deployed: Service, tmp_path: Path) -> None:
    with _seen(deployed.url, tmp_path, name="*.example.org") as outside:
        told = outside.certificate()

    assert told.endswith("it is one for *.example.org, so package with --wildcard")


@pytest.mark.parametrize(
    ("name", "ends_in", "mend"),
    [
        (NAME, timedelta(days=3), "ends in 2 days"),
        (NAME, timedelta(hours=-1), "not trusted"),
        ("other.example.org", LONG, "not trusted"),
    ],
    ids=["ends soon", "has ended", "of another host"],
)
def test_a_certificate_that_is_not_good_is_told(
    name: str, ends_in: timedelta, mend: str, deployed: Service, tmp_path: Path
) -> None:
    with _seen(deployed.url, tmp_path, name, ends_in) as outside, pytest.raises(ServiceError, match=mend):
        outside.certificate()


def test_a_certificate_that_nobody_vouches_for_is_told(deployed: Service, tmp_path: Path) -> None:
    with _seen(deployed.url, tmp_path) as outside:
        stranger = DeploymentChecks(outside.address, ssl.create_default_context(), outside.place)

        with pytest.raises(ServiceError, match="its certificate is not trusted"):
            stranger.health()


def test_a_service_without_a_skill_id_is_told(tmp_path: Path) -> None:
    with (
        running(PROCFILE, tmp_path) as service,
        _seen(service.url, tmp_path) as outside,
        pytest.raises(ServiceError, match="TRUST_STEPS_SKILL_ID is not set"),
    ):
        outside.readiness()


@pytest.mark.parametrize(
    ("check", "mend"),
    [
        ("health", "something else than Trust Steps"),
        ("readiness", "answers 404"),
        ("refusal", "it must be 400, and empty"),
        ("pages", "/privacy is not shown"),
    ],
)
def test_another_service_is_not_taken_for_this_one(check: str, mend: str, tmp_path: Path) -> None:
    app = Flask(__name__)
    app.add_url_rule("/healthz", "health", lambda: "fine")
    app.add_url_rule("/alexa", "alexa", lambda: {"version": "1.0", "response": {}}, methods=["POST"])

    with serving(app) as url, _seen(url, tmp_path) as outside, pytest.raises(ServiceError, match=mend):
        outside.checks()[check]()


def test_a_host_that_is_not_there_is_told_in_every_line(capfd: pytest.CaptureFixture[str]) -> None:
    status = call(["doctor", "--endpoint", "https://trust.invalid.example/alexa"], {})

    lines = capfd.readouterr().out.splitlines()
    assert status == 1
    assert len(lines) == 5
    assert all("cannot be reached on port 443" in line for line in lines)


def test_an_address_that_alexa_could_never_reach_is_one_line() -> None:
    told = call(["doctor", "--endpoint", "http://trust.example.org/alexa"], {})

    assert "https only" in str(told)
