"""Answers Wyoming events: what a person says, a text to speak, a recording to transcribe."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeVar

from wyoming.asr import Transcript
from wyoming.handle import Handled

from speech.asr.interface import SpeechRecognizer
from speech.errors import SpeechError
from speech.tts.audio import Sound
from speech.wyoming.conversations import ConversationKey, Conversations, SpokenAnswer
from speech.wyoming.description import describe
from speech.wyoming.voice import Script, Voice

T = TypeVar("T")

PROBLEM: Final = "Sorry, I can't answer right now. In danger, call your local emergency number."
"""What is said if the skill does not answer. A cry for help must not meet silence."""

HOUSEHOLDS: Final = ("device_id", "satellite_id", "user_id")
"""What in the context of a sentence stands for a household, the best first. The id of a device is random."""

TURNS_AT_ONCE: Final = 2
"""More are not faster in one process, and would keep the embedded store from each other."""

MAX_WAITING: Final = 16
"""Texts of others that wait for the voice. One more is refused; what the skill has said has a voice of its own."""


class BusyError(SpeechError):
    """Too much is waiting already."""


@dataclass(frozen=True, slots=True)
class SpokenLocales:
    """The locales of the skill, the default first."""

    locales: Sequence[str]

    def locale(self, language: object) -> str:
        """Return the skill's locale for a language such as "en" or "en_GB", or else the default."""
        wanted = str(language or "").replace("_", "-").lower()
        same = (locale for locale in self.locales if locale.lower() == wanted)
        alike = (locale for locale in self.locales if locale.lower().split("-")[0] == wanted.split("-")[0])
        return next(same, None) or next(alike, self.locales[0])


class AssistService:
    """Everything slow runs in threads, and each kind in threads of its own, so that none of them stops another."""

    def __init__(  # noqa: PLR0913 - the parts of the service
        self,
        name: str,
        language: SpokenLocales,
        conversations: Conversations,
        report: Callable[[str], None],
        *,
        voice: Voice | None = None,
        recognizer: SpeechRecognizer | None = None,
    ) -> None:
        """`voice` and `recognizer` are None if this machine has none. `report` gets errors, never what was said."""
        self.language = language
        self.info = describe(name, language.locales, has_voice=voice is not None, hears=recognizer is not None)
        self._conversations = conversations
        self._voice = voice
        self._recognizer = recognizer
        self._report = report
        self._turns = ThreadPoolExecutor(TURNS_AT_ONCE, "turn")
        self._answer_voice = ThreadPoolExecutor(1, "answer")
        self._text_voice = ThreadPoolExecutor(1, "text")
        self._transcriber = ThreadPoolExecutor(1, "transcriber")
        self._waiting = 0

    async def answer(self, transcript: Transcript, connection: str) -> Handled:
        """Answer a sentence. Whatever happens, the person hears something.

        A sentence without a context belongs to its `connection`.
        """
        key = _key(transcript.context, self.language.locale(transcript.language), connection)
        answer = await self._run(self._turns, self._say, transcript.text, key)
        if self._voice:
            self._voice.remember(answer.text, Script(answer.ssml, key.locale))
        given = {"conversation_id": key.conversation} if _text(transcript.context, "conversation_id") else {}
        return Handled(answer.text, context={**given, "continue_conversation": answer.is_open})

    async def speak(self, text: str, language: str | None, *, is_ssml: bool) -> Sound:
        """Raises SsmlError, VoiceError, BusyError."""
        if self._voice is None:
            raise SpeechError("there is no voice on this machine")
        locale = self.language.locale(language)
        if self._voice.is_answer(text):
            return await self._run(self._answer_voice, self._render, text, locale, is_ssml)
        if self._waiting >= MAX_WAITING:
            raise BusyError("too many texts are waiting to be spoken")
        self._waiting += 1
        try:
            return await self._run(self._text_voice, self._render, text, locale, is_ssml)
        finally:
            self._waiting -= 1

    async def transcribe(self, pcm: bytes, language: str | None) -> Transcript:
        """Take mono 16-bit PCM with 16,000 samples a second. Raises SpeechError."""
        if self._recognizer is None:
            raise SpeechError("there is no speech recognizer on this machine")
        locale = self.language.locale(language)
        return Transcript(await self._run(self._transcriber, self._recognizer.transcribe, pcm, locale), language=locale)

    async def end_idle(self) -> None:
        await self._run(self._turns, self._conversations.end_idle)

    def close(self) -> None:
        """End all sessions."""
        for pool in (self._turns, self._answer_voice, self._text_voice, self._transcriber):
            pool.shutdown(cancel_futures=True)
        self._conversations.end_all()

    def _say(self, text: str, key: ConversationKey) -> SpokenAnswer:
        try:
            return self._conversations.say(text, key)
        except Exception as fault:  # noqa: BLE001 - nothing must keep the person from being answered
            self._report(f"a sentence could not be answered: {type(fault).__name__}")
            return SpokenAnswer(PROBLEM, (PROBLEM,), is_open=False)

    def _render(self, text: str, locale: str, is_ssml: bool) -> Sound:  # noqa: FBT001 - run_in_executor has no keywords
        if self._voice is None:
            raise SpeechError("there is no voice on this machine")
        return self._voice.speak(text, locale, is_ssml=is_ssml)

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, call, *arguments)


def _key(context: dict[str, Any] | None, locale: str, connection: str) -> ConversationKey:
    """Without anything that stands for a household, a conversation shares nothing with any other."""
    conversation = _text(context, "conversation_id") or connection
    households = ((name, _text(context, name)) for name in HOUSEHOLDS)
    household = next((f"{name} {value}" for name, value in households if value), f"conversation {conversation}")
    return ConversationKey(sha256(household.encode()).hexdigest(), conversation, locale)


def _text(context: dict[str, Any] | None, name: str) -> str:
    """Return an id from the context, empty if there is none that can be used."""
    value = context.get(name) if isinstance(context, dict) else None
    return value.strip() if isinstance(value, str) else ""
