"""Near understanding: the sample that is most like a sentence."""

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice

from speech.nlu.exact_matcher import Found
from speech.nlu.interaction_model import Slot
from speech.nlu.language import Language
from speech.nlu.samples import Sample
from speech.nlu.slots import FilledSlot
from speech.nlu.template import Pattern, placeholder
from speech.nlu.tokens import Words
from speech.nlu.utterance import Hearing, Span

_GAP, _WORD, _SMALL_WORD, _NEIGHBOURS, _LETTERS = 1.25, 1.0, 0.7, 0.2, 0.35
_NEW_WORD, _NEW_SMALL_WORD = 1.5, 0.6
_RUN = 4

Features = dict[str, float]


class FeatureExtractor:
    """What counts in one language: endings are split off, and words that people swap count as one."""

    def __init__(self, spoken: Language) -> None:
        self._small = frozenset(spoken.texts("function_words"))
        self._whole = spoken.table("contractions", "whole")
        self._endings = spoken.table("contractions", "endings")
        self._alike = {word: group[0] for group in reversed(spoken.texts("alike")) for word in group}

    def traits(self, said: Pattern) -> Features:
        """Each thing that another sentence may have too, with its weight."""
        found: Features = {}
        before = ""
        for word in self._apart(said):
            same = self._alike.get(word, word)
            found[f"{before} {same}"] = _NEIGHBOURS
            found |= {same: _GAP} if placeholder(word) else self._word(word, same)
            before = same
        return found | {f"{before} ": _NEIGHBOURS}

    def novelty(self, trait: str, known: Container[str]) -> float:
        """How much a trait counts that no sample has: an unheard-of subject says that the sentence is not for us."""
        if " " in trait or trait.startswith("<"):
            return 1.0
        if trait in self._small:
            return _NEW_SMALL_WORD
        runs = self._runs(trait)
        return _NEW_WORD * sum(run not in known for run in runs) / len(runs)

    def _word(self, word: str, same: str) -> Features:
        scale = _SMALL_WORD if word in self._small else _WORD
        return dict.fromkeys(self._runs(word), _LETTERS * scale) | {same: scale}

    def _runs(self, word: str) -> list[str]:
        """The letters of a word, four at a time, with a mark at both ends."""
        marked = f"<{word}>"
        return [f"<{marked[at : at + _RUN]}" for at in range(max(1, len(marked) - _RUN + 1))]

    def _apart(self, said: Words) -> Iterator[str]:
        for word in said:
            if word in self._whole:
                yield from self._whole[word].split()
                continue
            ending = next((ending for ending in self._endings if word.endswith(ending)), "")
            yield word.removesuffix(ending)
            if ending:
                yield self._endings[ending]


_MOST_TAGGINGS = 12

Signature = tuple[tuple[str, bool], ...]
"""The types of a sample's slots in order, each with whether it takes a list."""

Index = defaultdict[str, list[tuple[int, float]]]
"""For each trait the samples that have it, with its share in each."""


class SimilarityMatcher:
    """Compares a sentence with the samples whose slots it can fill: TF-IDF over traits, and the cosine."""

    def __init__(self, samples: Iterable[Sample], likeness: FeatureExtractor) -> None:
        self._likeness = likeness
        self._forms = [form for form in samples if form.plain]
        traits = [likeness.traits(form.typed) for form in self._forms]
        counts = Counter(trait for each in traits for trait in each)
        self._rarity = {trait: _rarity(len(traits), count) for trait, count in counts.items()}
        self._most = _rarity(len(traits), 0)
        self._slots = {_signature(form): form.gaps for form in self._forms}
        self._indexes: defaultdict[Signature, Index] = defaultdict(lambda: defaultdict(list))
        for place, (form, each) in enumerate(zip(self._forms, traits, strict=True)):
            index = self._indexes[_signature(form)]
            for trait, share in self._shares(each).items():
                index[trait].append((place, share))

    def find(self, hearing: Hearing) -> Found | None:
        """The nearest sample, however far; None where no sample has anything in common."""
        score, form, spans = max(self._candidates(hearing), key=lambda candidate: candidate[0], default=(0, None, ()))
        if form is None:
            return None
        slots = zip(form.gaps, spans, strict=True)
        return Found(form, {slot.name: FilledSlot(slot.name, span[2]) for slot, span in slots}, score)

    def _candidates(self, hearing: Hearing) -> Iterator[tuple[float, Sample | None, Sequence[Span]]]:
        """The nearest sample for each way to take some of the words for slots."""
        for signature, slots in self._slots.items():
            for spans in islice(_taggings(hearing, slots, 0), _MOST_TAGGINGS):
                scores = self._scores(self._indexes[signature], _tagged(hearing.said, slots, spans))
                if scores:
                    place = max(scores, key=scores.__getitem__)
                    yield scores[place], self._forms[place], spans

    def _scores(self, index: Index, said: Pattern) -> dict[int, float]:
        scores: defaultdict[int, float] = defaultdict(float)
        for trait, share in self._shares(self._likeness.traits(said)).items():
            for place, other in index.get(trait, ()):
                scores[place] += share * other
        return scores

    def _shares(self, traits: Features) -> Features:
        """The weights, rare traits counting more, scaled to a length of one."""
        weighed = {trait: weight * self._weight(trait) for trait, weight in traits.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values()))
        return {trait: weight / length for trait, weight in weighed.items()}

    def _weight(self, trait: str) -> float:
        return self._rarity.get(trait) or self._most * self._likeness.novelty(trait, self._rarity)


def _rarity(samples: int, with_trait: int) -> float:
    return math.log((1 + samples) / (1 + with_trait)) + 1


def _signature(form: Sample) -> Signature:
    return tuple((slot.type, slot.is_multiple) for slot in form.gaps)


def _taggings(hearing: Hearing, slots: Sequence[Slot], start: int) -> Iterator[tuple[Span, ...]]:
    """Every way to find something for all the slots, one after the other."""
    if not slots:
        yield ()
        return
    for span in hearing.spans(slots[0]):
        if span[0] >= start:
            yield from ((span, *others) for others in _taggings(hearing, slots[1:], span[1]))


def _tagged(said: Words, slots: Sequence[Slot], spans: Sequence[Span]) -> Pattern:
    """The sentence with the types of the slots in place of what fills them."""
    for slot, (start, end, _) in reversed(list(zip(slots, spans, strict=True))):
        said = (*said[:start], f"{{{slot.type}}}", *said[end:])
    return said
