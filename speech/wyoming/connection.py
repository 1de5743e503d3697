"""One connection of a client: reads its events one after the other, and writes the answers."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import uuid4

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, async_write_event
from wyoming.info import Describe
from wyoming.ping import Ping, Pong
from wyoming.tts import Synthesize, SynthesizeTextFormat

from speech.asr.interface import MAX_BYTES, SAMPLE_RATE, WIDTH
from speech.errors import SpeechError
from speech.tts import audio
from speech.tts.audio import Sound
from speech.wyoming.events import Limits, WyomingError, read_event
from speech.wyoming.service import AssistService

CHUNK: Final = 32 * 1024
"""Bytes of sound in an event."""


class WyomingConnection:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, service: AssistService, limits: Limits
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._service = service
        self._limits = limits
        self._id = f"connection {uuid4()}"
        self._recording: _Recording | None = None

    async def next_event(self) -> Event | None:
        """Return None at the end of the connection. Raises WyomingError, TimeoutError, OSError."""
        return await read_event(self._reader, self._limits)

    async def handle(self, event: Event) -> None:
        """Answer an event; ignore one of an unknown kind. Raises TimeoutError, OSError."""
        try:
            await self._answer(event)
        except OSError:  # and TimeoutError
            raise
        except SpeechError as fault:
            await self.write(Error(str(fault), code=type(fault).__name__).event())
        except Exception as fault:  # noqa: BLE001 - the library raises whatever invalid data leads to
            # The message of such an error could quote what was said.
            await self.write(Error("the data of the event is not valid", code=type(fault).__name__).event())

    async def write(self, *events: Event) -> None:
        """Raises TimeoutError, OSError."""
        async with asyncio.timeout(self._limits.write_seconds):
            for event in events:
                await async_write_event(event, self._writer)

    def close(self) -> None:
        """Close at once, without waiting for a client that does not read."""
        with suppress(OSError):
            if self._writer.transport.get_write_buffer_size():
                self._writer.transport.abort()
            self._writer.close()

    async def _answer(self, event: Event) -> None:
        if Describe.is_type(event.type):
            await self.write(self._service.info.event())
        elif Ping.is_type(event.type):
            await self.write(Pong(Ping.from_event(event).text).event())
        elif Transcript.is_type(event.type):
            await self.write((await self._service.answer(_sentence(event), self._id)).event())
        elif Synthesize.is_type(event.type):
            await self._speak(Synthesize.from_event(event))
        elif Transcribe.is_type(event.type):
            self._recording = _Recording(Transcribe.from_event(event).language)
        elif AudioChunk.is_type(event.type):
            if self._recording is not None:
                self._recording.add(AudioChunk.from_event(event))
        elif AudioStop.is_type(event.type) and self._recording is not None:
            recording, self._recording = self._recording, None
            await self.write((await self._service.transcribe(recording.pcm, recording.language)).event())

    async def _speak(self, request: Synthesize) -> None:
        voice = request.voice
        language = (voice.name or voice.language) if voice else None
        is_ssml = request.text_format == SynthesizeTextFormat.SSML
        sound = await self._service.speak(str(request.text), language, is_ssml=is_ssml)
        await self.write(*_sound_events(sound))


class _Recording:
    """Collects the sound that a client sends, in the recognizer's format."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self._sound = bytearray()
        self._converter = AudioChunkConverter(SAMPLE_RATE, WIDTH, 1)

    @property
    def pcm(self) -> bytes:
        return bytes(self._sound)

    def add(self, chunk: AudioChunk) -> None:
        """Ignore what is beyond the recognizer's longest recording."""
        if len(self._sound) < MAX_BYTES:
            self._sound += self._converter.convert(chunk).audio[: MAX_BYTES - len(self._sound)]


def _sentence(event: Event) -> Transcript:
    """Raises WyomingError if there is no text."""
    sentence = Transcript.from_event(event)
    if not isinstance(sentence.text, str):
        raise WyomingError("text must be a string")
    return sentence


def _sound_events(sound: Sound) -> Iterator[Event]:
    sound_format = {"rate": Sound.rate, "width": audio.WIDTH, "channels": 1}
    yield AudioStart(**sound_format).event()
    for start in range(0, len(sound.samples), CHUNK):
        yield AudioChunk(**sound_format, audio=sound.samples[start : start + CHUNK]).event()
    yield AudioStop().event()
