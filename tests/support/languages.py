"""What the tests look for in the texts of each language, from languages.toml."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_suffix(".toml")
TABLES: Final[dict[str, dict[str, Any]]] = tomllib.loads(FILE.read_text("utf-8"))


def expression(locale: str, key: str) -> re.Pattern[str]:
    return re.compile(_value(locale, key))


def texts(locale: str, key: str) -> list[str]:
    found: list[str] = _value(locale, key)
    return found


def _value(locale: str, key: str) -> Any:
    language = locale.partition("-")[0]
    table = TABLES.get(language, {})
    assert key in table, f"tests/support/languages.toml: [{language}] {key} is missing; write it as for English"
    return table[key]
