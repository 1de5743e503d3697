"""What a page may ask with: JSON values, each checked before it is used."""

from collections.abc import Collection
from typing import Any, Final, NoReturn

from flask import Request, abort, make_response

from speech.json_reader import read_json

MOST_CHARACTERS: Final = 1_000
Body = dict[str, Any]


def body(request: Request) -> Body:
    """Only what says that it is JSON: another site's form cannot say so unasked."""
    if not request.is_json:
        abort(make_response({"error": "send JSON, and say so in Content-Type"}, 415))
    try:
        asked = read_json(request.get_data())
    except ValueError as error:
        refuse(f"send a JSON object: {error}")
    return asked if isinstance(asked, dict) else refuse("send a JSON object")


def text(asked: Body, key: str, most: int = MOST_CHARACTERS) -> str:
    found = asked.get(key, "")
    if not isinstance(found, str) or len(found) > most:
        refuse(f"{key} must be a text of at most {most:,} characters")
    return found


def sentence(asked: Body) -> str:
    return " ".join(text(asked, "sentence").split()) or refuse("say something")


def one_of(asked: Body, key: str, choices: Collection[str]) -> str:
    found = text(asked, key)
    if found not in choices:
        refuse(f"{key} must be one of {', '.join(choices)}")
    return found


def name(asked: Body, key: str) -> str:
    """A person's, as a conversation file can bear it; empty for nobody's."""
    found = text(asked, key, 40)
    if found and (not found.isalpha() or found[0].islower()):
        refuse(f"{key} must be a single word that begins with a capital letter")
    return found


def refuse(reason: str) -> NoReturn:
    abort(make_response({"error": reason}, 400))
