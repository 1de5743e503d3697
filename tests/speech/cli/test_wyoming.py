"""`trust-steps wyoming` as a process."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from wyoming.asr import Transcript

from speech.__main__ import call
from speech.cli.arguments import parse
from tests.support.process import environment
from tests.support.wyoming_client import RunningServer


def test_it_listens_on_this_machine_alone_unless_another_address_is_given() -> None:
    assert parse(["wyoming"]).uri == "tcp://127.0.0.1:10700"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to wait for")
def test_beyond_this_machine_it_says_so_and_it_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "speech", "wyoming", "--uri", "tcp://0.0.0.0:0"]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        with RunningServer(int(line.split("0.0.0.0:")[1].split()[0])).connect() as client:
            said = client.ask(Transcript("my partner hits me"))
            process.send_signal(signal.SIGTERM)
            status = process.wait(20)
        notes = process.stderr.read()

    assert "911" in said.data["text"]
    assert status == 0
    assert "Everyone on the network of 0.0.0.0 can connect" in notes
    assert "partner" not in notes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--uri", "10700"], "write for example tcp://127.0.0.1:10700"),
        (["--endpoint", "http://127.0.0.1:1/"], "--endpoint needs --model FILE"),
        (["--locale", "xx-XX"], "no interaction model for it"),
    ],
)
def test_a_wrong_option_is_named(tmp_path: Path, arguments: list[str], message: str) -> None:
    assert message in str(call(["wyoming", *arguments], os.environ | {"TRUST_STEPS_DATA": str(tmp_path)}))


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        uri = f"tcp://127.0.0.1:{taken.getsockname()[1]}"

        message = call(["wyoming", "--uri", uri], os.environ | {"TRUST_STEPS_DATA": str(tmp_path)})

    assert f"--uri: {uri.removeprefix('tcp://')} cannot be listened on" in str(message)
