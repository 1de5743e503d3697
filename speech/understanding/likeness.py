"""Likeness: the words, neighbours and letters that sentences have in common, and how much each of them counts."""

from collections.abc import Container, Iterator

from speech.understanding.language import Language
from speech.understanding.pattern import Pattern, gap
from speech.understanding.words import Words

_GAP, _WORD, _SMALL_WORD, _NEIGHBOURS, _LETTERS = 1.25, 1.0, 0.7, 0.2, 0.35
_NEW_WORD, _NEW_SMALL_WORD = 1.5, 0.6
_RUN = 4

Traits = dict[str, float]


class Likeness:
    """What counts in one language: endings are split off, and words that people swap count as one."""

    def __init__(self, spoken: Language) -> None:
        self._small = frozenset(spoken.texts("function_words"))
        self._whole = spoken.table("contractions", "whole")
        self._endings = spoken.table("contractions", "endings")
        self._alike = {word: group[0] for group in reversed(spoken.texts("alike")) for word in group}

    def traits(self, said: Pattern) -> Traits:
        """Each thing that another sentence may have too, with its weight."""
        found: Traits = {}
        before = ""
        for word in self._apart(said):
            same = self._alike.get(word, word)
            found[f"{before} {same}"] = _NEIGHBOURS
            found |= {same: _GAP} if gap(word) else self._word(word, same)
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

    def _word(self, word: str, same: str) -> Traits:
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
