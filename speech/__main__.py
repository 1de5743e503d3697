"""The entry point of `trust-steps`."""

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import TemporaryDirectory
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
        options = parse(arguments, environment)
        with environment_of(options, environment) as settings:
            command = Command(TrustSteps(settings), options)
            command.announce()
            status: int = getattr(command, options.command)()
            sys.stdout.flush()
    except EXPECTED_ERRORS as error:
        return escape_controls(f"trust-steps: {error}")
    except ModuleNotFoundError as error:
        return f"trust-steps: {hint(error)}"
    except BrokenPipeError:
        for stream in (sys.stdout, sys.stderr):  # or Python would report the error again at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 1
    except KeyboardInterrupt:
        return 130
    return status


@contextmanager
def environment_of(options: Namespace, environment: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield the settings with what --port and --fresh say. With --fresh, the data folder is deleted at the end."""
    settings = dict(environment)
    if port := getattr(options, "port", None):
        settings["PORT"] = str(port)
    if not getattr(options, "fresh", False):
        yield settings
        return
    settings.pop("REDIS_URL", None)
    with TemporaryDirectory(prefix="trust-steps-", ignore_cleanup_errors=True) as folder:
        yield {**settings, "TRUST_STEPS_DATA": folder}


if __name__ == "__main__":
    main()
