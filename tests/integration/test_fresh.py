"""If these fail, what a person said stays on the machine after they closed the window, though --fresh keeps nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import DEVNULL

import pytest

from tests.support.ports import free_port
from tests.support.process import BIN, environment
from tests.support.redis_server import wait_until

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP and no pseudo-terminals")

TALK_IN_A_WINDOW = 'exec trust-steps talk --fresh <"$0" >"$0" 2>&1'
"""The first terminal that the leader of a session opens becomes the one that controls it."""


def _stores(folder: Path) -> bool:
    return any(folder.glob("*/progress.sqlite3"))


def test_run_keeps_nothing_when_the_process_is_asked_to_end(tmp_path: Path) -> None:
    env = environment(tmp_path / "data", TMPDIR=str(tmp_path), PORT=str(free_port()))

    with subprocess.Popen([BIN / "trust-steps", "run", "--fresh"], env=env, stdout=DEVNULL, stderr=DEVNULL) as process:
        wait_until(lambda: _stores(tmp_path), "run stores nothing")
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        process.wait(30)

    assert process.returncode == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_talk_keeps_nothing_when_the_window_is_closed(tmp_path: Path) -> None:
    """The system then sends SIGHUP to the processes of the terminal."""
    env = environment(tmp_path / "data", TMPDIR=str(tmp_path))
    window, terminal = os.openpty()
    command = ["sh", "-c", TALK_IN_A_WINDOW, os.ttyname(terminal)]

    with subprocess.Popen(command, env=env, start_new_session=True) as process:
        os.write(window, b"open trust steps\r")
        wait_until(lambda: _stores(tmp_path), "talk stores nothing")
        os.close(terminal)
        os.close(window)
        process.wait(30)

    assert process.returncode in {0, 128 + signal.SIGHUP}  # the end of the input may come first
    assert list(tmp_path.iterdir()) == []
