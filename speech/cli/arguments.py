"""Parse the command line."""

import re
import sys
from argparse import SUPPRESS, Action, ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn

from speech.cli.completion import SHELLS
from speech.errors import SpeechError

DEFAULT_URI = "tcp://127.0.0.1:10700"
"""Where `wyoming` listens."""

COMMANDS = {
    "run": "serve the skill and the simulator's page on this machine",
    "talk": "talk with the skill in this terminal",
    "say": "say sentences to the skill and play its answers",
    "understand": "show what a device makes of sentences: a table, or JSON lines in a pipe",
    "rehearse": "play conversation files and compare the answers",
    "doctor": "check this machine or a deployed service, with a hint for each failure",
    "wyoming": "serve the skill to the voice satellites of Home Assistant",
    "package": "write the skill package that Amazon's command line deploys",
    "new": "write the first files of a language, a step or an intent, and list what is missing",
    "completion": "print the script that completes commands and options in a shell",
}
WITHOUT_SKILL: Final = frozenset({"package", "new", "completion"})
"""The commands that talk to no skill."""

CLOSE: Final = 0.5
"""How similar a known word is to a mistyped one, from 0 to 1, to be suggested."""

LAST_PORT: Final = 65_535


TALKING = frozenset({"run", "talk", "say", "rehearse"})
"""The commands that send requests as a person's device."""

RECOGNIZER_HELP = "hear speech with this Whisper model, a folder in CTranslate2's format"

SETTINGS = {"recognizer_model": "TRUST_STEPS_RECOGNIZER_MODEL", "voice": "TRUST_STEPS_VOICE"}
"""The environment variable that gives an option its default."""


def parse(arguments: Sequence[str], environment: Mapping[str, str] = MappingProxyType({})) -> Namespace:
    """Raise SpeechError for an invalid combination or locale. For any other error, argparse exits."""
    parser, commands = parsers()
    options, unknown = parser.parse_known_args(arguments, _defaults(environment))
    if unknown:
        commands[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    if options.command == "doctor" and options.sentences and (options.model or options.endpoint or options.handler):
        raise SpeechError("--sentences is for the installed skill; leave out --model, --endpoint and --handler")
    if options.command == "doctor" and options.staging and (options.model or not options.endpoint):
        raise SpeechError("--staging needs --endpoint URL, without --model: the address of the service to check")
    return options


def parsers() -> tuple[ArgumentParser, Mapping[str, ArgumentParser]]:
    """Return the parser of the whole command line, and that of each command."""
    parser = SuggestingParser(
        prog="trust-steps", description="Run the Trust Steps skill and a simulator for Alexa skills."
    )
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="show the version and exit")
    subparsers = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, description in COMMANDS.items():
        command = subparsers.add_parser(name, help=description, description=description)
        if name not in WITHOUT_SKILL:
            _add_skill_options(command)
        _add_speech_options(name, command)
        _add_command_options(name, command)
    return parser, subparsers.choices


class SuggestingParser(ArgumentParser):
    """Names the command or option that was probably meant."""

    def error(self, message: str) -> NoReturn:
        known = [*self._option_string_actions]
        for action in self._actions:
            known += map(str, action.choices or ())
        wrong = re.findall(r"invalid choice: '([^']*)'", message) or re.findall(r"(?<!\S)--?\w[\w-]*", message)
        close = [found for word in wrong for found in get_close_matches(word, known, n=1, cutoff=CLOSE)]
        super().error(f"{message}; did you mean {close[0]}?" if close and close[0] not in wrong else message)


class ShowVersion(Action):
    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version

        sys.stdout.write(f"{parser.prog} {version(parser.prog)}\n")
        parser.exit()


def _add_skill_options(command: ArgumentParser) -> None:
    add = command.add_argument
    add("--locale", type=_locale, help="language and country, such as en-GB (default: en-US, if the skill speaks it)")
    add("--model", type=Path, metavar="FILE", help="interaction model of another skill, or its project folder")
    add("--endpoint", metavar="URL", help="URL of that skill")
    add("--handler", metavar="FILE", help="or its Lambda handler: FILE.py, FILE.js or package.module:handler")


def _defaults(environment: Mapping[str, str]) -> Namespace:
    """Return what the environment sets, whether or not a command has such an option."""
    values = {option: environment.get(name, "").strip() for option, name in SETTINGS.items()}
    return Namespace(**{option: Path(value).expanduser() if value else None for option, value in values.items()})


def _add_speech_options(name: str, command: ArgumentParser) -> None:
    add = command.add_argument
    if name in {"run", "talk", "doctor", "wyoming"}:
        add("--recognizer-model", type=Path, metavar="DIR", default=SUPPRESS, help=RECOGNIZER_HELP)
    if name in {"run", "talk", "say", "rehearse", "doctor", "wyoming"}:
        add("--voice", type=Path, metavar="FILE", default=SUPPRESS, help="speak with this Piper voice, a .onnx file")
    if name == "talk":
        add("--listen", action="store_true", help="hear what you say into the microphone; needs --recognizer-model")


