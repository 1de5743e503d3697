"""Expand the text of <say-as>: numbers, dates and the like become words."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.errors import VoiceError

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


def expand(text: str, interpret_as: str, date_format: str, locale: str) -> str:
    """Return the words for a text; the text itself if it does not match `interpret_as`.

    `date_format` is the order of a date's parts, such as mdy.
    """
    expander = _EXPANDERS.get(interpret_as)
    return expander(text, date_format, locale.partition("-")[0].lower()) if expander else text


def _cardinal(text: str, date_format: str, language: str) -> str:
    """English, Hindi and Japanese write 1,234.5; the other languages write 1.234,5."""
    thousands, point = (",", ".") if language in {"en", "hi", "ja"} else (".", ",")
    number = re.sub(r"\s", "", text).replace(thousands, "").replace(point, ".")
    return cardinal(number, language) if re.fullmatch(r"[+-]?\d+(\.\d+)?", number) else text


def _ordinal(text: str, date_format: str, language: str) -> str:
    match = re.match(r"\d+", text)
    return ordinal(match[0], language) if match else text


def _digits(text: str, date_format: str, language: str) -> str:
    return re.sub(r"\d+", lambda number: f" {digits(number[0], language)} ", text).strip()


def _telephone(text: str, date_format: str, language: str) -> str:
    """Read the digits in the groups that are written, and long groups in threes. Words stay, as in "START to 88788"."""
    groups = re.findall(r"\+|\d{3}(?=\d{3})|\d{1,5}|[^\W\d]+", text)
    words = [digits(group, language) if group.isdecimal() else group for group in groups]
    pauses = ["", *(" " if before[0].isalpha() or after[0].isalpha() else ", " for before, after in pairwise(groups))]
    return "".join(chain.from_iterable(zip(pauses, words, strict=False))) or text


def _fraction(text: str, date_format: str, language: str) -> str:
    match = re.fullmatch(r"(?:(\d+)\s*[+ ]\s*)?(\d+)\s*/\s*(\d+)", text)
    if not match or language != "en":
        return text
    integer, numerator, denominator = match.groups()
    singular, plural = {"2": ("half", "halves"), "4": ("quarter", "quarters")}.get(
        denominator, (ordinal(denominator, language), f"{ordinal(denominator, language)}s")
    )
    fraction = f"{cardinal(numerator, language)} {singular if numerator == '1' else plural}"
    return f"{cardinal(integer, language)} and {fraction}" if integer else fraction


def _unit(text: str, date_format: str, language: str) -> str:
    match = re.fullmatch(r"(\d[\d.,/+ ]*)(\D+)", text)
    if not match:
        return text
    number, unit = (part.strip() for part in match.groups())
    singular, plural = _terms(language).get("units", {}).get(unit.rstrip(".").lower(), (unit, unit))
    if "/" in number:
        return f"{_fraction(number, date_format, language)} {singular}"
    return f"{_cardinal(number, date_format, language)} {singular if number == '1' else plural}"


def _date(text: str, date_format: str, language: str) -> str:
    """Eight characters are YYYYMMDD, with question marks for missing parts."""
    if re.fullmatch(r"[\d?]{8}", text):
        parts = {"y": text[:4], "m": text[4:6], "d": text[6:]}
    else:
        numbers = re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)
        if not date_format or len(numbers) != len(date_format):
            return text
        parts = dict(zip(date_format, numbers, strict=True))
    words = _date_words({part: int(number) for part, number in parts.items() if number.isdecimal()}, language)
    terms = _terms(language)
    order = terms.get("date", ("day", "month", "year"))
    return str(terms.get("of", " ")).join(words[part] for part in order if part in words) or text


def _date_words(numbers: Mapping[str, int], language: str) -> dict[str, str]:
    words = {}
    if "d" in numbers:
        words["day"] = cardinal(str(numbers["d"]), language)
        words["ordinal"] = ordinal(str(numbers["d"]), language)
    if "m" in numbers:
        months = _terms(language).get("months", ())
        has_name = 1 <= numbers["m"] <= len(months)
        words["month"] = months[numbers["m"] - 1] if has_name else cardinal(str(numbers["m"]), language)
    if "y" in numbers:
        words["year"] = year(str(numbers["y"]), language)
    return words


def _time(text: str, date_format: str, language: str) -> str:
    """Expand minutes and seconds such as 1'21". The speech engine reads a time of day correctly as it is."""
    match = re.fullmatch(r"(?:(\d+)['\u2019\u2032])?\s*(?:(\d+)[\"\u201d\u2033])?", text)
    terms = _terms(language)
    if not text or not match or not terms:
        return text
    amounts = [(match[1], terms["minute"]), (match[2], terms["second"])]
    return " ".join(one if n == "1" else f"{cardinal(n, language)} {plural}" for n, (one, plural) in amounts if n)


def _address(text: str, date_format: str, language: str) -> str:
    """Expand abbreviated streets, and read a five-digit postal code digit by digit."""
    streets = _terms(language).get("streets", {})
    text = re.sub(
        r"(?<![\w'\u2019])[^\W\d_]+\b\.?", lambda word: streets.get(word[0].rstrip(".").lower(), word[0]), text
    )
    return re.sub(r"\b\d{5}\b", lambda code: digits(code[0], language), text)


@cache
def _terms(language: str) -> Mapping[str, Any]:
    terms: Mapping[str, Any] = _terms_by_language().get(language, {})
    return terms


@cache
def _terms_by_language() -> Mapping[str, Any]:
    try:
        return tomllib.loads(Path(__file__).with_name("terms.toml").read_text("utf-8"))
    except ValueError as error:
        raise VoiceError(f"speech/tts/terms.toml: is not TOML in UTF-8: {error}; correct that line") from error


_EXPANDERS: dict[str, Callable[[str, str, str], str]] = {
    "cardinal": _cardinal,
    "number": _cardinal,
    "ordinal": _ordinal,
    "digits": _digits,
    "fraction": _fraction,
    "unit": _unit,
    "date": _date,
    "time": _time,
    "telephone": _telephone,
    "address": _address,
}
