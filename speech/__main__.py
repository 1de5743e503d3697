"""The entry point of `trust-steps`."""

import gc
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final, NoReturn

from speech.cli.arguments import parse
from speech.cli.commands import Command
from speech.errors import SpeechError, hint
from speech.simulator.control_characters import escape_controls
from speech.skills.trust_steps import TrustSteps

EXPECTED_ERRORS: Final[tuple[type[Exception], ...]] = (SpeechError, *TrustSteps.errors)
"""Errors that are raised on purpose; their messages are shown to the user."""

ENDING: Final = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that ask a process to end; a terminal sends SIGHUP when its window is closed."""


def main() -> None:
    gc.set_threshold(10_000)  # collect less often, because imports create many objects and little garbage
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # never fail on a character that the terminal cannot show
    clean_up_on_signals()
    status = call(sys.argv[1:], os.environ)
    gc.freeze()  # skip the final collection, which makes the exit faster
    sys.exit(status)


def clean_up_on_signals() -> None:
    """End by SystemExit at a signal of ENDING, so that temporary files are deleted. Do not change ignored signals."""
    for number in ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _ignore_signals() -> None:
    """Do nothing in a process whose signals are not this module's, such as pytest's."""
    for each in ENDING:
        if signal.getsignal(each) is _end:
            signal.signal(each, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)


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
        try:
            yield {**settings, "TRUST_STEPS_DATA": folder}
        finally:
            _ignore_signals()  # a closed window often sends two, and the second one would stop the deletion


if __name__ == "__main__":
    main()
