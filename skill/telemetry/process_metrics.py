"""Prometheus's usual process metrics, for gunicorn's processes together, and the build. Both are read on demand."""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

_COMBINED: Final[Mapping[str, tuple[Callable[[list[float]], float], str]]] = {
    "process_cpu_seconds": (
        lambda values: round(sum(values), 6),
        "User and system CPU of the service's processes, those that have ended included.",
    ),
    "process_resident_memory_bytes": (sum, "Resident memory of the processes. Shared memory counts in each."),
    "process_virtual_memory_bytes": (sum, "Virtual memory of the processes."),
    "process_open_fds": (max, "Open files and connections of the process that has the most."),
    "process_max_fds": (min, "How many a process may have."),
    "process_start_time_seconds": (min, "When the service was started, in seconds since 1970."),
}
"""How the values of several processes become one, and what it means. CPU is rounded because a counter must not fall, as
a sum does when the same seconds are added in another order."""

_CPU: Final = "process_cpu_seconds"


class ProcessMetrics:
    """A collector for the process that created it, and its children. It finds nothing where there is no /proc."""

    def __init__(self) -> None:
        self._parent = os.getpid()

    def collect(self) -> Iterable[Any]:
        from prometheus_client import ProcessCollector
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        values: dict[str, list[float]] = {name: [] for name in _COMBINED}
        for process in (self._parent, *_children(self._parent)):
            for metric in ProcessCollector(pid=partial(int, process), registry=None).collect():
                values[metric.name].append(metric.samples[0].value)
        if values[_CPU]:
            values[_CPU].append(_cpu_of_ended_children(self._parent))
        for name, (combine, meaning) in _COMBINED.items():
            if values[name]:
                family = CounterMetricFamily if name == _CPU else GaugeMetricFamily
                yield family(name, meaning, value=combine(values[name]))


class BuildInfo:
    """A collector of one metric with the value 1, whose labels say which build runs."""

    def __init__(self, **labels: str) -> None:
        self._labels = labels

    def collect(self) -> Iterable[Any]:
        from prometheus_client.core import InfoMetricFamily

        yield InfoMetricFamily("trust_steps_build", "The build that runs.", value=self._labels)


def _children(parent: int) -> list[int]:
    """Return the living children, which the main thread started. Empty if the system does not list them."""
    try:
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    except OSError:
        return []


def _cpu_of_ended_children(parent: int) -> float:
    """Without it the counter would fall when a worker is replaced."""
    try:
        fields = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        return 0.0
