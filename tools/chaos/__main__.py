"""script/chaos: every scenario, or those that are named."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tools.chaos.report import REPORT, Finding, Scale, write
from tools.chaos.scenarios import SCENARIOS


def main() -> int:
    chosen = _options()
    scale = Scale(chosen.seed, chosen.short, chosen.minutes, chosen.runs)
    found = {name: _run(name, scale) for name in chosen.names or SCENARIOS}
    if chosen.report:
        write(found, SCENARIOS, " ".join(("script/chaos", *sys.argv[1:])))
    return int(not all(each.is_good for findings in found.values() for each in findings))


def _options() -> argparse.Namespace:
    scale = Scale()
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *SCENARIOS], metavar="NAME", help=", ".join(SCENARIOS))
    parser.add_argument("--short", action="store_true", help="as in script/test")
    parser.add_argument("--seed", type=int, default=scale.seed)
    parser.add_argument("--minutes", type=float, default=scale.minutes, help="of the soak")
    parser.add_argument("--runs", type=int, default=scale.runs, help="of the fuzzing")
    parser.add_argument("--report", action="store_true", help=f"write what was found into docs/{REPORT.name}")
    return parser.parse_args()


def _run(name: str, scale: Scale) -> list[Finding]:
    found, began = [], monotonic()
    with TemporaryDirectory() as folder:
        for finding in SCENARIOS[name](scale, Path(folder)):
            print(f"{'  ' if finding.is_good else '! '}{name}: {finding.what}: {finding.figure}", flush=True)
            found.append(finding)
    print(f"  {name}: took {monotonic() - began:.0f} s", flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
