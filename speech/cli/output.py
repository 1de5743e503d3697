"""What the commands print, play and save."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from speech.cli.terminal import Styled, rendered, wrapped
from speech.errors import NoLoudspeaker, SpeechError, SsmlError
from speech.simulator.control_characters import escape_controls
from speech.simulator.turn_result import TurnResult
from speech.tts.audio import Sound, join
from speech.tts.playback import Playing, play
from speech.tts.synthesizer import Synthesizer

if TYPE_CHECKING:
    from speech.nlu.recognizer import RecognitionResult
    from speech.simulator.device import Device


def print_line(*parts: str | Styled) -> None:
    print("".join(map(rendered, parts)), flush=True)


def print_note(text: str) -> None:
    """Print to standard error, so that a pipe gets only the results."""
    if text:
        print(wrapped(escape_controls(text), sys.stderr), file=sys.stderr, flush=True)


def print_advice(device: "Device", result: TurnResult) -> None:
    """Print what the answer does besides speech, and what is wrong with it."""
    from speech.simulator.effects import effects
    from speech.simulator.response_check import check_turn

    for sentence in (*effects(result), *check_turn(result)):
        print_note(sentence)
    if device.pending_permission:
        question = device.pending_permission.question(device.model.invocation_name)
        print_note(f"{question} Use talk to reply.")


NO_SPEECH = "(no speech)"


def as_text(utterance: str, result: TurnResult) -> list[str | Styled]:
    return [Styled(f"> {utterance}", "bold"), "\n", Styled(wrapped(result.transcript or NO_SPEECH), "answer")]


def as_json(utterance: str, result: TurnResult) -> str:
    """Return the utterance, the request and the response on one line.

    A dialog has its state too, and speech that is not in the response, and events of the audio player are listed.
    """
    response = result.response
    more: dict[str, Any] = {"dialog": result.dialog} if result.dialog else {}
    if result.dialog or (response and result.speech != response.speech):
        more["speech"] = result.speech
    envelope = response.envelope if response else None
    line = {"utterance": utterance, **more, "request": result.request, "response": envelope}
    if result.events:
        line["events"] = [
            {"request": event.request, "response": event.response.envelope if event.response else None}
            for event in result.events
        ]
    return json.dumps(line)


TABLE_ROW = "{:>5}  {:<8}  {:<24}  {}"


def as_rows(result: "RecognitionResult") -> str:
    """Return the recognized intent with its sentence and slots, and a row for each runner-up."""
    details = [f"{name}={slot.value}" + (f" ({slot.id})" if slot.id else "") for name, slot in result.slots.items()]
    sentence = "  ".join([result.utterance, *details])
    best = (f"{result.score:.2f}", result.by, result.intent or "no intent", sentence)
    others = [
        (f"{score:.2f}", "", f"  {intent}", f"needs {result.bars[intent]:.2f}")
        for intent, score in result.others.items()
    ]
    return "\n".join(TABLE_ROW.format(*row).rstrip() for row in (best, *others))


def render_each(
    answers: Iterable[str], locale: str, synthesizer: Synthesizer | None = None
) -> tuple[Sound, list[SsmlError]]:
    """Render the SSML of all answers to one sound, and return why others could not be spoken. Raises VoiceError."""
    synthesizer, sounds, faults = synthesizer or Synthesizer(), [], []
    for ssml in filter(None, answers):
        try:
            sounds.append(synthesizer.render(ssml, locale))
        except SsmlError as fault:
            faults.append(fault)
    return join(sounds), faults


def play_to_end(sound: Sound, play: Callable[[Sound], Playing] = play) -> str:
    """Return a message if nothing can be played; empty if there is none."""
    if not sound.samples:
        return ""
    try:
        play(sound).wait()
    except NoLoudspeaker as error:
        return f"{error} To keep the sound, add --wav FILE."
    return ""


def save(sound: Sound, path: Path) -> None:
    """Raises SpeechError."""
    try:
        path.write_bytes(sound.wav)
    except OSError as error:
        raise SpeechError(f"{path}: {error.strerror}; give the path of a writable file") from error
