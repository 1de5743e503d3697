"""Reports rehearsals in the XML of JUnit, which services for continuous integration show."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from speech.conversations.rehearsal import ConversationResult
from speech.errors import SpeechError

_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def write_junit(path: Path, results: Sequence[ConversationResult]) -> None:
    """Raises SpeechError."""
    try:
        path.write_bytes(tostring(_suites(results), encoding="utf-8", xml_declaration=True))
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; give the path of a writable file") from error


def _suites(results: Sequence[ConversationResult]) -> Element:
    suites = Element("testsuites")
    suite = SubElement(
        suites,
        "testsuite",
        name="conversations",
        tests=str(len(results)),
        failures=str(sum(result.verdict == "differs" for result in results)),
        errors=str(sum(result.verdict == "failed" for result in results)),
        skipped="0",
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        _add_case(suite, result)
    return suites


def _add_case(suite: Element, result: ConversationResult) -> None:
    file = _FORBIDDEN.sub("?", result.path.as_posix())
    folder, _, name = file.rpartition("/")
    case = SubElement(
        suite, "testcase", classname=folder or "conversations", name=name, file=file, time=f"{result.seconds:.3f}"
    )
    if not result.is_ok:
        kind = "failure" if result.verdict == "differs" else "error"
        text = _FORBIDDEN.sub("?", result.details)
        message = "the answers differ" if kind == "failure" else text.splitlines()[0]
        SubElement(case, kind, message=message).text = text
