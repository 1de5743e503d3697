"""script/bench: measures the service, beside the least that Flask can do and the usual way, and the simulator."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from time import monotonic

from tools.bench import report, servers, service, simulator, wyoming
from tools.bench.effort import FULL, SMOKE

PARTS = ("service", "simulator", "servers")
REPORTED_RUNS = 3


def main() -> None:
    options = parse()
    effort = SMOKE if options.smoke else FULL
    parts = PARTS if options.part == "all" else (options.part,)
    if options.part == "wyoming":
        print(wyoming.table(wyoming.measure()))
        return
    began = monotonic()

    def log(text: str) -> None:
        print(f"{monotonic() - began:4.0f} s  {text}", file=sys.stderr, flush=True)

    services, simulators = [], []
    for number in range(1, options.runs + 1):
        if "service" in parts:
            log(f"run {number} of {options.runs}: the service")
            services.append(service.measure(effort, log))
        if "simulator" in parts:
            log(f"run {number} of {options.runs}: the simulator")
            simulators.append(simulator.measure(effort.repetitions))
    if any(run.first_sound is None for run in simulators):
        log("the page is not measured: Chromium is not installed")
    comparison = servers.compare(effort, log) if "servers" in parts else None
    print(report.tables(services, simulators, comparison))
    if options.report and comparison:
        report.write(services, simulators, comparison)
        log(f"wrote {report.PAGE} and {report.CHART}")


def parse(arguments: Sequence[str] | None = None) -> Namespace:
    parser = ArgumentParser(prog="script/bench", description="Measure the service and the simulator, beside peers.")
    parser.add_argument("part", nargs="?", choices=("all", *PARTS, "wyoming"), default="all")
    parser.add_argument("--smoke", action="store_true", help="as short as possible: the figures mean nothing")
    parser.add_argument(
        "--runs", type=int, help=f"of the service and the simulator: 1, or {REPORTED_RUNS} for a report"
    )
    parser.add_argument(
        "--report", action="store_true", help="write docs/performance.md and its chart; needs all parts"
    )
    options = parser.parse_args(arguments)
    if options.report and options.part != "all":
        parser.error("a report needs all parts")
    if options.runs is None:
        options.runs = REPORTED_RUNS if options.report else 1
    if options.runs < 1:
        parser.error("at least one run")
    return options


if __name__ == "__main__":
    main()
