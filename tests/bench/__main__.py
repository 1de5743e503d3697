"""script/bench: what a turn costs, against the least that Flask can do and against the usual way; and the desk."""

import sys
from argparse import ArgumentParser, Namespace
from time import monotonic

from tests.bench import desk, report, servers, service
from tests.bench.effort import SMOKE, WHOLE

PARTS = ("service", "desk", "servers")


def main() -> None:
    options = _options()
    began = monotonic()

    def tell(text: str) -> None:
        print(f"{monotonic() - began:4.0f} s  {text}", file=sys.stderr, flush=True)

    effort = SMOKE if options.smoke else WHOLE
    parts = set(PARTS) if options.part == "all" else {options.part}
    found = service.found(effort, tell) if "service" in parts else None
    quickness = None
    if "desk" in parts:
        tell("understanding, rendering and saying on the desk")
        quickness = desk.measured(effort.sayings)
        if quickness.hearing is None:
            tell("the page is not measured: there is no Chromium here")
    compared = servers.compared(effort, tell) if "servers" in parts else None
    print(report.tables(found, quickness, compared))
    if options.report and found and quickness and compared:
        report.write(found, quickness, compared)
        tell(f"wrote {report.PAGE} and {report.DRAWING}")


def _options() -> Namespace:
    parser = ArgumentParser(
        prog="script/bench", description="Measures the service and the desk, side by side with peers."
    )
    parser.add_argument("part", nargs="?", choices=("all", *PARTS), default="all")
    parser.add_argument("--smoke", action="store_true", help="as short as can be: the figures mean nothing")
    parser.add_argument(
        "--report", action="store_true", help="write docs/performance.md and its drawing; needs all parts"
    )
    options = parser.parse_args()
    if options.report and options.part != "all":
        parser.error("a report needs all parts")
    return options


if __name__ == "__main__":
    main()
