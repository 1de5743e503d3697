from datetime import timedelta
from pathlib import Path

import pytest

from skill.errors import SettingsError
from skill.settings import SETTINGS, read
from tests.support.skill_id import SKILL_ID


def test_a_newcomer_needs_no_setting() -> None:
    settings = read({"XDG_DATA_HOME": "/data"})

    assert settings.redis_url == ""
    assert settings.skill_ids == frozenset()
    assert settings.data == Path("/data/trust-steps")
    assert settings.keep == timedelta(days=400)
    assert (settings.port, settings.workers, settings.log_level) == (8000, 1, "INFO")


def test_an_empty_setting_is_as_one_that_is_not_set() -> None:
    empty = read({"XDG_DATA_HOME": "/data"} | dict.fromkeys(SETTINGS, " "))

    assert empty == read({"XDG_DATA_HOME": "/data"})


@pytest.mark.parametrize("ids", [f"{SKILL_ID} {SKILL_ID}2", f"{SKILL_ID},{SKILL_ID}2", f" {SKILL_ID}2,  {SKILL_ID} "])
def test_several_skills_may_share_the_service(ids: str) -> None:
    settings = read({"TRUST_STEPS_SKILL_ID": ids, "TRUST_STEPS_SECRET": "x" * 16})

    assert settings.skill_ids == {SKILL_ID, SKILL_ID + "2"}


@pytest.mark.parametrize(
    ("setting", "value", "mend"),
    [
        ("TRUST_STEPS_SKILL_ID", "my-skill", "begin with amzn1.ask.skill."),
        ("TRUST_STEPS_SECRET", "short", "at least 16"),
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
def test_a_wrong_value_names_the_setting_and_the_mend(setting: str, value: str, mend: str) -> None:
    with pytest.raises(SettingsError) as error:
        read({setting: value})

    assert setting in str(error.value)
    assert mend in str(error.value)


def test_a_skill_id_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="TRUST_STEPS_SECRET is missing"):
        read({"TRUST_STEPS_SKILL_ID": SKILL_ID})


def test_a_secret_is_never_told_in_an_error() -> None:
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
        ("redis://host", "redis://host"),
        ("", ""),
    ],
)
def test_a_hosts_own_network_may_vouch_for_redis(url: str, used: str) -> None:
    assert read({"REDIS_URL": url, "REDIS_TLS": "unverified"}).redis_url == used
    assert read({"REDIS_URL": url}).redis_url == url


@pytest.mark.parametrize(
    "name", ["TRUST_STEPS_COMMIT", "HEROKU_BUILD_COMMIT", "HEROKU_SLUG_COMMIT", "RENDER_GIT_COMMIT"]
)
def test_the_commit_is_what_the_operator_or_the_host_says(name: str) -> None:
    assert read({name: "0c0ffee"}).commit == "0c0ffee"
