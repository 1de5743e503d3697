from datetime import timedelta
from pathlib import Path

import pytest

from skill.errors import SettingsError
from skill.settings import SETTINGS, read
from tests.support.skill_id import SKILL_ID


def test_every_setting_has_a_default() -> None:
    settings = read({"XDG_DATA_HOME": "/data"})

    assert settings.redis_url == ""
    assert settings.skill_ids == frozenset()
    assert settings.data == Path("/data/trust-steps")
    assert settings.keep == timedelta(days=400)
    assert (settings.port, settings.workers, settings.log_level) == (8000, 1, "INFO")


def test_an_empty_setting_has_its_default() -> None:
    empty = read({"XDG_DATA_HOME": "/data"} | dict.fromkeys(SETTINGS, " "))

    assert empty == read({"XDG_DATA_HOME": "/data"})


@pytest.mark.parametrize("ids", [f"{SKILL_ID} {SKILL_ID}2", f"{SKILL_ID},{SKILL_ID}2", f" {SKILL_ID}2,  {SKILL_ID} "])
def test_several_skills_may_share_the_service(ids: str) -> None:
    settings = read({"TRUST_STEPS_SKILL_ID": ids, "TRUST_STEPS_SECRET": "x" * 16})

    assert settings.skill_ids == {SKILL_ID, SKILL_ID + "2"}


@pytest.mark.parametrize(
    ("setting", "value", "hint"),
    [
        ("TRUST_STEPS_SKILL_ID", "my-skill", "begin with amzn1.ask.skill."),
        ("TRUST_STEPS_SECRET", "short", "at least 16"),
        ("TRUST_STEPS_FORMER_SECRETS", f"{'x' * 16} short", "shorter than 16"),
        ("TRUST_STEPS_KEEP_DAYS", "0", "from 1 to 36500"),
        ("TRUST_STEPS_KEEP_DAYS", "a year", "whole number"),
        ("TRUST_STEPS_KEEP_DAYS", "1" * 5_000, "whole number"),
        ("PORT", "65536", "from 1 to 65535"),
        ("PORT", "-1", "whole number"),
        ("PORT", "\uff18\uff10", "whole number"),
        ("WEB_CONCURRENCY", "none", "whole number"),
        ("REDIS_TLS", "no", "verified, unverified"),
        ("TRUST_STEPS_METRICS_TOKEN", "short", "at least 16"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO, WARNING, ERROR"),
    ],
)
def test_an_invalid_value_is_an_error_that_names_the_setting_and_a_hint(setting: str, value: str, hint: str) -> None:
    with pytest.raises(SettingsError) as error:
        read({setting: value})

    assert setting in str(error.value)
    assert hint in str(error.value)


def test_a_skill_id_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="TRUST_STEPS_SECRET is missing"):
        read({"TRUST_STEPS_SKILL_ID": SKILL_ID})


def test_an_error_does_not_repeat_a_secret() -> None:
    with pytest.raises(SettingsError) as error:
        read({"TRUST_STEPS_SECRET": "hunter2"})

    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("rediss://:word@host:6379", "rediss://:word@host:6379?ssl_cert_reqs=none"),
        ("rediss+sentinel://host/name", "rediss+sentinel://host/name?ssl_cert_reqs=none"),
        ("rediss://host?ssl_ca_certs=ca.pem", "rediss://host?ssl_ca_certs=ca.pem&ssl_cert_reqs=none"),
        ("rediss://host?ssl_cert_reqs=required", "rediss://host?ssl_cert_reqs=required"),
        ("REDISS://host", "rediss://host?ssl_cert_reqs=none"),
        ("rediss://:ssl_cert_reqs@host", "rediss://:ssl_cert_reqs@host?ssl_cert_reqs=none"),
        ("rediss://host?db=2", "rediss://host?db=2&ssl_cert_reqs=none"),
        ("redis://host", "redis://host"),
        ("redis://host?db=2", "redis://host?db=2"),
        ("rediss://[::1", "rediss://[::1"),
        ("", ""),
    ],
)
def test_unverified_tls_is_added_to_the_redis_url(url: str, used: str) -> None:
    assert read({"REDIS_URL": url, "REDIS_TLS": "unverified"}).redis_url == used
    assert read({"REDIS_URL": url}).redis_url == url


@pytest.mark.parametrize(
    "name", ["TRUST_STEPS_COMMIT", "HEROKU_BUILD_COMMIT", "HEROKU_SLUG_COMMIT", "RENDER_GIT_COMMIT"]
)
def test_the_commit_comes_from_the_operator_or_the_host(name: str) -> None:
    assert read({name: "0c0ffee"}).commit == "0c0ffee"


def test_several_former_secrets_may_be_known() -> None:
    settings = read({"TRUST_STEPS_SECRET": "x" * 16, "TRUST_STEPS_FORMER_SECRETS": f" {'y' * 16}  {'z' * 20} "})

    assert settings.former_secrets == ("y" * 16, "z" * 20)


def test_a_secret_that_was_not_replaced_is_refused() -> None:
    """The operator copied the secret to the former ones and forgot to set a new one."""
    with pytest.raises(SettingsError, match="set TRUST_STEPS_SECRET to the new secret"):
        read({"TRUST_STEPS_SECRET": "x" * 16, "TRUST_STEPS_FORMER_SECRETS": "x" * 16})
