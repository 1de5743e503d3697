"""What may be written after `trust-steps`."""

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from speech.errors import SpeechError

COMMANDS = {
    "run": "serve the skill on this machine, with a desk to try it from",
    "talk": "talk with the skill in this terminal",
    "say": "say sentences to the skill, and hear its answers",
    "understand": "show what sentences mean to the skill, a JSON line each",
    "rehearse": "play conversation files, and compare",
    "doctor": "tell what works on this machine, or at a deployed service, and how to mend the rest",
    "package": "write the folder that Amazon's command line deploys",
}


def parse(arguments: Sequence[str]) -> Namespace:
    """Raises SpeechError for what argparse cannot know to be wrong; for the rest, argparse ends the program."""
    commands = ArgumentParser(prog="trust-steps", description="The Trust Steps skill, and a speaker for your desk.")
    chosen = commands.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, told in COMMANDS.items():
        command = chosen.add_parser(name, help=told, description=told)
        if name != "package":
            _add_skill(command)
        _add_own(name, command)
    options = commands.parse_args(arguments)
    if options.command in {"run", "talk", "say", "rehearse"}:
        _check_pair(options)
    return options


def _add_skill(command: ArgumentParser) -> None:
    add = command.add_argument
    add("--locale", type=_locale, default="en-US", help="what is spoken, such as en-GB (default: %(default)s)")
    add("--model", type=Path, metavar="FILE", help="another skill's interaction model")
    add("--endpoint", metavar="URL", help="where that skill answers")


def _add_own(name: str, command: ArgumentParser) -> None:
    add = command.add_argument
    if name not in {"run", "package"}:
        add("--screen", action="store_true", help="be an Echo Show")
    if name == "say":
        add("utterances", nargs="+", metavar="UTTERANCE", help='such as "open trust steps"')
        add("--wav", type=Path, metavar="FILE", help="write the answers' sound to a file instead of playing it")
        add("--json", action="store_true", help="show requests and responses, a JSON line each; silent without --wav")
    if name == "understand":
        add("utterances", nargs="*", metavar="UTTERANCE", help="without any, the lines of standard input")
    if name == "rehearse":
        add("files", nargs="+", type=Path, metavar="FILE", help="conversation files")
        add("--speak", action="store_true", help="play the answers aloud")
        add("--accept", action="store_true", help="write the answers that came into the files")
    if name == "package":
        add("--endpoint", required=True, metavar="URL", help="where the service answers Alexa: https://HOST/alexa")
        add("--out", required=True, type=Path, metavar="DIR", help="a new folder, or one that this command has written")
        add("--wildcard", action="store_true", help="the service's certificate is one for *.HOST; doctor tells")


def _locale(text: str) -> str:
    """Raises SpeechError, which argparse lets pass: a line is enough to say it."""
    found = re.fullmatch("([a-z]{2})[-_]([a-z]{2})", text, re.IGNORECASE)
    if not found:
        raise SpeechError(f"--locale {text}: is not a locale; write for example en-GB")
    return f"{found[1].lower()}-{found[2].upper()}"


def _check_pair(options: Namespace) -> None:
    if options.model and not options.endpoint:
        raise SpeechError("--model needs --endpoint URL too: where does that skill answer?")
    if options.endpoint and not options.model:
        raise SpeechError("--endpoint needs --model FILE too: what does that skill listen for?")
