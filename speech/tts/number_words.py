"""Numbers as words, by the rules of Unicode's CLDR."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

MAX_DIGITS = 15
"""Most languages have no rules for longer numbers."""

DIGITS_ONLY = {"ja", "zh"}
"""The speech engine cannot read these languages' number words, but it reads their digits."""


def cardinal(number: str, language: str) -> str:
    """Return the words for a number such as -7 or 3.14; the number itself if the language has none."""
    return _format(number, language, "CARDINAL")


def ordinal(number: str, language: str) -> str:
    """Return the ordinal, in the masculine if the language has genders."""
    return _format(number, language, "ORDINAL")


def year(number: str, language: str) -> str:
    """Return a year as in "nineteen eighty-four"."""
    return _format(number, language, "YEAR")


def digits(number: str, language: str) -> str:
    """Return the words for each digit."""
    return " ".join(cardinal(digit, language) for digit in number)


def _format(number: str, language: str, purpose: str) -> str:
    from unicode_rbnf import FormatPurpose

    rules = _rules(language)
    if rules is None or len(number) > MAX_DIGITS:
        return number
    try:
        result = rules.format_number(number, FormatPurpose[purpose])
    except (ValueError, ArithmeticError):
        return number
    return str(result.text_by_ruleset.get("spellout-ordinal-masculine", result.text))


@cache
def _rules(language: str) -> "RbnfEngine | None":
    from unicode_rbnf import RbnfEngine

    if language in DIGITS_ONLY or not language.isalpha():
        return None
    try:
        return RbnfEngine.for_language(language)
    except ValueError:
        return None
