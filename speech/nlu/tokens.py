"""What a word is: how a sentence, as typed or recognised, becomes the words that are compared."""

import re
import unicodedata

Words = tuple[str, ...]

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.[ ]?){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")


def words(text: str) -> Words:
    """Lower case, without punctuation; "a.m." and "a. m." are one word, "7:30" and "don't" stay whole."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    text = _THOUSANDS.sub("", _ABBREVIATION.sub(_join, text))
    kept = "".join(letter if _belongs(text, at) else " " for at, letter in enumerate(text))
    return tuple(kept.split())


def _join(abbreviation: re.Match[str]) -> str:
    return "".join(letter for letter in abbreviation.group() if letter.isalpha()) + " "


def _belongs(text: str, at: int) -> bool:
    letter = text[at]
    if letter.isalnum() or unicodedata.category(letter).startswith("M"):
        return True
    return letter in "':" and 0 < at < len(text) - 1 and _both_sides(text, at, digits=letter == ":")


def _both_sides(text: str, at: int, *, digits: bool) -> bool:
    before, after = text[at - 1], text[at + 1]
    return before.isdigit() and after.isdigit() if digits else before.isalnum() and after.isalnum()
