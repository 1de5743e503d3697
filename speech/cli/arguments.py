"""Parse the command line."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from speech.errors import SpeechError

COMMANDS = {
    "run": "serve the skill and the simulator's page on this machine",
    "talk": "talk with the skill in this terminal",
    "say": "say sentences to the skill and play its answers",
    "understand": "show what a device makes of sentences: a table, or JSON lines in a pipe",
    "rehearse": "play conversation files and compare the answers",
    "doctor": "check this machine or a deployed service, with a hint for each failure",
    "package": "write the skill package that Amazon's command line deploys",
    "new": "write the first files of a language, a step or an intent, and list what is missing",
}


TALKING = frozenset({"run", "talk", "say", "rehearse"})
"""The commands that send requests as a person's device."""


def parse(arguments: Sequence[str]) -> Namespace:
    """Raise SpeechError for an invalid combination or locale. For any other error, argparse exits."""
    parser = ArgumentParser(
        prog="trust-steps", description="Run the Trust Steps skill and a simulator for Alexa skills."
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, description in COMMANDS.items():
        command = subparsers.add_parser(name, help=description, description=description)
        if name not in {"package", "new"}:
            _add_skill_options(command)
        _add_command_options(name, command)
    options = parser.parse_args(arguments)
    if options.command == "doctor" and options.sentences and (options.model or options.endpoint or options.handler):
        raise SpeechError("--sentences is for the installed skill; leave out --model, --endpoint and --handler")
    if options.command == "doctor" and options.staging and (options.model or not options.endpoint):
        raise SpeechError("--staging needs --endpoint URL, without --model: the address of the service to check")
    return options


def _add_skill_options(command: ArgumentParser) -> None:
    add = command.add_argument
    add("--locale", type=_locale, help="language and country, such as en-GB (default: en-US, if the skill speaks it)")
    add("--model", type=Path, metavar="FILE", help="interaction model of another skill, or its project folder")
    add("--endpoint", metavar="URL", help="URL of that skill")
    add("--handler", metavar="FILE", help="or its Lambda handler: FILE.py, FILE.js or package.module:handler")


def _add_command_options(name: str, command: ArgumentParser) -> None:
    add = command.add_argument
    if name not in {"run", "package", "new"}:
        add("--screen", action="store_true", help="simulate an Echo Show")
    if name in TALKING:
        add("--access-token", metavar="TOKEN", help="the token of a linked account, which each request carries")
        add("--grant", type=_scope, action="append", default=[], metavar="SCOPE", help="a permission that is granted")
    if name in {"run", "talk", "rehearse"}:
        add("--watch", action="store_true", help="load the handler again, or rehearse again, when its sources change")
    if name == "say":
        add("utterances", nargs="+", metavar="UTTERANCE", help='such as "open trust steps"')
        add("--wav", type=Path, metavar="FILE", help="write the answers' sound to a file instead of playing it")
        add("--json", action="store_true", help="show requests and responses, one JSON line each; play nothing")
    if name == "understand":
        add("utterances", nargs="*", metavar="UTTERANCE", help="default: the lines of standard input")
        add("--json", action="store_true", help="show JSON lines on a terminal too")
    if name == "doctor":
        add("--staging", action="store_true", help="--endpoint is a host that Alexa need not reach: any name and port")
        add("--sentences", type=Path, metavar="FILE", help="count the crisis phrases that the model alone recognizes")
    if name == "rehearse":
        add("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
        add("--speak", action="store_true", help="play the answers")
        add("--accept", action="store_true", help="write the actual answers into the files")
        add("--junit", type=Path, metavar="FILE", help="write a report in JUnit's format")
    if name == "new":
        add("kind", choices=("language", "step", "intent"), help="what to begin")
        add(
            "names",
            nargs="+",
            metavar="NAME",
            help="locales such as it-IT, a step's title, or an intent such as TellJoke",
        )
        add("--after", metavar="STEP", help="key of the step that the new one follows (default: the last)")
    if name == "package":
        add("--endpoint", required=True, metavar="URL", help="where Alexa reaches the service: https://HOST/alexa")
        add("--out", required=True, type=Path, metavar="DIR", help="a new folder, or one that this command wrote")
        add("--wildcard", action="store_true", help="the certificate is for *.HOST; doctor shows whether it is")


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