def _add_command_options(name: str, command: ArgumentParser) -> None:
    _add_shared_options(name, command)
    if add_own := OWN_OPTIONS.get(name):
        add_own(command.add_argument)


def _add_shared_options(name: str, command: ArgumentParser) -> None:
    add = command.add_argument
    if name not in {"run", "wyoming", *WITHOUT_SKILL}:
        add("--screen", action="store_true", help="simulate an Echo Show")
    if name in {"run", "talk", "say"}:
        add("--fresh", action="store_true", help="as a person who has never been here; nothing is kept afterwards")
    if name in TALKING:
        add("--access-token", metavar="TOKEN", help="the token of a linked account, which each request carries")
        add("--grant", type=_scope, action="append", default=[], metavar="SCOPE", help="a permission that is granted")
    if name in {"run", "talk", "rehearse"}:
        add("--watch", action="store_true", help="load the handler again, or rehearse again, when its sources change")


def _run(add: Callable[..., object]) -> None:
    add("--port", type=_port, metavar="PORT", help="port of the page and the service (default: PORT, or 8000)")


def _say(add: Callable[..., object]) -> None:
    add("utterances", nargs="+", metavar="UTTERANCE", help='such as "open trust steps"')
    add("--wav", type=Path, metavar="FILE", help="write the answers' sound to a file instead of playing it")
    add("--json", action="store_true", help="show requests and responses, one JSON line each; play nothing")


def _understand(add: Callable[..., object]) -> None:
    add("utterances", nargs="*", metavar="UTTERANCE", help="default: the lines of standard input")
    add("--json", action="store_true", help="show JSON lines on a terminal too")


def _doctor(add: Callable[..., object]) -> None:
    add("--staging", action="store_true", help="--endpoint is a host that Alexa need not reach: any name and port")
    add("--sentences", type=Path, metavar="FILE", help="count the crisis phrases that the model alone recognizes")


def _rehearse(add: Callable[..., object]) -> None:
    add("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
    add("--speak", action="store_true", help="play the answers")
    add("--accept", action="store_true", help="write the actual answers into the files")
    add("--junit", type=Path, metavar="FILE", help="write a report in JUnit's format")


def _wyoming(add: Callable[..., object]) -> None:
    add("--uri", default=DEFAULT_URI, help=f"address to listen on (default: {DEFAULT_URI}, this machine alone)")
    add("--zeroconf", action="store_true", help="announce the service on the home network")


def _new(add: Callable[..., object]) -> None:
    add("kind", choices=("language", "step", "intent"), help="what to begin")
    add("names", nargs="+", metavar="NAME", help="locales such as it-IT, a step's title, or an intent such as TellJoke")
    add("--after", metavar="STEP", help="key of the step that the new one follows (default: the last)")


def _package(add: Callable[..., object]) -> None:
    add("--endpoint", required=True, metavar="URL", help="where Alexa reaches the service: https://HOST/alexa")
    add("--out", required=True, type=Path, metavar="DIR", help="a new folder, or one that this command wrote")
    add("--wildcard", action="store_true", help="the certificate is for *.HOST; doctor shows whether it is")


def _completion(add: Callable[..., object]) -> None:
    add("shell", choices=SHELLS, help="the shell; the script says how to install it")


OWN_OPTIONS: Final[Mapping[str, Callable[[Callable[..., object]], None]]] = {
    "run": _run,
    "say": _say,
    "understand": _understand,
    "rehearse": _rehearse,
    "doctor": _doctor,
    "wyoming": _wyoming,
    "package": _package,
    "new": _new,
    "completion": _completion,
}


def _scope(text: str) -> str:
    """Raise SpeechError as `_locale` does."""
    from speech.simulator.permissions import SCOPES, current_spelling, is_scope

    if not is_scope(text):
        raise SpeechError(f"--grant {text}: not a permission that Alexa knows; write one of {', '.join(SCOPES)}")
    return current_spelling(text)


def _locale(text: str) -> str:
    """Raise SpeechError, which argparse does not catch, so that the message is a single line."""
    match = re.fullmatch("([a-z]{2})[-_]([a-z]{2})", text, re.IGNORECASE)
    if not match:
        raise SpeechError(f"--locale {text}: not a locale; write for example en-GB")
    return f"{match[1].lower()}-{match[2].upper()}"


def _port(text: str) -> int:
    """Raise SpeechError."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= LAST_PORT:
        raise SpeechError(f"--port {text}: not a port; write a number from 1 to {LAST_PORT}")
    return int(text)
