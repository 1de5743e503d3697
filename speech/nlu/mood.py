"""Tells a request from its opposite and from a question, by small words that weigh little in a comparison."""

from collections.abc import Iterator

from speech.nlu.language import Language
from speech.nlu.tokens import Tokens


class Contractions:
    """Splits "don't" into "do not" and "he'll" into "he will"."""

    def __init__(self, language: Language) -> None:
        self._whole = language.table("contractions", "whole")
        self._endings = language.table("contractions", "endings")

    def split(self, tokens: Tokens) -> Iterator[str]:
        for token in tokens:
            if token in self._whole:
                yield from self._whole[token].split()
                continue
            ending = next((ending for ending in self._endings if token.endswith(ending)), "")
            yield token.removesuffix(ending)
            if ending:
                yield self._endings[ending]


class Mood:
    def __init__(self, language: Language) -> None:
        self._contractions = Contractions(language)
        self._negations = frozenset(language.texts("negations"))
        self._question_words = frozenset(language.texts("question_words"))
        self._refusals = language.phrases("refusals")

    def is_negated(self, tokens: Tokens) -> bool:
        """Whether a word turns the sentence into its opposite."""
        return not self._negations.isdisjoint(self._words(tokens))

    def is_refusal(self, tokens: Tokens) -> bool:
        """Whether it asks not to do what follows, as in "don't stop"."""
        words = self._words(tokens)
        return any(words[: len(phrase)] == phrase for phrase in self._refusals)

    def is_question(self, tokens: Tokens) -> bool:
        """Whether it starts or ends with a question word, as in "what happens then" or "stop what"."""
        words = self._words(tokens)
        return not self._question_words.isdisjoint((words[0], words[-1]))

    def _words(self, tokens: Tokens) -> Tokens:
        """Leave out a "no" that is an answer of its own, as in "no, go on"."""
        words = tuple(self._contractions.split(tokens))
        return words[1:] if len(words) > 1 and words[0] == "no" else words
