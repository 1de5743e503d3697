"""Drives a server with wrk, to check that the bench's own load generator is not the bottleneck."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.support.ports import HOST
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
  local errors, latencies = 0, {}
  for _, count in pairs(summary.errors) do errors = errors + count end
  for number = 1, #latency do
    latencies[number] = string.format("[%d, %d]", latency(number))
  end
  print(string.format('\\n{"turns": %d, "microseconds": %d, "errors": %d, "latencies": [%s]}',
    summary.requests, summary.duration, errors, table.concat(latencies, ", ")))
end
"""
"""Sends the requests in turn, and starts again after the last.

Reports each latency with its count. There are more latencies than turns, for wrk adds those that a wait delayed.
"""

_MICROSECONDS: Final = 1_000_000
_ERROR_RATE: Final = 0.01
"""So few errors do not change the number of turns per second."""


def is_installed() -> bool:
    return shutil.which("wrk") is not None


def drive(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> Load:
    """Send requests from one thread for whole seconds. Raise RuntimeError if over 1 % of the answers are errors."""
    with TemporaryDirectory(prefix="trust-steps-bench-") as name:
        script, sent = Path(name) / "turns.lua", Path(name) / "requests"
        script.write_text(_SCRIPT)
        sent.write_bytes(b"".join(f"{len(request)}\n".encode() + request for request in requests))
        options = ["-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "-s", str(script)]
        words = ["wrk", *options, f"http://{HOST}:{port}/", "--", str(sent)]
        summary = json.loads(subprocess.run(words, capture_output=True, check=True).stdout.splitlines()[-1])
    if summary["errors"] > summary["turns"] * _ERROR_RATE:
        raise RuntimeError(f"wrk counted {summary['errors']} errors in {summary['turns']} turns")
    latencies = [latency / _MICROSECONDS for latency, count in summary["latencies"] for _ in range(count)]
    return Load(summary["turns"], summary["microseconds"] / _MICROSECONDS, latencies)
