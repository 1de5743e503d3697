"""One sentence as it was heard, and what its words mean in the slots of a skill."""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from speech.nlu.interaction_model import Slot
from speech.nlu.slot_types.registry import SlotParser
from speech.nlu.slots import SlotValue
from speech.nlu.tokens import Words

Readings = tuple[SlotValue, ...]
Span = tuple[int, int, Readings]
"""From one place up to another, and what the words between mean."""

_LONGEST_GUESS = 4
"""Words that may stand for one unknown name or number."""

_LONGEST_LIST = 60
"""Words in a list of values."""


class Hearing:
    """Remembers what it worked out, since many samples ask about the same words."""

    def __init__(self, said: Words, parsers: Mapping[str, SlotParser], joiners: frozenset[str]) -> None:
        self.said = said
        self._readers = parsers
        self._joiners = joiners
        self._sure: dict[tuple[str, int, int], SlotValue | None] = {}
        self._spans: dict[tuple[str, bool], list[Span]] = {}

    def sure(self, slot: Slot, start: int, end: int) -> Readings | None:
        """What these words mean in the slot, if they mean something for sure."""
        if slot.is_multiple:
            return self._list(slot.type, start, end)
        found = self._one(slot.type, start, end)
        return (found,) if found else None

    def guess(self, slot: Slot, start: int, end: int) -> Readings | None:
        """What Alexa sends for these words if the slot is where they are."""
        unknown = self._unknown_list if slot.is_multiple else self._unknown
        return self.sure(slot, start, end) or unknown(slot.type, start, end) or None

    def is_open(self, slot: Slot) -> bool:
        return self._readers[slot.type].is_open

    def spans(self, slot: Slot) -> list[Span]:
        """The words that mean something in the slot, as many as possible at each place, none of them twice."""
        key = (slot.type, slot.is_multiple)
        if key not in self._spans:
            self._spans[key] = list(self._find_spans(slot))
        return self._spans[key]

    def _find_spans(self, slot: Slot) -> Iterator[Span]:
        start = 0
        while start < len(self.said):
            found = self._longest(slot, start)
            if found:
                yield found
            start = found[1] if found else start + 1

    def _longest(self, slot: Slot, start: int) -> Span | None:
        reader = self._readers[slot.type]
        if start and self.said[start - 1] in reader.pronouns.get(self.said[start], ()):
            return None
        most = start + (_LONGEST_LIST if slot.is_multiple else reader.longest)
        end = start
        while end < min(most, len(self.said)) and self._may_hold(slot, reader, self.said[end]):
            end += 1
        spans = ((stop, self.sure(slot, start, stop)) for stop in range(end, start, -1))
        return next(((start, stop, readings) for stop, readings in spans if readings), None)

    def _may_hold(self, slot: Slot, reader: SlotParser, word: str) -> bool:
        return reader.may_hold(word) or (slot.is_multiple and word in self._joiners)

    def _list(self, kind: str, start: int, end: int) -> Readings | None:
        """One value after another, with or without an "and" between."""
        if end - start > _LONGEST_LIST:
            return None
        for stop in range(end, start, -1):
            first = self._one(kind, start, stop)
            if first and stop == end:
                return (first,)
            after = stop + 1 if first and self.said[stop] in self._joiners else stop
            rest = self._list(kind, after, end) if first else None
            if first and rest:
                return (first, *rest)
        return None

    def _unknown_list(self, kind: str, start: int, end: int) -> Readings:
        """What stands between the "and"s, known or not."""
        if end - start > _LONGEST_LIST:
            return ()
        cuts = [at for at in range(start, end) if self.said[at] in self._joiners]
        parts = [(left, right) for left, right in pairwise((start - 1, *cuts, end)) if right > left + 1]
        values = [self._list(kind, left + 1, right) or self._unknown(kind, left + 1, right) for left, right in parts]
        return tuple(chain.from_iterable(values))

    def _unknown(self, kind: str, start: int, end: int) -> Readings:
        reader = self._readers[kind]
        is_short = end - start <= _LONGEST_GUESS or reader.is_open
        found = reader.guess(self.said[start:end]) if is_short else None
        return (found,) if found else ()

    def _one(self, kind: str, start: int, end: int) -> SlotValue | None:
        key = (kind, start, end)
        if key not in self._sure:
            self._sure[key] = self._readers[kind].read(self.said[start:end])
        return self._sure[key]
