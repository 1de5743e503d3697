"""Amazon's official Node stack, which script/bench installs with npm when it first measures it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from speech.simulator.signer import RequestSigner
from tests.support.process import ROOT
from tools.bench.stacks.constant import ATTRIBUTES, DOCUMENT, REPROMPT, SPEECH, SWAP

SOURCE: Final = Path(__file__).parent / "node"
INSTALLED: Final = ROOT / "node_modules" / "bench"
"""Git ignores it."""

KEEP_SECONDS: Final = 400 * 86_400
_NPM: Final = ("install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def command(folder: Path, log: Callable[[str], None]) -> list[str] | None:
    """Return the command that starts it; None, with a line in the log, if it cannot be installed.

    `folder` gets the file of what the stack stores and answers.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        log("official Node is not measured: node or npm is not installed")
        return None
    if not (INSTALLED / "node_modules").is_dir():
        log("installing official Node's packages with npm")
        INSTALLED.mkdir(parents=True, exist_ok=True)
        shutil.copy(SOURCE / "package.json", INSTALLED)
        subprocess.run([npm, *_NPM], cwd=INSTALLED, stdout=sys.stderr, check=True)
    shutil.copy(SOURCE / "server.js", INSTALLED)
    constant = folder / "constant.json"
    constant.write_text(
        json.dumps(
            {
                "url": RequestSigner.url,
                "swap": SWAP,
                "document": DOCUMENT,
                "seconds": KEEP_SECONDS,
                "attributes": ATTRIBUTES,
                "speech": SPEECH,
                "reprompt": REPROMPT,
            }
        )
    )
    return ["/usr/bin/env", "NODE_ENV=production", f"BENCH_CONSTANT={constant}", node, str(INSTALLED / "server.js")]
