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
_UNSPACED = re.compile(
    "[\u3005-\u3007\u3040-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""A kana or a kanji: Japanese is written without spaces, so each of them is a token."""

_KANA_IN_WORD = 3
_SPACE_BETWEEN_UNSPACED = re.compile(f"(?<={_UNSPACED.pattern}) (?={_UNSPACED.pattern})")

_HINDI = str.maketrans({"\u0901": "\u0902", "\u200c": None, "\u200d": None})
_OPTIONAL_NUKTA = re.compile("(?<=[\u0915-\u0917\u091c\u092b])\u093c")
"""After these letters, as in "फ़िल्म", the dot is often left out; others are different letters with it."""


def tokenize(text: str) -> Tokens:
    """Return lower-case words without punctuation; of Japanese, each kana and kanji.

    "a. m." becomes "am"; "7:30", "1.5", "-5", "+44", "2027-01-05" and "don't" stay one token. Of ways to write the
    same Hindi word, all become one.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    if not text.isascii():
        text = _UNSPACED.sub(r" \g<0> ", _OPTIONAL_NUKTA.sub("", text.translate(_HINDI)))
    text = _THOUSANDS.sub("", _ABBREVIATION.sub(_join_letters, text))
    return tuple(_NEITHER_WORD_NOR_SPACE.sub(_keep_in_word, text).split())


def text_of(tokens: Tokens) -> str:
    """Join tokens as they are written: kana and kanji without spaces."""
    text = " ".join(tokens)
    return text if text.isascii() else _SPACE_BETWEEN_UNSPACED.sub("", text)


def is_unspaced(token: str) -> bool:
    """Whether it is a kana or a kanji, and so a letter of no spelled word."""
    return len(token) == 1 and _UNSPACED.match(token) is not None


def word_count(tokens: Tokens) -> int:
    """Count the words, for limits of length; about three kana or kanji are a word."""
    unspaced = sum(map(is_unspaced, tokens))
    return len(tokens) - unspaced + -(-unspaced // _KANA_IN_WORD)


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


def words_and_near_pairs(tokens: Tokens) -> set[str]:
    """Return the words, and the pairs of words that are neighbours or have one word between them.

    The start and the end of the utterance count as words of the pairs.
    """
    marked = ("", *tokens, "")
    neighbours = (f"{left} {right}" for left, right in pairwise(marked))
    with_one_between = (f"{left}  {right}" for left, right in zip(marked, marked[2:], strict=False))
    return {*tokens, *neighbours, *with_one_between}
