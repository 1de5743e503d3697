"""One utterance, and the slot values that its tokens can have."""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from typing import NamedTuple

from speech.nlu.interaction_model import SlotDefinition
from speech.nlu.slot_types.registry import SlotParser
from speech.nlu.slots import SlotValue
from speech.nlu.tokens import Tokens, word_count

SlotValues = tuple[SlotValue, ...]

_MAX_UNKNOWN_WORDS = 4
"""Words in an unknown name or number, unless the type lists longer ones."""

_MAX_LIST_WORDS = 60
"""Words in a list of values."""


class Span(NamedTuple):
    """Tokens that fill a slot: from `start` up to `end`, without `end`."""

    start: int
    end: int
    values: SlotValues


class Utterance:
    """Caches what it parses, since many samples ask for the slot values of the same tokens."""

    def __init__(
        self,
        tokens: Tokens,
        parsers: Mapping[str, SlotParser],
        joiners: frozenset[str],
        never_values: frozenset[str] = frozenset(),
    ) -> None:
        """`parsers` are by slot type; `joiners` are the words between the items of a list.

        `never_values` are small words that are no value by themselves, unless a sample wants one word for word.
        """
        self._never_values = never_values
        self.tokens = tokens
        self._parsers = parsers
        self._joiners = joiners
        self._known: dict[tuple[str, int, int], SlotValue | None] = {}
        self._spans: dict[tuple[str, bool], list[Span]] = {}
        self._reach: dict[str, list[int]] = {}

    def known_values(self, slot: SlotDefinition, start: int, end: int) -> SlotValues | None:
        """Return the values of these tokens in the slot; None if they are not a known value or list of values."""
        if slot.is_multiple:
            return self._known_list(slot.type, start, end)
        value = self._known_value(slot.type, start, end)
        return (value,) if value else None

    def any_values(self, slot: SlotDefinition, start: int, end: int) -> SlotValues | None:
        """Return what Alexa sends if the slot is filled with these tokens, known or not; None if it cannot be."""
        unknown = self._unknown_list if slot.is_multiple else self._unknown_value
        return self.known_values(slot, start, end) or unknown(slot.type, start, end) or None

    def whole_value(self, slot: SlotDefinition) -> SlotValues | None:
        """Return what Alexa sends if all tokens fill the slot, however many they are; None if they cannot."""
        value = self._parsers[slot.type].parse_unknown(self.tokens)
        return (value,) if value else None

    def is_wildcard(self, slot: SlotDefinition) -> bool:
        return self._parsers[slot.type].is_wildcard

    def max_words(self, slot: SlotDefinition) -> int:
        """Return the number of words in the longest listed value."""
        return self._parsers[slot.type].max_words

    def takes_unknown_values(self, slot: SlotDefinition) -> bool:
        """Whether the slot's type is the skill's own, and so takes values that it does not list."""
        return not slot.type.startswith("AMAZON.")

    def spans(self, slot: SlotDefinition) -> list[Span]:
        """Return the spans with a known value, from left to right, each as long as possible, without overlap."""
        key = (slot.type, slot.is_multiple)
        if key not in self._spans:
            self._spans[key] = list(self._find_spans(slot))
        return self._spans[key]

    def _find_spans(self, slot: SlotDefinition) -> Iterator[Span]:
        start = 0
        while start < len(self.tokens):
            span = self._longest_span(slot, start)
            if span:
                yield span
            start = span.end if span else start + 1

    def _longest_span(self, slot: SlotDefinition, start: int) -> Span | None:
        parser = self._parsers[slot.type]
        if start and self.tokens[start - 1] in parser.pronouns.get(self.tokens[start], ()):
            return None
        limit = min(start + (_MAX_LIST_WORDS if slot.is_multiple else parser.max_words), len(self.tokens))
        end = start
        while end < limit and self._could_contain(slot, parser, self.tokens[end]):
            end += 1
        candidates = ((stop, self.known_values(slot, start, stop)) for stop in range(end, start, -1))
        span = next((Span(start, stop, values) for stop, values in candidates if values), None)
        return span if span and self._is_whole(parser, span) else None

    def _is_whole(self, parser: SlotParser, span: Span) -> bool:
        """Whether the span is a value: not small words alone, and not a part of a longer value that is not known."""
        before, inside, after = self.tokens[: span.start], self.tokens[span.start : span.end], self.tokens[span.end :]
        return not self._never_values.issuperset(inside) and not parser.is_part(before, inside, after)

    def _could_contain(self, slot: SlotDefinition, parser: SlotParser, word: str) -> bool:
        return parser.could_contain(word) or (slot.is_multiple and word in self._joiners)

    def _known_list(self, slot_type: str, start: int, end: int) -> SlotValues | None:
        """Parse one value after another, with or without a joiner between them."""
        if end - start > _MAX_LIST_WORDS:
            return None
        for stop in range(end, start, -1):
            first = self._known_value(slot_type, start, stop)
            if first and stop == end:
                return (first,)
            after = stop + 1 if first and self.tokens[stop] in self._joiners else stop
            rest = self._known_list(slot_type, after, end) if first else None
            if first and rest:
                return (first, *rest)
        return None

    def _unknown_list(self, slot_type: str, start: int, end: int) -> SlotValues:
        """Split at the joiners; each part may be known or not."""
        if end - start > _MAX_LIST_WORDS:
            return ()
        joiners = [at for at in range(start, end) if self.tokens[at] in self._joiners]
        bounds = [(left + 1, right) for left, right in pairwise((start - 1, *joiners, end)) if right > left + 1]
        parts = [self._known_list(slot_type, *part) or self._unknown_value(slot_type, *part) for part in bounds]
        return tuple(chain.from_iterable(parts))

    def _unknown_value(self, slot_type: str, start: int, end: int) -> SlotValues:
        parser = self._parsers[slot_type]
        longest_listed = 0 if slot_type.startswith("AMAZON.") else parser.max_words
        is_long = end - start > longest_listed and word_count(self.tokens[start:end]) > _MAX_UNKNOWN_WORDS
        if is_long and not parser.is_wildcard:
            return ()
        if self._never_values.issuperset(self.tokens[start:end]):
            return ()
        value = parser.parse_unknown(self.tokens[start:end])
        return (value,) if value else ()

    def _known_value(self, slot_type: str, start: int, end: int) -> SlotValue | None:
        parser = self._parsers[slot_type]
        if end - start > parser.max_words:
            return None
        key = (slot_type, start, end)
        if key not in self._known:
            is_possible = end <= self._ends(slot_type)[start]
            self._known[key] = parser.parse(self.tokens[start:end]) if is_possible else None
        return self._known[key]

    def _ends(self, slot_type: str) -> list[int]:
        """Return where the words that a known value could contain end, from each token on."""
        if slot_type not in self._reach:
            ends, could_contain = [len(self.tokens)], self._parsers[slot_type].could_contain
            for at in range(len(self.tokens) - 1, -1, -1):
                ends.append(ends[-1] if could_contain(self.tokens[at]) else at)
            self._reach[slot_type] = ends[::-1]
        return self._reach[slot_type]
