"""The audio player of an Echo: the stream that plays, the queue behind it, and the events that a skill gets.

No sound is loaded, so how long a stream is stays unknown: it ends when `finish` is called. Where the reference is
silent, the player does what Amazon's own software for devices does: an enqueued stream starts if nothing plays.

https://developer.amazon.com/docs/alexa/custom-skills/audioplayer-interface-reference.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from speech.simulator.audio_directives import (
    CLEAR_ALL,
    ENQUEUE,
    PLAY,
    REPLACE_ALL,
    STOP,
    AudioDirective,
    Stream,
)

Activity = Literal["IDLE", "PLAYING", "FINISHED", "STOPPED"]

STARTED: Final = "AudioPlayer.PlaybackStarted"
NEARLY_FINISHED: Final = "AudioPlayer.PlaybackNearlyFinished"
FINISHED: Final = "AudioPlayer.PlaybackFinished"
STOPPED: Final = "AudioPlayer.PlaybackStopped"
FAILED: Final = "AudioPlayer.PlaybackFailed"

_SECOND: Final = timedelta(seconds=1)
_ERROR: Final = {"type": "MEDIA_ERROR_INTERNAL_DEVICE_ERROR", "message": "The simulator plays a stream that fails."}


@dataclass(frozen=True, slots=True)
class PlaybackEvent:
    type: str
    """The type of its request."""

    fields: Mapping[str, Any]
    """The fields of the request besides those that all have."""


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What the player does at one moment."""

    activity: Activity = "IDLE"
    stream: Stream | None = None
    position: int = 0
    """In milliseconds. It counts in whole seconds, so that a conversation can be rehearsed."""

    queued: int = 0
    is_interrupted: bool = False
    """Whether a voice request has stopped the stream, so that it goes on afterwards."""

    @property
    def is_active(self) -> bool:
        return self.activity == "PLAYING" or self.is_interrupted

    def __str__(self) -> str:
        """Describe it in one line; empty if nothing was played yet."""
        if not self.stream:
            return ""
        minutes, seconds = divmod(self.position // 1000, 60)
        queue = f", {self.queued} in the queue" if self.queued else ""
        return f"{self.activity} {self.stream} at {minutes}:{seconds:02}{queue}"

    def context(self) -> dict[str, Any]:
        """Return the `AudioPlayer` of a request's context."""
        known = {"token": self.stream.token, "offsetInMilliseconds": self.position} if self.stream else {}
        return {**known, "playerActivity": self.activity}


SILENT: Final = PlayerState()


class AudioPlayer:
    """Each method returns the events that follow from it, in their order."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._queue: list[Stream] = []
        self._state = SILENT
        self._since = now()
        self._is_nearly_finished = False

    @property
    def state(self) -> PlayerState:
        elapsed = (self._now() - self._since) // _SECOND * 1000 if self._state.activity == "PLAYING" else 0
        return replace(self._state, position=self._state.position + max(0, elapsed), queued=len(self._queue))

    def follow(self, directive: AudioDirective) -> list[PlaybackEvent]:
        if directive.type == PLAY and directive.stream:
            return self._play(directive.behavior, directive.stream)
        if directive.type == STOP:
            return self._stop()
        self._queue.clear()
        return self._stop() if directive.behavior == CLEAR_ALL else []

    def mismatch(self, directive: AudioDirective) -> str:
        """Return why a device ignores an ENQUEUE: another stream is the last one. Empty if it does not."""
        last = self._queue[-1] if self._queue else self._state.stream
        if directive.behavior != ENQUEUE or (last and last.token == directive.previous):
            return ""
        found = f"the last stream is {last.token!r}" if last else "nothing has been played yet"
        return f"Alexa ignores {PLAY}: expectedPreviousToken is {directive.previous!r}, but {found}."

    def interrupt(self) -> list[PlaybackEvent]:
        """Stop the stream for a voice request."""
        if self._state.activity != "PLAYING":
            return []
        self._set("STOPPED", is_interrupted=True)
        return [self._event(STOPPED)]

    def go_on(self) -> list[PlaybackEvent]:
        """Go on after `interrupt`, unless a directive has stopped the stream meanwhile."""
        if not self._state.is_interrupted:
            return []
        self._set("PLAYING")
        return [self._event(STARTED)]

    def nearly_finish(self) -> list[PlaybackEvent]:
        """The device is ready for the next stream. A skill hears of it once a stream."""
        if self._is_nearly_finished or self._state.activity != "PLAYING":
            return []
        self._is_nearly_finished = True
        return [self._event(NEARLY_FINISHED)]

    def finish(self) -> list[PlaybackEvent]:
        """The stream ends, and the next one of the queue starts."""
        if self._state.activity != "PLAYING":
            return []
        self._set("FINISHED")
        return [self._event(FINISHED), *self._start_next()]

    def fail(self) -> list[PlaybackEvent]:
        if self._state.activity != "PLAYING":
            return []
        playing = self.state.context()
        self._set("STOPPED")
        fields = {"token": playing["token"], "error": _ERROR, "currentPlaybackState": playing}
        return [PlaybackEvent(FAILED, fields), *self._start_next()]

    def _play(self, behavior: str, stream: Stream) -> list[PlaybackEvent]:
        stopped = self._stop() if behavior == REPLACE_ALL else []
        if behavior != ENQUEUE:
            self._queue.clear()
        self._queue.append(stream)
        return stopped if self._state.is_active else [*stopped, *self._start_next()]

    def _start_next(self) -> list[PlaybackEvent]:
        if not self._queue:
            return []
        stream = self._queue.pop(0)
        self._state, self._since, self._is_nearly_finished = (
            PlayerState("PLAYING", stream, stream.offset),
            self._now(),
            False,
        )
        return [self._event(STARTED)]

    def _stop(self) -> list[PlaybackEvent]:
        """A stream that a voice request has stopped has had its event."""
        is_playing, is_active = self._state.activity == "PLAYING", self._state.is_active
        if is_active:
            self._set("STOPPED")
        return [self._event(STOPPED)] if is_playing else []

    def _set(self, activity: Activity, *, is_interrupted: bool = False) -> None:
        """Keep the position that the stream has reached."""
        self._state = replace(self.state, activity=activity, is_interrupted=is_interrupted)
        self._since = self._now()

    def _event(self, kind: str) -> PlaybackEvent:
        context = self.state.context()
        return PlaybackEvent(kind, {key: context[key] for key in ("token", "offsetInMilliseconds")})
