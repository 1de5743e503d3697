"""The conversations of a home: a simulated device for each, which keeps its session between two sentences."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import Final

from speech.errors import SpeechError
from speech.simulator.device import Device
from speech.simulator.request import Speaker
from speech.simulator.turn_result import TurnResult

MAX_OPEN: Final = 128
"""Starting one more ends the conversation that was used least recently."""

IDLE_SECONDS: Final = 300.0
"""Home Assistant, too, forgets a conversation after five minutes."""

MAX_CHARACTERS: Final = 2_000
"""A person says at most a few hundred in one breath. The rest of a longer sentence is ignored."""


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Two conversations share a session only if all of these are the same."""

    household: str
    """Who shares a place in the steps: the id of a satellite, or of whatever else there is."""

    conversation: str
    locale: str


@dataclass(frozen=True, slots=True)
class SpokenAnswer:
    text: str
    ssml: tuple[str, ...]
    """The documents that are spoken one after the other."""

    is_open: bool
    """True while the session waits for a reply."""


@dataclass(slots=True)
class _Conversation:
    used: float
    lock: Lock = field(default_factory=Lock)
    device: Device | None = None
    """Made at the first sentence, within the lock: the first one of a locale takes seconds."""


class Conversations:
    """Thread-safe. A conversation answers one sentence at a time."""

    def __init__(
        self,
        new_device: Callable[[Speaker], Device],
        *,
        most: int = MAX_OPEN,
        seconds: float = IDLE_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._new_device = new_device
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._open: OrderedDict[ConversationKey, _Conversation] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._open)

    def say(self, text: str, key: ConversationKey) -> SpokenAnswer:
        """Answer a sentence; an empty one is silence. Raises NoResponseError, ResponseError."""
        conversation = self._find(key)
        with conversation.lock:
            device = conversation.device
            if device is None:
                # The name keeps these accounts apart from those of the simulator's other commands.
                speaker = Speaker(key.locale, f"home {key.household}", reaches_alexa=False)
                device = conversation.device = self._new_device(speaker)
            results = _hear(device, text[:MAX_CHARACTERS])
            is_open = device.is_listening
        texts, documents = [result.words for result in results], [result.speech for result in results]
        return SpokenAnswer(" ".join(filter(None, texts)), tuple(filter(None, documents)), is_open)

    def end_idle(self) -> None:
        """End the conversations without a sentence for some minutes."""
        with self._lock:
            ended = [self._open.pop(key) for key, known in list(self._open.items()) if self._is_idle(known)]
        _end(ended)

    def end_all(self) -> None:
        with self._lock:
            ended = list(self._open.values())
            self._open.clear()
        _end(ended)

    def _find(self, key: ConversationKey) -> _Conversation:
        with self._lock:
            known, ended = self._open.pop(key, None), []
            if known and self._is_idle(known):
                ended.append(known)
                known = None
            found = self._open[key] = known or _Conversation(self._clock())
            found.used = self._clock()
            if len(self._open) > self._most:
                ended.append(self._open.popitem(last=False)[1])
        _end(ended)
        return found

    def _is_idle(self, conversation: _Conversation) -> bool:
        return conversation.used <= self._clock() - self._seconds


def _hear(device: Device, text: str) -> list[TurnResult]:
    """A request for a permission stays unanswered, because a satellite has no app to give it in."""
    if text.strip():
        results = [device.hear_without_name(text)]
    else:
        results = [device.stay_silent()] if device.is_listening else []
    if device.pending_permission:
        results.append(device.answer_permission("NOT_ANSWERED"))
    return results


def _end(conversations: Iterable[_Conversation]) -> None:
    """End the sessions that are still open. Whether the skill hears of it changes nothing for the person."""
    for conversation in conversations:
        with conversation.lock, suppress(SpeechError):
            if conversation.device:
                conversation.device.end("EXCEEDED_MAX_REPROMPTS")
