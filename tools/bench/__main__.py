"""script/bench: what a turn costs, against the least that Flask can do and against the usual way; and the desk."""

import sys
from argparse import ArgumentParser, Namespace
from time import monotonic

from tools.bench import desk, report, servers, service
from tools.bench.effort import SMOKE, WHOLE

PARTS = ("service", "desk", "servers")
REPORTED_RUNS = 3


def main() -> None:
    options = _options()
    effort = SMOKE if options.smoke else WHOLE
    parts = PARTS if options.part == "all" else (options.part,)
    began = monotonic()

    def tell(text: str) -> None:
        print(f"{monotonic() - began:4.0f} s  {text}", file=sys.stderr, flush=True)

    found, desks = [], []
    for number in range(1, options.runs + 1):
        if "service" in parts:
            tell(f"run {number} of {options.runs}, the service")
            found.append(service.found(effort, tell))
        if "desk" in parts:
            tell(f"run {number} of {options.runs}, the desk: understanding, rendering and saying")
            desks.append(desk.measured(effort.sayings))
    if any(run.hearing is None for run in desks):
        tell("the page is not measured: there is no Chromium here")
    compared = servers.compared(effort, tell) if "servers" in parts else None
    print(report.tables(found, desks, compared))
    if options.report and compared:
        report.write(found, desks, compared)
        tell(f"wrote {report.PAGE} and {report.DRAWING}")


def _options() -> Namespace:
    parser = ArgumentParser(
        prog="script/bench", description="Measures the service and the desk, side by side with peers."
    )
    parser.add_argument("part", nargs="?", choices=("all", *PARTS), default="all")
    parser.add_argument("--smoke", action="store_true", help="as short as can be: the figures mean nothing")
    parser.add_argument("--runs", type=int, help=f"of the service and the desk: 1, for a report {REPORTED_RUNS}")
    parser.add_argument(
        "--report", action="store_true", help="write docs/performance.md and its drawing; needs all parts"
    )
    options = parser.parse_args()
    if options.report and options.part != "all":
        parser.error("a report needs all parts")
    if options.runs is None:
        options.runs = REPORTED_RUNS if options.report else 1
    if options.runs < 1:
        parser.error("at least one run")
    return options


if __name__ == "__main__":
    main()
