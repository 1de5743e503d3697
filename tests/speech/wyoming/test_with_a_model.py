"""A real Whisper model behind the Wyoming server hears what a satellite records."""

import pytest
from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop

from speech.asr.interface import SAMPLE_RATE, WIDTH
from speech.asr.whisper import WhisperRecognizer
from speech.wyoming.conversations import Conversations
from speech.wyoming.service import AssistService, SpokenLocales
from tests.support.recordings import silent, spoken
from tests.support.small_skill import SmallSkill, device
from tests.support.speech_models import WHISPER, needs_whisper
from tests.support.wyoming_client import wyoming_server

pytestmark = [pytest.mark.slow, needs_whisper]


def test_what_a_satellite_records_is_transcribed() -> None:
    skill, pcm = SmallSkill(), silent(0.5) + spoken("tell me more") + silent(0.5)
    recognizer = WhisperRecognizer(WHISPER, lambda locale: ["tell me more"])
    service = AssistService(
        "Paint Box", SpokenLocales(["en-US"]), Conversations(lambda _: device(skill)), print, recognizer=recognizer
    )
    with wyoming_server(service) as server, server.connect() as client:
        client.send(Transcribe(language="en"))
        client.send(AudioStart(SAMPLE_RATE, WIDTH, 1))
        for start in range(0, len(pcm), 2_048):
            client.send(AudioChunk(SAMPLE_RATE, WIDTH, 1, pcm[start : start + 2_048]))
        transcript = Transcript.from_event(client.ask(AudioStop()))

    assert transcript.text.strip(".").lower() == "tell me more"
    assert transcript.language == "en-US"
