"""Speaks texts for Home Assistant: what the skill has just said with the markup of its answer, anything else plainly.

Home Assistant passes on the text of an answer alone, so that the pauses of an exercise would be lost.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final
from xml.sax.saxutils import escape

from speech.errors import SsmlError
from speech.tts import segments
from speech.tts.audio import Sound, join
from speech.tts.synthesizer import Synthesizer

MAX_KEPT: Final = 256
KEPT_SECONDS: Final = 300.0
MAX_CHARACTERS: Final = 2_000
"""About two minutes of speech."""

MAX_SILENCE: Final = 240.0
"""Seconds in the markup of a client: as much as Alexa takes for the sound of one answer."""


@dataclass(frozen=True, slots=True)
class Script:
    """What is spoken for a text."""

    ssml: tuple[str, ...]
    locale: str


class RecentAnswers:
    """What the skill has said in the last minutes, by its text. Thread-safe; it forgets the oldest first."""

    def __init__(
        self, *, most: int = MAX_KEPT, seconds: float = KEPT_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Script]] = OrderedDict()
        self._lock = Lock()

    def keep(self, text: str, script: Script) -> None:
        with self._lock:
            self._forget()
            self._kept[_letters(text)] = self._clock(), script
            self._kept.move_to_end(_letters(text))
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def find(self, text: str) -> Script | None:
        """Look the text up by its letters and digits: on its way, its spaces and punctuation can change."""
        with self._lock:
            self._forget()
            kept = self._kept.get(_letters(text))
        return kept[1] if kept else None

    def _forget(self) -> None:
        oldest = self._clock() - self._seconds
        while self._kept and next(iter(self._kept.values()))[0] <= oldest:
            self._kept.popitem(last=False)


class Voice:
    """Thread-safe."""

    def __init__(self, synthesizer: Synthesizer) -> None:
        self._synthesizer = synthesizer
        self._answers = RecentAnswers()

    def remember(self, text: str, script: Script) -> None:
        """Speak the text as in the script for the next minutes."""
        self._answers.keep(text, script)

    def is_answer(self, text: str) -> bool:
        return self._answers.find(text) is not None

    def speak(self, text: str, locale: str, *, is_ssml: bool = False) -> Sound:
        """Return the sound of a text, or of SSML. Raises SsmlError, VoiceError."""
        script = self._answers.find(text) or Script((_document(text, locale, is_ssml=is_ssml),), locale)
        return self._render(script.ssml, script.locale)

    def _render(self, documents: Sequence[str], locale: str) -> Sound:
        return join(self._synthesizer.render(document, locale) for document in documents)


def _document(text: str, locale: str, *, is_ssml: bool) -> str:
    if len(text) > MAX_CHARACTERS:
        raise SsmlError(f"the text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are spoken at once")
    if not is_ssml:
        return f"<speak>{escape(_printable(text))}</speak>"
    if segments.silence(segments.parse(text, locale)) > MAX_SILENCE:
        raise SsmlError(f"the pauses are longer than {MAX_SILENCE:g} seconds")
    return text


def _printable(text: str) -> str:
    """XML allows no control characters, not even escaped."""
    return "".join(character if character.isprintable() else " " for character in text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
