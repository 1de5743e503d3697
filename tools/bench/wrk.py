"""wrk in place of the bench's own load: whether that load itself holds a server up."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.support.redis_server import HOST
from tools.bench.load import Load

_SCRIPT: Final = """
local requests, number = {}, 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  for size in function() return file:read("*l") end do
    requests[#requests + 1] = file:read(tonumber(size))
  end
  file:close()
end

function request()
  number = number % #requests + 1
  return requests[number]
end

function done(summary, latency)
  local errors, taken = 0, {}
  for _, count in pairs(summary.errors) do errors = errors + count end
  for number = 1, #latency do
    taken[number] = string.format("[%d, %d]", latency(number))
  end
  print(string.format('\\n{"turns": %d, "microseconds": %d, "errors": %d, "taken": [%s]}',
    summary.requests, summary.duration, errors, table.concat(taken, ", ")))
end
"""
"""Sends the requests in turn, from the first again after the last.

Tells each latency with how often it came: more often than there were turns, for wrk adds those that a wait held back.
"""

_MICROSECONDS: Final = 1_000_000
_GOOD_ENOUGH: Final = 0.01
"""One that failed in a hundred changes nothing of how many a second there were."""


def is_here() -> bool:
    return shutil.which("wrk") is not None


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    """On one thread, like the bench's own, for whole seconds. Raises RuntimeError for answers that are not good."""
    with TemporaryDirectory(prefix="trust-steps-bench-") as name:
        script, sent = Path(name) / "turns.lua", Path(name) / "requests"
        script.write_text(_SCRIPT)
        sent.write_bytes(b"".join(f"{len(request)}\n".encode() + request for request in requests))
        how = ["-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "-s", str(script)]
        words = ["wrk", *how, f"http://{HOST}:{port}/", "--", str(sent)]
        told = json.loads(subprocess.run(words, capture_output=True, check=True).stdout.splitlines()[-1])
    if told["errors"] > told["turns"] * _GOOD_ENOUGH:
        raise RuntimeError(f"wrk met {told['errors']} errors in {told['turns']} turns")
    latencies = [latency / _MICROSECONDS for latency, count in told["taken"] for _ in range(count)]
    return Load(told["turns"], told["microseconds"] / _MICROSECONDS, latencies)
