"""Numbers in words or digits, in every language whose number words Unicode describes."""

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
_SCALES = (1_000_000, 1_000)
_FOUR_DIGITS = range(1_000, 10_000)


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
        self._partial = frozenset(language.texts("partial_numbers"))
        self._articles = frozenset(language.texts("articles"))
        self._ordinal_endings = language.texts("ordinal_endings")

    def cardinal(self, tokens: Tokens) -> int | None:
        """Parse "twenty one", "21", "a hundred and one" or "two thousand and six"."""
        text = "".join(tokens)
        if text.isdecimal():
            return int(text) if len(tokens) == 1 else None
        if text in self._cardinals:
            return self._cardinals[text]
        if tokens[-1:] in self._multiples and (count := self._cardinals.get("".join(tokens[:-1]))):
            return count * self._multiples[tokens[-1:]]
        if len(tokens) > 1 and tokens[0] in self._articles:
            return _first(self.cardinal((one, *tokens[1:])) for one in self._spellings(1))
        return self._large_cardinal(text)

    def is_part(self, before: Tokens, inside: Tokens, after: Tokens) -> bool:
        """Whether a number or a sign stands beside it, as in "minus five" or "two point five"."""
        beside = (*before[-1:], *after[:1])
        return any(word in self._partial or self.cardinal((word,)) is not None for word in beside)

    def ordinal(self, tokens: Tokens) -> int | None:
        """Parse "twenty first" or "21st"."""
        text = "".join(tokens)
        digits = (text.removesuffix(ending) for ending in self._ordinal_endings if text.endswith(ending))
        return self._ordinals.get(text) or next((int(number) for number in digits if number.isdecimal()), None)

    def four_digits(self, tokens: Tokens) -> str | None:
        """Parse "six oh four five", "nineteen eighty four", "twenty oh six" or "two thousand and six"."""
        number = self.cardinal(tokens)
        if number is not None:
            return str(number) if number in _FOUR_DIGITS else None
        return self._digits(tokens, 4)

    def cardinal_could_contain(self, word: str) -> bool:
        return word.isdecimal() or word in self._cardinal_words or any(scale in word for scale, _ in self._scales)

    def ordinal_could_contain(self, word: str) -> bool:
        return word in self._ordinal_words or word[0].isdecimal()

    def _digits(self, tokens: Tokens, wanted: int) -> str | None:
        """Parse `wanted` digits that are spoken one or two at a time."""
        if not tokens:
            return None if wanted else ""
        for end in range(len(tokens), 0, -1):
            number = self.cardinal(tokens[:end])
            part = "" if number is None else str(number)
            rest = self._digits(tokens[end:], wanted - len(part)) if 0 < len(part) <= min(wanted, 2) else None
            if rest is not None:
                return part + rest
        return None

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
        return dict(self._spell_all(range(1, 101), _ORDINAL))

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


def _first(numbers: Iterable[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _without_spaces(numbers: dict[Tokens, int]) -> dict[str, int]:
    """Join the tokens, since languages and typists differ in where they put spaces."""
    return {"".join(tokens): number for tokens, number in numbers.items()}
