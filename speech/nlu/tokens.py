"""Splits an utterance, typed or transcribed, into the words that are compared."""

import re
import unicodedata
from itertools import pairwise

Tokens = tuple[str, ...]

_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.[ ]?){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_JOINERS = "':./-"
_NEITHER_WORD_NOR_SPACE = re.compile(r"[^\w ]|_")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc`", "''''")


def tokenize(text: str) -> Tokens:
    """Return lower-case words without punctuation.

    "a. m." becomes "am"; "7:30", "1.5", "-5", "+44", "2027-01-05" and "don't" stay one token.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    text = _THOUSANDS.sub("", _ABBREVIATION.sub(_join_letters, text))
    return tuple(_NEITHER_WORD_NOR_SPACE.sub(_keep_in_word, text).split())


def _keep_in_word(found: re.Match[str]) -> str:
    return found.group() if _is_in_word(found.string, found.start()) else " "


def _join_letters(abbreviation: re.Match[str]) -> str:
    return "".join(letter for letter in abbreviation.group() if letter.isalpha()) + " "


def _is_in_word(text: str, at: int) -> bool:
    letter = text[at]
    if unicodedata.category(letter).startswith("M"):
        return True
    if letter in "+-" and _is_sign(text, at):
        return True
    return letter in _JOINERS and 0 < at < len(text) - 1 and _joins_neighbours(text, at, digits=letter != "'")


def _is_sign(text: str, at: int) -> bool:
    """Whether a hyphen or a plus stands before a number and after nothing."""
    return text[at + 1 : at + 2].isdecimal() and not text[:at][-1:].strip()


def _joins_neighbours(text: str, at: int, *, digits: bool) -> bool:
    before, after = text[at - 1], text[at + 1]
    return before.isdigit() and after.isdigit() if digits else before.isalnum() and after.isalnum()


def words_and_pairs(tokens: Tokens) -> set[str]:
    """Return the words and the pairs of neighbours, the start and the end of the utterance among them."""
    return {*tokens, *(f"{left} {right}" for left, right in pairwise(("", *tokens, "")))}
