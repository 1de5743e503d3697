"""Where the worker processes put their figures together."""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""How prometheus_client is told; it looks when it is first imported."""


def make() -> str:
    """A new folder for this process and those that it forks, gone when this one ends.

    One that the operator names is emptied instead, for figures of processes that are gone would count on.
    """
    if named := os.environ.get(VARIABLE):
        Path(named).mkdir(parents=True, exist_ok=True)
        for left in Path(named).glob("*.db"):
            left.unlink()
        return named
    folder, owner = mkdtemp(prefix="trust-steps-"), os.getpid()
    os.environ[VARIABLE] = folder
    atexit.register(_remove, folder, owner)
    return folder


def _remove(folder: str, owner: int) -> None:
    """Workers inherit what is to be done at the end; only the first process does it."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
