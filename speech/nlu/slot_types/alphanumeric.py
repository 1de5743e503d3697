"""Values that are spelled: AMAZON.PhoneNumber, AMAZON.AlphaNumeric, and the numbers in AMAZON.StreetAddress.

https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html: a phone number is sent without
punctuation. Letters, numbers, hyphens and periods are sent as one sequence, such as "16a" for "sixteen a" and "jl905"
for "j l nine oh five".
"""

import re

from speech.nlu.language import Language
from speech.nlu.slot_types.numbers import NumberParser
from speech.nlu.tokens import Tokens, is_unspaced, text_of

MAX_WORDS = 24

_PHONE_DIGITS = range(3, 16)
"""From an emergency number to the longest of E.164."""

_PUNCTUATION = re.compile(r"[-./]")
_PHONE = re.compile(r"\+?\d+(?:[-./]\d+)*")
_LETTERS_WITH_DIGITS = re.compile(r"[^\W_]*\d[^\W_]*(?:[-.][^\W_]+)*")

_MAX_PREFIX = 3
"""Letters of a prefix that is typed as a word, as in "ba 2490"."""


class PhoneNumberParser:
    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._plus = frozenset(language.texts("spelling", "plus"))

    def could_contain(self, word: str) -> bool:
        return word in self._plus or _PHONE.fullmatch(word) is not None or self._numbers.digits_could_contain(word)

    def parse(self, tokens: Tokens) -> str | None:
        """Return +15095551212 for "plus one five oh nine five five five one two one two"."""
        plus = ""
        if tokens and (tokens[0] in self._plus or tokens[0].startswith("+")):
            plus, tokens = "+", (() if tokens[0] in self._plus else (tokens[0][1:],)) + tokens[1:]
        parts = tuple(_PUNCTUATION.sub("", token) if _PHONE.fullmatch(token) else token for token in tokens)
        digits = self._numbers.digits(parts)
        return plus + digits if digits and len(digits) in _PHONE_DIGITS else None

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a digit beside it belongs to it."""
        return any(map(self.could_contain, (*before[-1:], *after[:1])))


class AlphaNumericParser:
    def __init__(self, language: Language, numbers: NumberParser) -> None:
        self._numbers = numbers
        self._symbols: dict[str, str] = dict(language.table("spelling", "symbols"))
        self._words = frozenset(language.texts("function_words"))
        self._never_first = frozenset(language.texts("never_values"))

    def could_contain(self, word: str) -> bool:
        return (
            (len(word) == 1 and not is_unspaced(word))
            or word in self._symbols
            or _LETTERS_WITH_DIGITS.fullmatch(word) is not None
            or self._numbers.digits_could_contain(word)
        )

    def parse(self, tokens: Tokens) -> str | None:
        """Return "abc123" for "a b c one two three". Letters alone need two, or "a" would be one in every sentence."""
        text = self._spelled(tokens, max_prefix=1)
        is_spelled = any(map(str.isdigit, text)) or (len(text) > 1 and all(len(token) == 1 for token in tokens))
        return text if is_spelled and text[0].isalnum() and text[-1].isalnum() else None

    def write(self, tokens: Tokens) -> str:
        """Return "ba2490" for "ba 2490", whose letters are written as a word, and other words as they are."""
        text = self._spelled(tokens, max_prefix=_MAX_PREFIX)
        return text if any(map(str.isdigit, text)) else text_of(tokens)

    def _spelled(self, tokens: Tokens, max_prefix: int) -> str:
        """Return an empty text if something else is said."""
        text, rest = "", tokens
        while rest:
            part, size = self._part(rest, max_prefix)
            if not part:
                return ""
            text, rest = text + part, rest[size:]
        return text

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a letter or digit beside it belongs to it, or its first letter is a word, as in "i have a five"."""
        beside = (*before[-1:], *after[:1])
        return inside[0] in self._never_first or any(map(self.could_contain, beside))

    def _part(self, tokens: Tokens, max_prefix: int) -> tuple[str, int]:
        """Return the characters of the first part, and its number of words."""
        first = tokens[0]
        digits, size = self._numbers.digits_at_start(tokens)
        if digits:
            return digits, size
        if first in self._symbols:
            return self._symbols[first], 1
        is_letters = (
            first.isalpha()
            and not is_unspaced(first)
            and len(first) <= max_prefix
            and (len(first) == 1 or first not in self._words)
        )
        return (first, 1) if is_letters or _LETTERS_WITH_DIGITS.fullmatch(first) else ("", 0)


class AddressParser:
    """Writes the numbers at the start and the end of an address in digits, as of a house and a postal code."""

    def __init__(self, numbers: NumberParser) -> None:
        self._numbers = numbers

    def write(self, tokens: Tokens) -> str:
        """Return "21 main street" for "twenty one main street"."""
        size = len(tokens)
        start = next((at for at, token in enumerate(tokens) if not self._is_number(token)), size)
        end = next((at for at in range(size, start, -1) if not self._is_number(tokens[at - 1])), start)
        parts = (self._in_digits(tokens[:start]), text_of(tokens[start:end]), self._in_digits(tokens[end:]))
        return " ".join(filter(None, parts))

    def _is_number(self, token: str) -> bool:
        return self._numbers.digits_could_contain(token)

    def _in_digits(self, tokens: Tokens) -> str:
        number = self._numbers.cardinal(tokens) if tokens else None
        if number is not None and not tokens[0].isdecimal():
            return str(number)
        return self._numbers.digits(tokens) or text_of(tokens)
