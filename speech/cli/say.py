"""`say`: format the turns, and render, play or save the answers."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from speech.errors import NoLoudspeaker, SpeechError
from speech.simulator.turn_result import TurnResult
from speech.tts.audio import Sound, join
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer

NO_SPEECH = "(no speech)"


def as_text(utterance: str, result: TurnResult) -> str:
    return f"> {utterance}\n{result.transcript or NO_SPEECH}"


def as_json(utterance: str, result: TurnResult) -> str:
    """Return the utterance, the request and the response on one line."""
    response = result.response.envelope if result.response else None
    return json.dumps({"utterance": utterance, "request": result.request, "response": response})


def render(answers: Iterable[str], locale: str) -> Sound:
    """Render the SSML of all answers to one sound. Raises SsmlError, VoiceError."""
    synthesizer = Synthesizer()
    return join(synthesizer.render(ssml, locale) for ssml in answers if ssml)


def play_or_save(sound: Sound, play: Callable[[Sound], Playing] = play) -> str:
    """Play to the end. Without a sound card, save a temporary file and return a message that names it."""
    if not sound.samples:
        return ""
    try:
        play(sound).wait()
    except NoLoudspeaker as error:
        with NamedTemporaryFile(prefix="trust-steps-", suffix=".wav", delete=False) as file:
            file.write(sound.wav)
        return f"{error} Saved as {file.name}"
    return ""


def save(sound: Sound, path: Path) -> None:
    """Raises SpeechError."""
    try:
        path.write_bytes(sound.wav)
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; give the path of a writable file") from error
