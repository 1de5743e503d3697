"""The HTTP API that turns a recording of the page's microphone into a sentence."""

from typing import Final

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from speech.asr.interface import MAX_BYTES, SpeechRecognizer
from speech.asr.wav import pcm_of
from speech.web.registry import Registry
from speech.web.schemas import json_response

WAV: Final = frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"})
PCM: Final = "audio/pcm"
"""Content types of recordings. Another site's form cannot send one without a CORS preflight."""

MAX_HEADER_BYTES: Final = 4_096
"""Of a WAV file, in addition to its sound."""


def add_transcription(page: Blueprint, registry: Registry, recognizer: SpeechRecognizer | None) -> None:
    @page.post("/simulator/conversations/<name>/transcribe")
    def transcribe(name: str) -> ResponseReturnValue:
        """Return the sentence of a recording, without saying it to the skill; empty if there is no speech in it."""
        locale = registry.find(name).device.speaker.locale
        if recognizer is None:
            return {"error": "no speech recognizer: start trust-steps run with --recognizer-model DIR"}, 503
        return json_response({"sentence": recognizer.transcribe(_recording(), locale)})


def _recording() -> bytes:
    """Return the PCM that was sent. Raises RecognizerError for a broken WAV file."""
    if request.mimetype not in WAV and request.mimetype != PCM:
        wanted = f"audio/wav, or {PCM} (mono, 16 bits, 16 kHz, little-endian)"
        abort(make_response({"error": f"send a recording, with Content-Type: {wanted}"}, 415))
    request.max_content_length = MAX_BYTES + MAX_HEADER_BYTES
    recording = request.get_data()
    return recording if request.mimetype == PCM else pcm_of(recording)
