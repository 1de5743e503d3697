"""How quickly the Wyoming server answers its own client, alone and in a crowd, and how much memory it takes."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

from wyoming.audio import AudioStop
from wyoming.tts import Synthesize

from tests.support.process import environment, resident_kilobytes
from tests.support.wyoming_client import RunningServer

TURNS: Final = 100
SILENT_CLIENTS: Final = 200
SENTENCES: Final = (
    *("open trust steps", "just looking", "yes", "give me an example", "next", "what can i say", "go to step three"),
    *("my partner hits me", "what do you know about me", "the one about boundaries", "how far am i", "stop"),
)


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds from a sentence to its answer, on a connection of its own."""

    p50: float
    p99: float
    most: float


@dataclass(frozen=True, slots=True)
class WyomingResult:
    alone: Latency
    crowded: Latency
    """With silent clients."""

    sound: float
    """Milliseconds from an answer of 80 seconds to the last of its sound."""

    started: int
    """Megabytes."""

    used: int
    """Megabytes at the end, with a conversation open for each of 100 satellites."""


def measure(turns: int = TURNS) -> WyomingResult:
    with TemporaryDirectory() as folder, _server(Path(folder)) as (server, process):
        started = resident_kilobytes(process) // 1024
        alone = _latency(server, turns)
        with ExitStack() as crowd:
            for _ in range(SILENT_CLIENTS):
                crowd.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            crowded = _latency(server, turns)
        sound = _sound(server)
        for number in range(turns):
            server.say("open trust steps", conversation_id="1", device_id=f"satellite {number}")
        return WyomingResult(alone, crowded, sound, started, resident_kilobytes(process) // 1024)


def table(result: WyomingResult) -> str:
    def row(name: str, latency: Latency) -> str:
        return f"| {name} | {latency.p50:.1f} ms | {latency.p99:.1f} ms | {latency.most:.1f} ms |"

    memory = f"Memory: {result.started} MB at the start, {result.used} MB with 100 open conversations."
    rows = [row("alone", result.alone), row(f"beside {SILENT_CLIENTS} silent clients", result.crowded)]
    head = ["| turns over Wyoming | p50 | p99 | most |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, "", f"The sound of a minute of breathing takes {result.sound:.0f} ms. {memory}"])


@contextmanager
def _server(folder: Path) -> Iterator[tuple[RunningServer, int]]:
    """Yield the server and the id of its process."""
    command = [sys.executable, "-m", "speech", "wyoming", "--uri", "tcp://127.0.0.1:0"]
    with subprocess.Popen(command, env=environment(folder), stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        try:
            yield RunningServer(int(line.split("127.0.0.1:")[1].split()[0])), process.pid
        finally:
            process.terminate()


def _latency(server: RunningServer, turns: int) -> Latency:
    server.say("next", conversation_id="first", device_id="bench")
    times = []
    for sentence in islice(cycle(SENTENCES), turns):
        begin = perf_counter()
        server.say(sentence, conversation_id="bench", device_id="bench")
        times.append((perf_counter() - begin) * 1_000)
    hundredths = quantiles(times, n=100, method="inclusive")
    return Latency(hundredths[49], hundredths[98], max(times))


def _sound(server: RunningServer) -> float:
    text = server.say("breathe with me", conversation_id="bench", device_id="bench")["text"]
    begin = perf_counter()
    with server.connect() as client:
        client.send(Synthesize(text))
        while (event := client.receive()) and not AudioStop.is_type(event.type):
            pass
    return (perf_counter() - begin) * 1_000
