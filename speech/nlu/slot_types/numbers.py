"""Numbers in words or digits, in every language whose number words Unicode describes.

https://developer.amazon.com/docs/alexa/custom-skills/slot-type-reference.html says what AMAZON.NUMBER, AMAZON.Ordinal
and AMAZON.FOUR_DIGIT_NUMBER send.
"""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from unicode_rbnf import RbnfEngine
from unicode_rbnf.engine import NoRuleForNumberError

from speech.nlu.language import Language, LanguageError, load_language
from speech.nlu.tokens import Tokens, tokenize

MAX_WORDS = 12

_CARDINAL = ("spellout-numbering", "spellout-cardinal")
_ORDINAL = ("spellout-ordinal",)
_PROBES = (1, 21, 121)
_SCALES = (1_000_000_000, 1_000_000, 1_000)
_FOUR_DIGITS = 4
_MAX_DIGITS = 30
_MAX_ORDINAL = 100

_MAX_PART_WORDS = 3
"""Words in one part of a number that is spoken in parts, as "eight hundred" in "eight hundred five five five"."""


@cache
def load_numbers(locale: str) -> "NumberParser":
    """Return the parser for a locale's language. Raises LanguageError if its number words are not known."""
    return NumberParser(load_language(locale))


class NumberParser:
    """Spells out every number below a thousand, to look up words; larger numbers are composed."""

    def __init__(self, language: Language) -> None:
        try:
            self._engine = RbnfEngine.for_language(language.code)
        except ValueError as error:
            known = ", ".join(sorted(RbnfEngine.get_supported_languages()))
            raise LanguageError(f"{language.code}: its number words are not known; use one of {known}") from error
        self._extra_cardinals = {tokenize(phrase): number for phrase, number in language.table("numbers").items()}
        self._multiples: dict[Tokens, int] = {
            tokenize(word): number for word, number in language.table("multiples").items()
        }
        self._extra_ordinals = {tokenize(phrase): number for phrase, number in language.table("ordinals").items()}
        self._counts = {tokenize(phrase): number for phrase, number in language.table("counts").items()}
        self._repeats: dict[str, int] = dict(language.table("repeats"))
        self._minus = frozenset(language.texts("minus"))
        self._partial = frozenset(language.texts("partial_numbers")).union(self._minus, self._repeats)
        self._articles = frozenset(language.texts("articles"))
        self._ordinal_endings = language.texts("ordinal_endings")

    def cardinal(self, tokens: Tokens) -> int | None:
        """Parse "twenty one", "21", "a hundred and one" or "two thousand and six".

        In languages such as German, an article is also a spelling of one.
        """
        number = self._spelled_cardinal(tokens)
        if number is None and len(tokens) > 1 and tokens[0] in self._articles:
            return _first(self._spelled_cardinal((one, *tokens[1:])) for one in self._ones)
        return number

    def _spelled_cardinal(self, tokens: Tokens) -> int | None:
        text = "".join(tokens)
        if text.isdecimal():
            return int(text) if len(tokens) == 1 and _is_number(text) else None
        if text in self._cardinals:
            return self._cardinals[text]
        if tokens[-1:] in self._multiples and (count := self._cardinals.get("".join(tokens[:-1]))):
            return count * self._multiples[tokens[-1:]]
        return self._large_cardinal(text)

    def whole(self, tokens: Tokens) -> int | None:
        """Parse what AMAZON.NUMBER takes: a whole number, also "minus five", "one two three" or "nineteen eighty four".

        A number that is spoken digit by digit loses the zeros in front of it.
        """
        sign, tokens = self._sign(tokens)
        number = self.cardinal(tokens) if tokens else None
        if number is None:
            digits = self._single_digits(tokens) or self.four_digits(tokens)
            number = int(digits) if digits and _is_number(digits) else None
        return None if number is None else sign * number

    def count(self, tokens: Tokens) -> int | None:
        """Parse how many of something: a number, "a" or "a couple of"."""
        if len(tokens) == 1 and tokens[0] in self._articles:
            return 1
        return self._counts[tokens] if tokens in self._counts else self.cardinal(tokens)

    def digits(self, tokens: Tokens) -> str | None:
        """Parse digits that are spoken in parts: "double oh seven", "eight hundred five" or "twenty one oh two"."""
        found = ""
        while tokens:
            part, size = self.digits_at_start(tokens)
            if not part:
                return None
            found, tokens = found + part, tokens[size:]
        return found or None

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a number or a sign stands beside it, or the rest of an ordinal, as in "twenty first"."""
        left = before[:-1] if before and before[-1] in self._articles else before
        beside = (*left[-1:], *after[:1])
        if after and self.ordinal((*inside, after[0])) is not None:
            return True
        return any(word in self._partial or self.cardinal((word,)) is not None for word in beside)

    def ordinal(self, tokens: Tokens) -> int | None:
        """Parse "twenty first", "21st", "one hundred and first" or "two hundredth"."""
        text = "".join(tokens)
        digits = (text.removesuffix(ending) for ending in self._ordinal_endings if text.endswith(ending))
        found = self._ordinals.get(text) or next((int(number) for number in digits if _is_number(number)), None)
        return found or self._large_ordinal(tokens)

    def _large_ordinal(self, tokens: Tokens) -> int | None:
        """Compose hundreds with what is after them."""
        for end in range(1, len(tokens)):
            hundreds = self.cardinal(tokens[:end])
            last = tokens[end + 1 :] if tokens[end] in self._joiners else tokens[end:]
            rest = self._ordinals.get("".join(last), 0)
            if hundreds and rest and hundreds < rest and rest % 100 == 0:
                return hundreds * rest
            if hundreds and rest and rest < 100 and hundreds % 100 == 0:  # noqa: PLR2004
                return hundreds + rest
        return None

    def four_digits(self, tokens: Tokens) -> str | None:
        """Parse "six oh four five", "nineteen eighty four", "double oh four two", "two thousand and six" or "0042"."""
        is_digits = len(tokens) == 1 and tokens[0].isdecimal()
        number = self.cardinal(tokens) if tokens and not is_digits else None
        digits = self.digits(tokens) if number is None else str(number)
        return digits if digits and len(digits) == _FOUR_DIGITS else None

    def cardinal_could_contain(self, word: str) -> bool:
        return word.isdecimal() or word in self._cardinal_words or any(scale in word for scale, _ in self._scales)

    def whole_could_contain(self, word: str) -> bool:
        return (
            word in self._partial or word in self._articles or word[1:].isdecimal() or self.cardinal_could_contain(word)
        )

    def digits_could_contain(self, word: str) -> bool:
        return word in self._repeats or self.cardinal_could_contain(word)

    def count_could_contain(self, word: str) -> bool:
        return word in self._articles or word in self._count_words or self.cardinal_could_contain(word)

    def ordinal_could_contain(self, word: str) -> bool:
        return word in self._ordinal_words or word[0].isdecimal() or self.cardinal_could_contain(word)

    def _sign(self, tokens: Tokens) -> tuple[int, Tokens]:
        if tokens[:1] and tokens[0] in self._minus:
            return -1, tokens[1:]
        if len(tokens) == 1 and tokens[0][:1] in ("-", "+"):
            return (-1 if tokens[0].startswith("-") else 1), (tokens[0][1:],)
        return 1, tokens

    def _single_digits(self, tokens: Tokens) -> str | None:
        """Parse "one two three", of which each word is a digit, or repeats the next."""
        each = (self.cardinal((token,)) for token in tokens if token not in self._repeats)
        is_single = all(digit is not None and digit < 10 for digit in each)  # noqa: PLR2004 - ten digits
        return self.digits(tokens) if is_single else None

    def digits_at_start(self, tokens: Tokens) -> tuple[str, int]:
        """Return the digits of the longest part that the tokens start with, and its number of words.

        A hundred with something after it is two parts, since "eight hundred five" is 800 and 5 in a row of digits.
        """
        if tokens[0] in self._repeats:
            digit = self.cardinal(tokens[1:2]) if len(tokens) > 1 else None
            return (str(digit) * self._repeats[tokens[0]], 2) if digit is not None and digit < 10 else ("", 0)  # noqa: PLR2004
        if tokens[0].isdecimal():
            return tokens[0], 1
        for size in range(min(_MAX_PART_WORDS, len(tokens)), 0, -1):
            number = self.cardinal(tokens[:size]) if tokens[0] not in self._articles else None
            if number is not None and (number < 100 or number % 100 == 0):  # noqa: PLR2004
                return str(number), size
        return "", 0

    def _large_cardinal(self, text: str) -> int | None:
        for word, scale in self._scales:
            count, found, rest = text.partition(word)
            if found:
                factor = self._cardinals.get(count) if count else 1
                remainder = self._remainder(rest)
                return None if factor is None or remainder is None else factor * scale + remainder
        return None

    def _remainder(self, text: str) -> int | None:
        if not text:
            return 0
        return _first(self.cardinal((text.removeprefix(joiner),)) for joiner in self._joiners)

    @cached_property
    def _cardinals_by_tokens(self) -> dict[Tokens, int]:
        return dict(self._spell_all(range(1_000), _CARDINAL)) | self._extra_cardinals

    @cached_property
    def _ordinals_by_tokens(self) -> dict[Tokens, int]:
        return dict(self._spell_all(range(1, _MAX_ORDINAL + 1), _ORDINAL)) | self._extra_ordinals

    @cached_property
    def _cardinals(self) -> dict[str, int]:
        return _without_spaces(self._cardinals_by_tokens)

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return _without_spaces(self._ordinals_by_tokens)

    @cached_property
    def _cardinal_words(self) -> frozenset[str]:
        return frozenset(word for tokens in self._cardinals_by_tokens for word in tokens).union(self._joiners)

    @cached_property
    def _count_words(self) -> frozenset[str]:
        return frozenset(word for tokens in self._counts for word in tokens)

    @cached_property
    def _ordinal_words(self) -> frozenset[str]:
        return frozenset(word for tokens in self._ordinals_by_tokens for word in tokens)

    @cached_property
    def _scales(self) -> tuple[tuple[str, int], ...]:
        """The words for a million and a thousand: "two thousand" without "two", then "one thousand" as a whole."""
        plural = [
            (multiple.removeprefix(two), scale)
            for scale in _SCALES
            for multiple in self._spellings(2 * scale)
            for two in self._spellings(2)
            if multiple.startswith(two)
        ]
        return (*plural, *((single, scale) for scale in _SCALES for single in self._spellings(scale)))

    @cached_property
    def _joiners(self) -> tuple[str, ...]:
        """What can stand between thousands and units: nothing, or a word such as "and"."""
        one, thousand = self._spellings(1), self._spellings(1_000)
        joiners = {
            both.removeprefix(left).removesuffix(right)
            for both in self._spellings(1_001)
            for left in thousand
            for right in one
            if both.startswith(left) and both.endswith(right)
        }
        return tuple(sorted(joiners, key=len))

    @cached_property
    def _ones(self) -> frozenset[str]:
        return frozenset(self._spellings(1))

    def _spellings(self, number: int) -> set[str]:
        """Return every way to spell a cardinal, without spaces."""
        return {"".join(tokens) for tokens, _ in self._spell_all((number,), _CARDINAL)}

    def _spell_all(self, numbers: Iterable[int], kinds: tuple[str, ...]) -> Iterator[tuple[Tokens, int]]:
        for ruleset in self._rulesets(kinds):
            for number in numbers:
                if text := self._spell(number, ruleset):
                    yield tokenize(text), number

    def _rulesets(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """Return only one of the rulesets that spell the probes in the same way, to save time."""
        names = (name for name in self._engine.rulesets if name.startswith(kinds) and "year" not in name)
        return {tuple(self._spell(probe, name) for probe in _PROBES): name for name in names}.values()

    def _spell(self, number: int, ruleset: str) -> str:
        """Return an empty text if the ruleset cannot spell this number by itself."""
        try:
            text: str = self._engine.format_number(number, ruleset_names=[ruleset]).text
        except NoRuleForNumberError:
            return ""
        return "" if text.startswith(" ") else text


def _is_number(text: str) -> bool:
    """Whether it is digits, and not so many that Python refuses them."""
    return text.isdecimal() and len(text) <= _MAX_DIGITS


def _first(numbers: Iterable[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _without_spaces(numbers: dict[Tokens, int]) -> dict[str, int]:
    """Join the tokens, since languages and typists differ in where they put spaces."""
    return {"".join(tokens): number for tokens, number in numbers.items()}
