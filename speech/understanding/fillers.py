"""Fillers: the hesitations and politeness around a request that change nothing about it."""

from functools import cache

from speech.understanding.language import Language, language
from speech.understanding.words import Words


class Fillers:
    """The fillers of one language; of what is nothing but fillers, something always remains."""

    def __init__(self, spoken: Language) -> None:
        self._before = spoken.phrases("fillers", "before")
        self._after = spoken.phrases("fillers", "after")

    def trim(self, said: Words) -> Words:
        """What is left without those at the end, then without those at the start."""
        return self.trim_start(self.trim_end(said))

    def trim_start(self, said: Words) -> Words:
        while phrase := next((each for each in self._before if said[: len(each)] == each and said != each), None):
            said = said[len(phrase) :]
        return said

    def trim_end(self, said: Words) -> Words:
        while phrase := next((each for each in self._after if said[-len(each) :] == each and said != each), None):
            said = said[: -len(phrase)]
        return said


@cache
def fillers(locale: str) -> Fillers:
    """Those of the locale's language."""
    return Fillers(language(locale))
