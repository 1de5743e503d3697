"""How `say-as` is spoken: figures, dates and the like as the words of a language."""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine


def expand(text: str, kind: str, form: str, language: str) -> str:
    """The words for a text of this kind; the text itself if it is not written like one.

    `form` is the order of a date's parts, such as mdy; `language` may be a locale.
    """
    spoken = _KINDS.get(kind)
    return spoken(text, form, language.partition("-")[0].lower()) if spoken else text


def _cardinal(text: str, form: str, language: str) -> str:
    """English, Hindi and Japanese put a comma between thousands and a point before decimals; others the reverse."""
    thousands, point = (",", ".") if language in {"en", "hi", "ja"} else (".", ",")
    number = re.sub(r"\s", "", text).replace(thousands, "").replace(point, ".")
    return cardinal(number, language) if re.fullmatch(r"[+-]?\d+(\.\d+)?", number) else text


def _ordinal(text: str, form: str, language: str) -> str:
    found = re.match(r"\d+", text)
    return ordinal(found[0], language) if found else text


def _digits(text: str, form: str, language: str) -> str:
    return re.sub(r"\d+", lambda found: f" {digits(found[0], language)} ", text).strip()


def _telephone(text: str, form: str, language: str) -> str:
    """Groups as they are written, a long one in threes."""
    groups = re.findall(r"\+|\d{3}(?=\d{3})|\d{1,5}", text)
    return ", ".join(digits(group, language) if group.isdecimal() else group for group in groups) or text


def _fraction(text: str, form: str, language: str) -> str:
    found = re.fullmatch(r"(?:(\d+)\s*[+ ]\s*)?(\d+)\s*/\s*(\d+)", text)
    if not found or language != "en":
        return text
    whole, upper, lower = found.groups()
    one, many = {"2": ("half", "halves"), "4": ("quarter", "quarters")}.get(
        lower, (ordinal(lower, language), f"{ordinal(lower, language)}s")
    )
    spoken = f"{cardinal(upper, language)} {one if upper == '1' else many}"
    return f"{cardinal(whole, language)} and {spoken}" if whole else spoken


def _unit(text: str, form: str, language: str) -> str:
    found = re.fullmatch(r"(\d[\d.,/+ ]*)(\D+)", text)
    if not found:
        return text
    number, unit = (part.strip() for part in found.groups())
    one, many = _terms(language).get("units", {}).get(unit.rstrip(".").lower(), (unit, unit))
    if "/" in number:
        return f"{_fraction(number, form, language)} {one}"
    return f"{_cardinal(number, form, language)} {one if number == '1' else many}"


def _date(text: str, form: str, language: str) -> str:
    """Eight figures are a year, month and day, with question marks for what is left out."""
    if re.fullmatch(r"[\d?]{8}", text):
        written = {"y": text[:4], "m": text[4:6], "d": text[6:]}
    else:
        numbers = re.findall(r"(?<!\d)\d{1,4}(?!\d)", text)
        if not form or len(numbers) != len(form):
            return text
        written = dict(zip(form, numbers, strict=True))
    parts = _date_parts({part: int(number) for part, number in written.items() if number.isdecimal()}, language)
    terms = _terms(language)
    order = terms.get("date", ("day", "month", "year"))
    return str(terms.get("of", " ")).join(parts[part] for part in order if part in parts) or text


def _date_parts(numbers: Mapping[str, int], language: str) -> dict[str, str]:
    parts = {}
    if "d" in numbers:
        parts["day"] = cardinal(str(numbers["d"]), language)
        parts["ordinal"] = ordinal(str(numbers["d"]), language)
    if "m" in numbers:
        months = _terms(language).get("months", ())
        in_year = 1 <= numbers["m"] <= len(months)
        parts["month"] = months[numbers["m"] - 1] if in_year else cardinal(str(numbers["m"]), language)
    if "y" in numbers:
        parts["year"] = year(str(numbers["y"]), language)
    return parts


def _time(text: str, form: str, language: str) -> str:
    """Minutes and seconds such as 1'21"; a time of day is read properly as it is."""
    found = re.fullmatch(r"(?:(\d+)['\u2019\u2032])?\s*(?:(\d+)[\"\u201d\u2033])?", text)
    terms = _terms(language)
    if not text or not found or not terms:
        return text
    amounts = [(found[1], terms["minute"]), (found[2], terms["second"])]
    return " ".join(one if n == "1" else f"{cardinal(n, language)} {many}" for n, (one, many) in amounts if n)


def _address(text: str, form: str, language: str) -> str:
    """Streets in full, and a postal code of five figures one by one."""
    streets = _terms(language).get("streets", {})
    text = re.sub(
        r"(?<![\w'\u2019])[^\W\d_]+\b\.?", lambda word: streets.get(word[0].rstrip(".").lower(), word[0]), text
    )
    return re.sub(r"\b\d{5}\b", lambda code: digits(code[0], language), text)


@cache
def _terms(language: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _all_terms().get(language, {})
    return found


@cache
def _all_terms() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("terms.toml").read_text("utf-8"))


_KINDS: dict[str, Callable[[str, str, str], str]] = {
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
