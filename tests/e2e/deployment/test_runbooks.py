"""The commands of docs/operations.md, run as they are written."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from skill.store.interface import ProgressStore
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from tests.e2e.docs.commands import BACK_UP_FILE, BACK_UP_REDIS, RESTORE_FILE, RESTORE_REDIS
from tests.support.alexa_client import Alexa, TickingClock, alexa, sqlite
from tests.support.process import ROOT
from tests.support.redis_server import RedisServer
from tests.support.redis_server import running as redis_running

PEOPLE = ("amzn1.ask.account.ANA", "amzn1.ask.account.BEN")


def _run(command: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": f"{folder}:/usr/local/bin:/usr/bin:/bin", **environment}
    return subprocess.run(["sh", "-c", command], cwd=folder, env=env, capture_output=True, text=True, check=False)


def _speaker(store: ProgressStore, user_id: str) -> Alexa:
    speaker = alexa(store, TickingClock())
    speaker.user_id = user_id
    return speaker


def _complete_step_one(store: ProgressStore) -> None:
    for user_id in PEOPLE:
        speaker = _speaker(store, user_id)
        speaker.launch()
        speaker.send_intent("AMAZON.YesIntent")
        speaker.send_intent("CompleteStepIntent")


def _completed(store: ProgressStore) -> list[str]:
    return re.findall(r"done: \d", " ".join(_speaker(store, user).send_intent("ProgressIntent") for user in PEOPLE))


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with redis_running(tmp_path / "redis", "repl-diskless-sync-delay 0") as server:
        yield server


def _docker(folder: Path, data: Path, port: int) -> None:
    """Stand in for the container: its command runs here, on the server's folder and port."""
    file = folder / "docker"
    places = f"-e 's|/data/|{data}/|g; s|/tmp/progress|{folder}/in-container|g; s|redis-cli|redis-cli -p {port}|g'"
    file.write_text(f"""#!/bin/sh
while [ "$1" != redis ]; do shift; done
shift 3
command=$(printf %s "$1" | sed {places})
exec sh -c "$command"
""")
    file.chmod(0o755)


def test_a_backup_of_redis_brings_everyone_back(redis: RedisServer, tmp_path: Path) -> None:
    """Redis would start empty with a dump beside its append-only file."""
    if not shutil.which("redis-cli"):
        pytest.skip("redis-cli is missing: apt-get install redis-tools")
    store = RedisStore(connector(redis.url), keep=timedelta(days=400))
    data = tmp_path / "redis"
    _docker(tmp_path, data, redis.port)
    _complete_step_one(store)

    backed_up = _run(BACK_UP_REDIS, tmp_path)
    redis.stop()
    shutil.rmtree(data / "appendonlydir")
    redis.start()
    lost = _completed(store)
    redis.stop()
    restored = _run(RESTORE_REDIS, tmp_path)
    redis.start()

    assert (backed_up.returncode, restored.returncode) == (0, 0), backed_up.stderr + restored.stderr
    assert (tmp_path / "progress.rdb").stat().st_mode & 0o777 == 0o600
    assert lost == []
    assert _completed(store) == ["done: 1"] * 2
    redis.stop()
    redis.start()
    assert _completed(store) == ["done: 1"] * 2


def test_a_backup_of_the_embedded_store_brings_everyone_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = sqlite(data, TickingClock())
    (tmp_path / ".venv").symlink_to(sys.prefix)
    _complete_step_one(store)

    backed_up = _run(BACK_UP_FILE, tmp_path, TRUST_STEPS_DATA=str(data))
    for user_id in PEOPLE:
        speaker = _speaker(store, user_id)
        speaker.send_intent("ForgetMeIntent")
        speaker.send_intent("AMAZON.YesIntent")
    lost = _completed(store)
    restored = _run(RESTORE_FILE, tmp_path, TRUST_STEPS_DATA=str(data))

    assert (backed_up.returncode, restored.returncode) == (0, 0), backed_up.stderr + restored.stderr
    assert (tmp_path / "progress.sqlite3").stat().st_mode & 0o777 == 0o600
    assert (data / "progress.sqlite3").stat().st_mode & 0o777 == 0o600
    assert lost == []
    assert _completed(sqlite(data, TickingClock())) == ["done: 1"] * 2


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with the two files that script/env needs."""
    (tmp_path / "script").mkdir()
    shutil.copy(ROOT / "script" / "env", tmp_path / "script")
    shutil.copy(ROOT / ".env.example", tmp_path)
    return tmp_path


def _settings(tree: Path) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", (tree / ".env").read_text(), re.MULTILINE))


def test_the_settings_are_written_with_new_secrets_for_the_owner_alone(tree: Path) -> None:
    done = _run("umask 000; script/env trust.example.org", tree)

    settings = _settings(tree)
    assert done.returncode == 0, done.stderr
    assert (tree / ".env").stat().st_mode & 0o777 == 0o600
    assert settings["DOMAIN"] == "trust.example.org"
    assert re.fullmatch("[0-9a-f]{64}", settings["TRUST_STEPS_SECRET"])
    assert re.fullmatch("[0-9a-f]{64}", settings["TRUST_STEPS_METRICS_TOKEN"])
    assert settings["TRUST_STEPS_SECRET"] != settings["TRUST_STEPS_METRICS_TOKEN"]
    assert not (tree / ".env.new").exists()


def test_existing_settings_are_kept_and_closed_to_others(tree: Path) -> None:
    """With another secret no one's data would be found."""
    (tree / ".env").write_text("TRUST_STEPS_SECRET=the one that keys the data\n")
    (tree / ".env").chmod(0o644)

    done = _run("script/env trust.example.org", tree)

    assert "kept" in done.stderr
    assert (tree / ".env").read_text() == "TRUST_STEPS_SECRET=the one that keys the data\n"
    assert (tree / ".env").stat().st_mode & 0o777 == 0o600


def test_rotating_keeps_the_old_secret_among_the_former_ones(tree: Path) -> None:
    _run("script/env trust.example.org", tree)
    secrets = [_settings(tree)["TRUST_STEPS_SECRET"]]
    for _ in range(2):
        assert _run("script/env --rotate", tree).returncode == 0
        secrets.append(_settings(tree)["TRUST_STEPS_SECRET"])

    settings = _settings(tree)
    assert len(set(secrets)) == 3
    assert settings["TRUST_STEPS_FORMER_SECRETS"].split() == [secrets[1], secrets[0]]
    assert settings["DOMAIN"] == "trust.example.org"
    assert (tree / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("command", ["script/env", "script/env --rotate", "script/env localhost"])
def test_a_wrong_call_writes_nothing_and_shows_a_right_one(command: str, tree: Path) -> None:
    done = _run(command, tree)

    assert done.returncode != 0
    assert "script/env trust-steps.example.com" in done.stderr
    assert not (tree / ".env").exists()
