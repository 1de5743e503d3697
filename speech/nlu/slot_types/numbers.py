"""Numbers as they are said, in every language whose number words Unicode describes."""

from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from unicode_rbnf import RbnfEngine
from unicode_rbnf.engine import NoRuleForNumberError

from speech.nlu.language import Language, LanguageError, language
from speech.nlu.tokens import Words, words

LONGEST = 12
"""Words in the longest number that is looked for."""

_CARDINAL = ("spellout-numbering", "spellout-cardinal")
_ORDINAL = ("spellout-ordinal",)
_PROBES = (1, 21, 121)
_SCALES = (1_000_000, 1_000)
_FOUR_DIGITS = range(1_000, 10_000)


class Numbers:
    """Found by spelling out every number below a thousand and turning that round; larger ones are put together."""

    def __init__(self, spoken: Language) -> None:
        try:
            self._engine = RbnfEngine.for_language(spoken.code)
        except ValueError as error:
            known = ", ".join(sorted(RbnfEngine.get_supported_languages()))
            raise LanguageError(f"{spoken.code}: its number words are not known; use one of {known}") from error
        self._others = {words(phrase): number for phrase, number in spoken.table("numbers").items()}
        self._articles = frozenset(spoken.texts("articles"))
        self._endings = spoken.texts("ordinal_endings")

    def cardinal(self, said: Words) -> int | None:
        """The number in "twenty one", "21", "a hundred and one" or "two thousand and six"."""
        text = "".join(said)
        if text.isdecimal():
            return int(text) if len(said) == 1 else None
        if text in self._cardinals:
            return self._cardinals[text]
        if len(said) > 1 and said[0] in self._articles:
            return _first(self.cardinal((one, *said[1:])) for one in self._texts(1))
        return self._large(text)

    def ordinal(self, said: Words) -> int | None:
        """The number in "twenty first" or "21st"."""
        text = "".join(said)
        figures = (text.removesuffix(ending) for ending in self._endings if text.endswith(ending))
        return self._ordinals.get(text) or next((int(figure) for figure in figures if figure.isdecimal()), None)

    def four_digits(self, said: Words) -> str | None:
        """The digits in "six oh four five", "nineteen eighty four", "twenty oh six" or "two thousand and six"."""
        number = self.cardinal(said)
        if number is not None:
            return str(number) if number in _FOUR_DIGITS else None
        return self._digits(said, 4)

    def may_count(self, word: str) -> bool:
        """Whether a cardinal number may have this word in it."""
        return word.isdecimal() or word in self._counting or any(scale in word for scale, _ in self._scales)

    def may_order(self, word: str) -> bool:
        """Whether an ordinal number may have this word in it."""
        return word in self._ordering or word[0].isdecimal()

    def _digits(self, said: Words, wanted: int) -> str | None:
        """So many digits, said one or two at a time."""
        if not said:
            return None if wanted else ""
        for end in range(len(said), 0, -1):
            number = self.cardinal(said[:end])
            part = "" if number is None else str(number)
            rest = self._digits(said[end:], wanted - len(part)) if 0 < len(part) <= min(wanted, 2) else None
            if rest is not None:
                return part + rest
        return None

    def _large(self, text: str) -> int | None:
        for word, scale in self._scales:
            count, found, rest = text.partition(word)
            if found:
                times = self._cardinals.get(count) if count else 1
                more = self._more(rest)
                return None if times is None or more is None else times * scale + more
        return None

    def _more(self, text: str) -> int | None:
        if not text:
            return 0
        return _first(self.cardinal((text.removeprefix(join),)) for join in self._joins)

    @cached_property
    def _counted(self) -> dict[Words, int]:
        return dict(self._spelled(range(1_000), _CARDINAL)) | self._others

    @cached_property
    def _ordered(self) -> dict[Words, int]:
        return dict(self._spelled(range(1, 101), _ORDINAL))

    @cached_property
    def _cardinals(self) -> dict[str, int]:
        return _run_together(self._counted)

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return _run_together(self._ordered)

    @cached_property
    def _counting(self) -> frozenset[str]:
        return frozenset(word for said in self._counted for word in said).union(self._joins)

    @cached_property
    def _ordering(self) -> frozenset[str]:
        return frozenset(word for said in self._ordered for word in said)

    @cached_property
    def _scales(self) -> tuple[tuple[str, int], ...]:
        """The words for a million and a thousand: what "two thousand" has more than "two", then those for one alone."""
        several = [
            (twice.removeprefix(two), scale)
            for scale in _SCALES
            for twice in self._texts(2 * scale)
            for two in self._texts(2)
            if twice.startswith(two)
        ]
        return (*several, *((once, scale) for scale in _SCALES for once in self._texts(scale)))

    @cached_property
    def _joins(self) -> tuple[str, ...]:
        """What may stand between a thousand and a unit: nothing, or a word such as "and"."""
        one, thousand = self._texts(1), self._texts(1_000)
        found = {
            both.removeprefix(left).removesuffix(right)
            for both in self._texts(1_001)
            for left in thousand
            for right in one
            if both.startswith(left) and both.endswith(right)
        }
        return tuple(sorted(found, key=len))

    def _texts(self, number: int) -> set[str]:
        return {"".join(said) for said, _ in self._spelled((number,), _CARDINAL)}

    def _spelled(self, numbers: Iterable[int], kinds: tuple[str, ...]) -> Iterator[tuple[Words, int]]:
        for ruleset in self._rulesets(kinds):
            for number in numbers:
                if text := self._spell(number, ruleset):
                    yield words(text), number

    def _rulesets(self, kinds: tuple[str, ...]) -> Iterable[str]:
        """One ruleset of each way to say the probes; many are alike."""
        named = (name for name in self._engine.rulesets if name.startswith(kinds) and "year" not in name)
        return {tuple(self._spell(probe, name) for probe in _PROBES): name for name in named}.values()

    def _spell(self, number: int, ruleset: str) -> str:
        """Nothing where the ruleset is a fragment that cannot say this number, or says it with a gap before it."""
        try:
            text: str = self._engine.format_number(number, ruleset_names=[ruleset]).text
        except NoRuleForNumberError:
            return ""
        return "" if text.startswith(" ") else text


@cache
def numbers(locale: str) -> Numbers:
    """Those of the locale's language."""
    return Numbers(language(locale))


def _first(found: Iterable[int | None]) -> int | None:
    return next((number for number in found if number is not None), None)


def _run_together(phrases: dict[Words, int]) -> dict[str, int]:
    """Keys without spaces, since languages and typists differ in where they put them."""
    return {"".join(said): number for said, number in phrases.items()}
