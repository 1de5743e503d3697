"""`say` and `understand`: what is told of sentences and their answers, on the terminal and as sound."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from speech.errors import NoLoudspeaker, SpeechError
from speech.outcome import Outcome
from speech.speaking.playback import Playing, play
from speech.speaking.sound import Sound, join
from speech.speaking.voice import Voice

if TYPE_CHECKING:
    from speech.understanding.nlu import Understood

NOTHING = "(nothing is heard)"


def shown(utterance: str, outcome: Outcome) -> str:
    """A sentence and its answer, to be read."""
    return f"> {utterance}\n{outcome.transcript or NOTHING}"


def as_json(utterance: str, outcome: Outcome) -> str:
    """A sentence with its request and its response, on one line."""
    response = outcome.answer.envelope if outcome.answer else None
    return json.dumps({"utterance": utterance, "request": outcome.request, "response": response})


def understood_as_json(understood: "Understood") -> str:
    """What a sentence means to the skill, on one line."""
    slots = {
        name: {"value": filled.value} | ({"id": filled.id} if filled.id else {})
        for name, filled in understood.slots.items()
    }
    told = {"utterance": understood.utterance, "intent": understood.intent, "score": round(understood.score, 3)}
    return json.dumps(told | {"slots": slots})


def record(answers: Iterable[str], locale: str) -> Sound:
    """All answers, one after the other. Raises SsmlError, VoiceError."""
    voice = Voice()
    return join(voice.render(ssml, locale) for ssml in answers if ssml)


def play_or_keep(sound: Sound, play: Callable[[Sound], Playing] = play) -> str:
    """Plays to the end; where nothing can play, keeps what there is to hear and answers where, in one line."""
    if not sound.samples:
        return ""
    try:
        play(sound).wait()
    except NoLoudspeaker as fault:
        with NamedTemporaryFile(prefix="trust-steps-", suffix=".wav", delete=False) as file:
            file.write(sound.wav)
        return f"{fault} It is kept in {file.name}"
    return ""


def save(sound: Sound, path: Path) -> None:
    """Raises SpeechError where the file cannot be written."""
    try:
        path.write_bytes(sound.wav)
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; name a file that can be written") from error
