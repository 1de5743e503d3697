"""From speech to intents: how many words are misheard, and how many intents are still right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

from unicode_rbnf import RbnfEngine

from speech.asr.interface import SpeechRecognizer
from speech.nlu.recognizer import Recognizer
from speech.nlu.tokens import tokenize
from tools.speech_bench.sentences import ANY_URGENT, SpokenSentence
from tools.speech_bench.speakers import LOCALE, Speak, with_noise

NOISES: Final = (None, 20, 10)
"""Decibels that the noise is below the speech; None for none."""


@dataclass(frozen=True, slots=True)
class Recognition:
    voice: str
    noise: float | None
    errors: float
    """Wrong, missing and added words, as a share of the words that were said."""

    right: int
    """How many intents were recognized."""

    as_typed: int
    """How many sentences have the intent that they have when they are typed."""

    seconds: float
    """The median time of a transcription."""

    misheard: Sequence[tuple[str, str, str | None]]
    """What was said, what was heard and its intent, for each wrong intent."""


class Judge:
    """Decides whether what was heard has the right intent."""

    def __init__(self, recognizer: Recognizer, urgent: frozenset[str]) -> None:
        self._recognizer = recognizer
        self._urgent = urgent

    def intent(self, heard: str) -> str | None:
        """Return the intent; the safety intents all count as ANY_URGENT."""
        intent = self._recognizer.hear(heard).intent if heard else None
        return ANY_URGENT if intent in self._urgent else intent

    def right(self, sentences: Sequence[SpokenSentence]) -> int:
        """Return how many intents are right if the sentences are typed: no speech recognizer can reach more."""
        return sum(self.intent(each.text) == each.intent for each in sentences)


@dataclass(frozen=True, slots=True)
class Listening:
    recognizer: SpeechRecognizer
    judge: Judge
    said: Sequence[SpokenSentence]

    def measure(self, voice: str, speak: Speak, noise: float | None) -> Recognition:
        wrong = words = right = as_typed = 0
        times, misheard = [], []
        for number, sentence in enumerate(self.said):
            recording = with_noise(speak(sentence.text), noise, seed=number)
            started = perf_counter()
            heard = self.recognizer.transcribe(recording, LOCALE)
            times.append(perf_counter() - started)
            intent = self.judge.intent(heard)
            wrong += word_errors(sentence.text, heard)
            words += len(_words(sentence.text))
            right += intent == sentence.intent
            as_typed += intent == self.judge.intent(sentence.text)
            if intent != sentence.intent:
                misheard.append((sentence.text, heard, intent))
        return Recognition(voice, noise, wrong / words, right, as_typed, median(times), misheard)


def word_errors(said: str, heard: str) -> int:
    """Return how many words have to be replaced, added or left out (Levenshtein)."""
    one, other = _words(said), _words(heard)
    row = list(range(len(other) + 1))
    for at, left in enumerate(one, 1):
        diagonal, row[0] = row[0], at
        for to, right in enumerate(other, 1):
            diagonal, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, diagonal + (left != right))
    return row[-1]


def _words(text: str) -> list[str]:
    """Return the words, with numbers spelled out."""
    return [word for token in tokenize(text) for word in _spelled(token)]


def _spelled(token: str) -> Iterator[str]:
    if token.isascii() and token.isdecimal():
        yield from tokenize(RbnfEngine.for_language("en").format_number(int(token)).text)
    else:
        yield token
