"""Metrics are summed over processes, so these tests start processes of their own."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from skill.telemetry import metrics
from tests.support.process import ROOT

COUNT = """
import os
from skill.telemetry import metrics
folder = metrics.make_folder()
from skill.telemetry.metrics import Metrics
from skill.telemetry.interface import TurnOutcome
metrics = Metrics(folder, ["LaunchRequest"], ["stale"], {"version": "1.2.3"})
child = os.fork()
metrics.turn("LaunchRequest", TurnOutcome.ASKED, 1, 0.003)
metrics.turn("MadeUpIntent", TurnOutcome.ENDED, 1, 0.003)
metrics.voice(recognized=True)
metrics.refused("stale")
metrics.refused("made-up")
metrics.called("store", "read", 0.2, ok=False)
metrics.breaker(is_open=True)
if child:
    os.waitpid(child, 0)
    print(folder, metrics.render().decode(), sep="\\n")
else:
    os._exit(0)
"""


def _run(program: str, **settings: str) -> list[str]:
    env = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"} | settings
    process = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.splitlines()


def test_metrics_are_summed_over_processes_and_unknown_names_share_a_label() -> None:
    folder, *rows = _run(COUNT)

    assert {row for row in rows if row.endswith(" 2.0") and "bucket" not in row} == {
        'trust_steps_turns_total{intent="LaunchRequest",outcome="asked"} 2.0',
        'trust_steps_turns_total{intent="other",outcome="ended"} 2.0',
        'trust_steps_voices_total{recognized="yes"} 2.0',
        'trust_steps_refusals_total{reason="stale"} 2.0',
        'trust_steps_refusals_total{reason="other"} 2.0',
        'trust_steps_call_failures_total{action="read",service="store"} 2.0',
        'trust_steps_call_seconds_count{action="read",service="store"} 2.0',
        "trust_steps_breaker_open 2.0",
    }
    assert "trust_steps_turn_seconds_count 4.0" in rows
    assert 'trust_steps_turns_total{intent="LaunchRequest",outcome="failed"} 0.0' in rows
    assert 'trust_steps_build_info{version="1.2.3"} 1.0' in rows
    assert not Path(folder).exists()


CHILD = """
import os, sys, time
from skill.telemetry import metrics
metrics = metrics.Metrics(metrics.make_folder(), [], [])
def process():
    rows = (row.split(" ") for row in metrics.render().decode().splitlines() if row.startswith("process_"))
    return {name: float(value) for name, value in rows}
alone = process()
read, write = os.pipe()
child = os.fork()
if not child:
    files = [open(os.devnull) for _ in range(100)]
    spent = time.process_time() + 0.3
    while time.process_time() < spent:
        pass
    os.write(write, b"x")
    time.sleep(60)
os.read(read, 1)
both = process()
os.kill(child, 9)
os.waitpid(child, 0)
print(alone, both, process(), os.getpid(), sep="\\n")
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc, as on Linux")
def test_the_process_metrics_are_of_the_service_and_not_of_the_worker_that_answers() -> None:
    alone, both, after = (ast.literal_eval(line) for line in _run(CHILD)[:3])

    assert both["process_resident_memory_bytes"] > alone["process_resident_memory_bytes"] + 5_000_000
    assert both["process_open_fds"] >= 100 > alone["process_open_fds"]
    assert both["process_cpu_seconds_total"] >= alone["process_cpu_seconds_total"] + 0.1
    assert after["process_cpu_seconds_total"] >= both["process_cpu_seconds_total"]
    assert after["process_start_time_seconds"] == alone["process_start_time_seconds"]


def test_a_folder_from_the_environment_loses_only_the_files_of_earlier_processes(tmp_path: Path) -> None:
    """An operator may name a folder in which other databases are, such as the progress file or another service's."""
    _run(COUNT, PROMETHEUS_MULTIPROC_DIR=str(tmp_path))
    earlier = set(tmp_path.iterdir())
    foreign = {
        "orders.db": b"trust_steps",
        "counter_1.db": b'["jobs","jobs_total"]',
        "progress.sqlite3": b'"trust_steps_',
    }
    for name, content in foreign.items():
        (tmp_path / name).write_bytes(content)

    folder, *rows = _run(COUNT, PROMETHEUS_MULTIPROC_DIR=str(tmp_path))

    files = set(tmp_path.iterdir())
    assert folder == str(tmp_path)
    assert 'trust_steps_refusals_total{reason="stale"} 2.0' in rows
    assert len(earlier) == 6
    assert files & earlier == set()
    assert {file.name: file.read_bytes() for file in files if file.name in foreign} == foreign


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 404),
        ({"Authorization": "Bearer wrong"}, 404),
        ({"Authorization": "the token"}, 404),
        ({"Authorization": "Bearer \u00fc"}, 404),
        ({"Authorization": "Bearer the token"}, 200),
    ],
    ids=["no header", "wrong token", "no scheme", "not ASCII", "right token"],
)
def test_the_page_needs_the_token(headers: dict[str, str], status: int) -> None:
    app = Flask(__name__)
    app.register_blueprint(metrics.blueprint("the token", lambda: b"metrics"))

    assert app.test_client().get("/metrics", headers=headers).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_no_other_method_reveals_the_page(method: str) -> None:
    app = Flask(__name__)
    app.register_blueprint(metrics.blueprint("the token", lambda: b"metrics"))

    answer = app.test_client().open("/metrics", method=method, headers={"Authorization": "Bearer the token"})

    assert answer.status_code == 404
