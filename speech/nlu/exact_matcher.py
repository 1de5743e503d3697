"""ExactMatcher understanding: a sentence that is a sample, word for word, with something in each of its slots."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from speech.nlu.interaction_model import Slot
from speech.nlu.samples import Sample
from speech.nlu.slots import FilledSlot
from speech.nlu.template import fill
from speech.nlu.utterance import Hearing, Readings

_LEAD = 8
"""How many words may go before a sample with open words in it: "i would like you to search for ..."."""

_SUBJECT = 0.05
"""A word in this share of all samples is what the skill is about, such as "step" or "pizza"."""

_OPEN, _LED, _GUESSED = 0.85, 0.75, 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """The sample that fits, with what was said in its slots, and how well it fits: 1 is word for word."""

    form: Sample
    slots: Mapping[str, FilledSlot]
    score: float


class ExactMatcher:
    """The samples of a model, those with the fewest slots and the most words first."""

    def __init__(self, samples: Iterable[Sample], function_words: frozenset[str]) -> None:
        every = sorted(samples, key=lambda form: (len(form.slots), -len(form.plain)))
        counts = Counter(word for form in every for word in form.plain - function_words)
        self._subject = {word for word, count in counts.items() if count >= _SUBJECT * len(every)}
        self._plain = {form.pattern: form for form in every if not form.slots}
        self._gapped = [form for form in every if form.slots]
        self._function_words = function_words

    def find(self, hearing: Hearing) -> Found | None:
        """The sample that was said, where every slot holds something for sure."""
        plain = self._plain.get(hearing.said)
        if plain:
            return Found(plain, {}, 1.0)
        return _first(_fit(form, hearing, hearing.sure, 0, 1.0) for form in self._fitting(hearing))

    def find_open(self, hearing: Hearing) -> Found | None:
        """The sample that was said, with words that nobody can list in its slots, perhaps after a few others."""
        samples = [
            form for form in self._fitting(hearing) if any(map(hearing.is_open, form.slots.values())) and form.plain
        ]
        led = [form for form in samples if form.plain - self._function_words]
        starts = range(1, min(_LEAD + 1, len(hearing.said)))
        return _first(_fit(form, hearing, hearing.guess, 0, _OPEN) for form in samples) or _first(
            _fit(form, hearing, hearing.guess, start, _LED) for start in starts for form in led
        )

    def guess(self, hearing: Hearing) -> Found | None:
        """The sample that was said but for an unknown name or number, if its other words are of the skill's subject."""
        telling = (form for form in self._fitting(hearing) if form.plain & self._subject)
        return _first(_fit(form, hearing, hearing.guess, 0, _GUESSED) for form in telling)

    def _fitting(self, hearing: Hearing) -> Iterator[Sample]:
        heard = frozenset(hearing.said)
        return (form for form in self._gapped if form.plain <= heard)


def _fit(
    form: Sample, hearing: Hearing, read: Callable[[Slot, int, int], Readings | None], start: int, score: float
) -> Found | None:
    found = fill(
        form.pattern, hearing.said[start:], lambda name, begin, end: read(form.slots[name], start + begin, start + end)
    )
    if found is None:
        return None
    return Found(form, {name: FilledSlot(name, readings) for name, readings in found.items()}, score)


def _first(found: Iterable[Found | None]) -> Found | None:
    return next((one for one in found if one), None)
