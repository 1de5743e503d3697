"""A plugin for pytest that collects conversation files, as `trust-steps rehearse` plays them.

A file is collected if its name matches the setting `conversation_files`. The setting `conversation_options` holds
options of `trust-steps rehearse`, such as `--handler lambda/index.js`; the options of the command line come after them.
"""

import shlex
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from speech.cli.rehearse import DeviceSet
    from speech.conversations.rehearsal import ConversationResult
    from speech.simulator.clock import Clock
    from speech.skills.selection import SkillSelection

FILES: Final = ("*.conversation", "*.conversation.txt")
"""What is collected by default."""


def pytest_addoption(parser: pytest.Parser) -> None:
    options = "options of trust-steps rehearse, for the conversation files"
    parser.getgroup("conversations").addoption("--conversation-options", metavar="OPTIONS", default="", help=options)
    parser.addini("conversation_options", options, default="")
    parser.addini("conversation_files", "patterns of the names of conversation files", "args", default=list(FILES))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ConversationFile | None":
    if not any(_matches(file_path, pattern) for pattern in parent.config.getini("conversation_files")):
        return None
    return ConversationFile.from_parent(parent, path=file_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    if session := config.stash.get(_SESSION, None):
        session.close()


class ConversationFile(pytest.File):
    def collect(self) -> Iterable[pytest.Item]:
        yield ConversationItem.from_parent(self, name="conversation")


class ConversationItem(pytest.Item):
    def runtest(self) -> None:
        session = self.config.stash.setdefault(_SESSION, RehearsalSession(self.config))
        result = session.rehearse(self.path)
        if not result.is_ok:
            raise ConversationFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what differs, without a traceback of the plugin."""
        if isinstance(excinfo.value, ConversationFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.path.name


class ConversationFailed(Exception):  # noqa: N818 - it says what happened
    """The skill answers otherwise than the file expects, or the file or the skill fails."""

    def __init__(self, result: "ConversationResult") -> None:
        from speech.simulator.control_characters import escape_controls

        super().__init__(escape_controls(f"{result.path.name}: {result.verdict}\n{result.details}"))


class RehearsalSession:
    """The skill and its devices, which start at the first conversation and end with pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._started: tuple[SkillSelection, Clock, DeviceSet] | None = None

    def rehearse(self, path: Path) -> "ConversationResult":
        """Raises ConversationFailed if the skill cannot be selected."""
        from speech.__main__ import EXPECTED_ERRORS
        from speech.conversations.rehearsal import ConversationResult, rehearse

        try:
            skill, clock, devices = self._start(path)
            return rehearse(path, devices.for_file(path), clock, skill.reminders)
        except EXPECTED_ERRORS as error:
            return ConversationResult(path, "failed", 0.0, str(error))

    def close(self) -> None:
        if self._started:
            self._started[2].__exit__(None, None, None)

    def _start(self, path: Path) -> "tuple[SkillSelection, Clock, DeviceSet]":
        """The project is the one of pytest's root folder, or else of the first file's. Raises SpeechError."""
        import os

        from speech.cli.arguments import parse
        from speech.cli.rehearse import DeviceSet
        from speech.simulator.clock import Clock
        from speech.skills.selection import SkillSelection
        from speech.skills.trust_steps import TrustSteps

        if not self._started:
            arguments = ["rehearse", *self._options(), str(path)]
            skill, clock = SkillSelection(TrustSteps(os.environ), parse(arguments), self._config.rootpath), Clock()
            self._started = skill, clock, DeviceSet(skill, clock)
        return self._started

    def _options(self) -> Iterator[str]:
        yield from shlex.split(self._config.getini("conversation_options"))
        yield from shlex.split(self._config.getoption("--conversation-options"))


_SESSION: Final = pytest.StashKey[RehearsalSession]()


def _matches(path: Path, pattern: str) -> bool:
    """Whether the name matches the pattern, or the end of the path if the pattern has a slash."""
    return fnmatch(path.as_posix(), f"*/{pattern}") if "/" in pattern else fnmatch(path.name, pattern)
