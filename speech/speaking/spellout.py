"""Numbers as the words of a language: the way from figures to speech."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

LONGEST = 15
"""Figures in a number; the rules of most languages end above that."""

AS_FIGURES = {"ja", "zh"}
"""Their number words are written in characters that the engine cannot read; figures it can."""


def cardinal(number: str, language: str) -> str:
    """Words for a plain number such as -7 or 3.14; the number itself where there are none."""
    return _spelled(number, language, "CARDINAL")


def ordinal(number: str, language: str) -> str:
    """In the masculine, where the language has genders."""
    return _spelled(number, language, "ORDINAL")


def year(number: str, language: str) -> str:
    """As in "nineteen eighty-four"."""
    return _spelled(number, language, "YEAR")


def digits(number: str, language: str) -> str:
    """One after the other."""
    return " ".join(cardinal(digit, language) for digit in number)


def _spelled(number: str, language: str, purpose: str) -> str:
    from unicode_rbnf import FormatPurpose

    rules = _rules(language)
    if rules is None or len(number) > LONGEST:
        return number
    try:
        result = rules.format_number(number, FormatPurpose[purpose])
    except (ValueError, ArithmeticError):
        return number
    return str(result.text_by_ruleset.get("spellout-ordinal-masculine", result.text))


@cache
def _rules(language: str) -> "RbnfEngine | None":
    from unicode_rbnf import RbnfEngine

    if language in AS_FIGURES or not language.isalpha():
        return None
    try:
        return RbnfEngine.for_language(language)
    except ValueError:
        return None
