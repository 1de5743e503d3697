"""script/chaos: runs all scenarios, or those that are named."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tools.chaos.report import REPORT, Result, Scale, write
from tools.chaos.scenarios import SCENARIOS


def main() -> int:
    options = _options()
    scale = Scale(options.seed, options.short, options.minutes, options.runs)
    results = {name: _run(name, scale) for name in options.names or SCENARIOS}
    if options.report:
        write(results, SCENARIOS, " ".join(("script/chaos", *sys.argv[1:])))
    return int(not all(result.is_good for of_scenario in results.values() for result in of_scenario))


def _options() -> argparse.Namespace:
    scale = Scale()
    parser = argparse.ArgumentParser(prog="script/chaos", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *SCENARIOS], metavar="NAME", help=", ".join(SCENARIOS))
    parser.add_argument("--short", action="store_true", help="as in script/test")
    parser.add_argument("--seed", type=int, default=scale.seed)
    parser.add_argument("--minutes", type=float, default=scale.minutes, help="of the soak")
    parser.add_argument("--runs", type=int, default=scale.runs, help="of the fuzzing")
    parser.add_argument("--report", action="store_true", help=f"write the results into docs/{REPORT.name}")
    return parser.parse_args()


def _run(name: str, scale: Scale) -> list[Result]:
    results, began = [], monotonic()
    with TemporaryDirectory() as folder:
        for result in SCENARIOS[name](scale, Path(folder)):
            print(f"{'  ' if result.is_good else '! '}{name}: {result.what}: {result.figure}", flush=True)
            results.append(result)
    print(f"  {name}: took {monotonic() - began:.0f} s", flush=True)
    return results


if __name__ == "__main__":
    sys.exit(main())
