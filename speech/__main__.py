"""The command `trust-steps`: what is asked of it is done, or the line says how to mend what keeps it from that."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import Final

from speech.cli.arguments import parse
from speech.cli.commands import Command
from speech.errors import SpeechError, hint
from speech.skills.trust_steps import TrustSteps

FAULTS: Final[tuple[type[Exception], ...]] = (SpeechError, *TrustSteps.faults)
"""What is raised on purpose, with a message fit to be shown."""


def main() -> None:
    gc.set_threshold(10_000)  # new objects between two searches for garbage: to load makes many, and hardly any garbage
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal cannot write is no reason to fail
    status = call(sys.argv[1:], os.environ)
    gc.freeze()  # or Python would look through all that was loaded before it ends
    sys.exit(status)


def call(arguments: Sequence[str], environment: Mapping[str, str]) -> int | str:
    """The exit status; or, where something is wrong that can be mended, the line that says so."""
    try:
        options = parse(arguments)
        status: int = getattr(Command(TrustSteps(environment), options), options.command)()
    except FAULTS as error:
        return f"trust-steps: {error}"
    except ModuleNotFoundError as error:
        return f"trust-steps: {hint(error)}"
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain again at its end
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    main()
