"""The entry point of `trust-steps`."""

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from io import TextIOWrapper
from typing import Final

from speech.cli.arguments import parse
from speech.cli.commands import Command
from speech.errors import SpeechError, hint
from speech.simulator.control_characters import escape_controls
from speech.skills.trust_steps import TrustSteps

EXPECTED_ERRORS: Final[tuple[type[Exception], ...]] = (SpeechError, *TrustSteps.errors)
"""Errors that are raised on purpose; their messages are shown to the user."""


def main() -> None:
    gc.set_threshold(10_000)  # collect less often, because imports create many objects and little garbage
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # never fail on a character that the terminal cannot show
    status = call(sys.argv[1:], os.environ)
    gc.freeze()  # skip the final collection, which makes the exit faster
    sys.exit(status)


def call(arguments: Sequence[str], environment: Mapping[str, str]) -> int | str:
    """Run a command. Return the exit status, or an error message for `sys.exit`."""
    try:
        options = parse(arguments)
        command = Command(TrustSteps(environment), options)
        command.announce()
        status: int = getattr(command, options.command)()
    except EXPECTED_ERRORS as error:
        return escape_controls(f"trust-steps: {error}")
    except ModuleNotFoundError as error:
        return f"trust-steps: {hint(error)}"
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would report the error again at exit
        return 1
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    main()
