"""Reads the TOML files of the content, and compares each with the shape that it must have."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final

from skill.errors import ContentError

Shape = Any
"""A type, a list with the shape of its items, a dict with the shape of each key, `AnyKeys` or `OneOf`.

A key such as "web?" is optional.
"""

_LONGEST: Final = 40
"""The characters of a wrong value that a message shows."""

TYPES: Final[Mapping[type, str]] = {
    str: "a text in quotes",
    bool: "true or false",
    int: "a whole number",
    date: "a date such as 2026-11-27, without quotes",
    list: "a list in brackets",
    dict: "a table",
}


@dataclass(frozen=True, slots=True)
class AnyKeys:
    """A table with keys of any name."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several shapes."""

    shapes: tuple[Shape, ...]


def read_toml(text: str, name: str, shape: Shape = None) -> dict[str, Any]:
    """Return the content of a TOML file. Raise ContentError, naming the file, the key or line, and what to write."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{name}: is not TOML: {_reason(error, text)}") from error
    if shape is not None and (errors := [f"{name}: {error}" for error in shape_errors(content, shape)]):
        raise ContentError("\n".join(errors))
    return content


def shape_errors(value: object, shape: Shape, key: str = "") -> Iterator[str]:
    """Yield where a value differs from its shape, as "key: error"."""
    match shape:
        case dict():
            yield from _table_errors(value, shape, key)
        case AnyKeys():
            yield from _any_table_errors(value, shape, key)
        case [item]:
            yield from _list_errors(value, item, key)
        case OneOf():
            if all(any(shape_errors(value, each)) for each in shape.shapes):
                yield f"{key}: must be {' or '.join(_described(each) for each in shape.shapes)}, not {_shown(value)}"
        case _:
            if type(value) is not shape:
                yield f"{key}: must be {_described(shape)}, not {_shown(value)}"
            elif isinstance(value, str) and not value.strip():
                yield f"{key}: is empty; write a text"


def _table_errors(value: object, shape: Mapping[str, Shape], key: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{key}: must be a table, not {_shown(value)}"
        return
    shapes = {name.removesuffix("?"): each for name, each in shape.items()}
    for name in value.keys() - shapes.keys():
        yield f"{_inner(key, name)}: is unknown; {_suggestion(name, shapes)}"
    for name, each in shapes.items():
        if name in value:
            yield from shape_errors(value[name], each, _inner(key, name))
        elif f"{name}?" not in shape:
            yield f"{_inner(key, name)}: is missing; write {_described(each)}"


def _any_table_errors(value: object, shape: AnyKeys, key: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{key}: must be a table, not {_shown(value)}"
        return
    for name, each in value.items():
        yield from shape_errors(each, shape.shape, _inner(key, name))


def _list_errors(value: object, item: Shape, key: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{key}: must be {_described([item])}, not {_shown(value)}"
        return
    for number, each in enumerate(value, start=1):
        yield from shape_errors(each, item, f"{key}[{number}]")


def _inner(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _suggestion(name: str, known: Mapping[str, Shape]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"remove it; the known keys are {', '.join(known)}"


def _described(shape: Shape) -> str:
    match shape:
        case [dict()]:
            return "a list of [[tables]]"
        case [item]:
            return f"a list of {_described(item).removeprefix('a ').replace('text in', 'texts in')}"
        case dict() | AnyKeys():
            return "a table"
        case OneOf():
            return " or ".join(map(_described, shape.shapes))
        case _:
            return TYPES[shape]


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


def _reason(error: tomllib.TOMLDecodeError, text: str) -> str:
    """Return the parser's message and what to do. It does not name a key that stands twice."""
    if str(error).startswith(("Cannot overwrite", "Cannot declare")) and (repeated := _repeated(text)):
        return f"{repeated} stands there twice; remove one"
    return f"{error}; correct that line"


def _repeated(text: str) -> str:
    """Return the first key or table that stands twice; empty if none is found."""
    table, seen = "", set[str]()
    for line in text.splitlines():
        is_list = line.startswith("[[")
        if found := _TABLE.match(line):
            table, key = found[1], f"[{found[1]}]"
            seen = {each for each in seen if not each.startswith(f"{table}.")} if is_list else seen
        elif found := _KEY.match(line):
            key = f"{table}.{found[1]}" if table else found[1]
        else:
            continue
        if key in seen and not is_list:
            return key
        seen.add(key)
    return ""


_TABLE: Final = re.compile(r"\[{1,2}([^\[\]]+)\]")
_KEY: Final = re.compile(r"""([\w-]+|"[^"]+")\s*=""")
