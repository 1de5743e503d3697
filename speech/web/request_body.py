"""The JSON bodies that the page sends: each value is validated before it is used, or the request aborted."""

from collections.abc import Collection
from typing import Any, Final, NoReturn

from flask import Request, abort, make_response

from speech.json_reader import read_json

MAX_CHARACTERS: Final = 1_000
Body = dict[str, Any]


def body(request: Request) -> Body:
    """Require the content type of JSON, which another site's form cannot send without a CORS preflight."""
    if not request.is_json:
        abort(make_response({"error": "send JSON, with Content-Type: application/json"}, 415))
    try:
        parsed = read_json(request.get_data())
    except ValueError as error:
        refuse(f"send a JSON object: {error}")
    return parsed if isinstance(parsed, dict) else refuse("send a JSON object")


def text(parsed: Body, key: str, max_characters: int = MAX_CHARACTERS) -> str:
    """Return the text under a key; empty if the key is missing."""
    value = parsed.get(key, "")
    if not isinstance(value, str) or len(value) > max_characters:
        refuse(f"{key} must be a text of at most {max_characters:,} characters")
    return value


def sentence(parsed: Body) -> str:
    return " ".join(text(parsed, "sentence").split()) or refuse("say something")


def objects(parsed: Body, key: str, most: int) -> list[Body]:
    """Return the list of objects under a key; empty if the key is missing."""
    values = parsed.get(key, [])
    if not isinstance(values, list) or len(values) > most or not all(isinstance(value, dict) for value in values):
        refuse(f"{key} must be a list of at most {most:,} objects")
    return values


def one_of(parsed: Body, key: str, choices: Collection[str]) -> str:
    value = text(parsed, key)
    if value not in choices:
        refuse(f"{key} must be one of {', '.join(choices)}")
    return value


def name(parsed: Body, key: str) -> str:
    """Return a person's name that a conversation file can hold; empty for an unknown person."""
    value = text(parsed, key, 40)
    if value and (not value.isalpha() or value[0].islower()):
        refuse(f"{key} must be a single word that begins with a capital letter")
    return value


def refuse(reason: str) -> NoReturn:
    abort(make_response({"error": reason}, 400))
