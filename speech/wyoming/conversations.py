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
    device: Device
    used: float
    lock: Lock = field(default_factory=Lock)


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
        self.end_idle()
        conversation = self._find(key)
        with conversation.lock:
            results = _hear(conversation.device, text[:MAX_CHARACTERS])
            is_open = conversation.device.is_listening
        texts, documents = [result.words for result in results], [result.speech for result in results]
        return SpokenAnswer(" ".join(filter(None, texts)), tuple(filter(None, documents)), is_open)

    def end_idle(self) -> None:
        """End the conversations without a sentence for some minutes."""
        with self._lock:
            oldest = self._clock() - self._seconds
            keys = [key for key, conversation in self._open.items() if conversation.used <= oldest]
            ended = [self._open.pop(key) for key in keys]
        _end(ended)

    def end_all(self) -> None:
        with self._lock:
            ended = list(self._open.values())
            self._open.clear()
        _end(ended)

    def _find(self, key: ConversationKey) -> _Conversation:
        with self._lock:
            found = self._open.get(key)
            if found is None:
                # The name keeps these accounts apart from those of the simulator's other commands.
                speaker = Speaker(key.locale, f"home {key.household}", reaches_alexa=False)
                found = self._open[key] = _Conversation(self._new_device(speaker), 0.0)
            found.used = self._clock()
            self._open.move_to_end(key)
            ended = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - self._most)]
        _end(ended)
        return found


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
            conversation.device.end("EXCEEDED_MAX_REPROMPTS")
