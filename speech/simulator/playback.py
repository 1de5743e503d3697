"""Plays the AudioPlayer directives of a skill, and sends it the events of the player.

The events belong to no session, and few answers to them are valid. Alexa follows no other, and reports it to the skill
with System.ExceptionEncountered.

https://developer.amazon.com/docs/alexa/custom-skills/audioplayer-interface-reference.html
https://developer.amazon.com/docs/alexa/custom-skills/playback-controller-interface-reference.html
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from speech.errors import SpeechError
from speech.simulator.audio_directives import AUDIO_DIRECTIVES, CLEAR_QUEUE, STOP, several_plays
from speech.simulator.audio_player import (
    FINISHED,
    STARTED,
    STOPPED,
    AudioPlayer,
    PlaybackEvent,
    PlayerState,
)
from speech.simulator.response import ResponseError, SkillResponse
from speech.simulator.skill_calls import SkillClient
from speech.simulator.turn_result import EventResult

BUTTONS: Final[Mapping[str, str]] = {
    "next": "PlaybackController.NextCommandIssued",
    "previous": "PlaybackController.PreviousCommandIssued",
    "play": "PlaybackController.PlayCommandIssued",
    "pause": "PlaybackController.PauseCommandIssued",
}
"""The request of each button on a remote control or a screen."""

STREAM_EVENTS: Final = ("nearly finished", "finished", "failed")
"""What can happen to a stream by itself."""

_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    STARTED: (STOP, CLEAR_QUEUE),
    FINISHED: (STOP, CLEAR_QUEUE),
    STOPPED: (),
}
"""The directives that may answer an event; all of AudioPlayer's for the other ones."""

_MAX_EVENTS: Final = 20


class Playback:
    def __init__(
        self, player: AudioPlayer, skill: SkillClient, envelope: Callable[[str, Mapping[str, Any]], dict[str, Any]]
    ) -> None:
        """`envelope` makes a request of a type and its fields that belongs to no session."""
        self._player = player
        self._skill = skill
        self._envelope = envelope

    @property
    def state(self) -> PlayerState:
        return self._player.state

    def interrupt(self) -> list[EventResult]:
        """Stop the stream for a voice request."""
        return self._run(self._player.interrupt())

    def after_answer(self, *, is_open: bool) -> list[EventResult]:
        """Let an interrupted stream go on, unless a session is open. Then no stream plays."""
        return self._run(self._player.interrupt() if is_open else self._player.go_on())

    def follow(self, response: SkillResponse) -> list[EventResult]:
        """Follow the directives of a response; return the events, with the skill's answers."""
        return self._run(self._events(response))

    def ignored(self, response: SkillResponse) -> tuple[str, ...]:
        """Return a line for each directive of a response that the device would ignore now."""
        sound = (directive for directive in response.audio if not directive.fault)
        return tuple(filter(None, map(self._player.mismatch, sound)))

    def press(self, button: str) -> list[EventResult]:
        """Send the request of a key of BUTTONS."""
        return self._run([PlaybackEvent(BUTTONS[button], {})])

    def pass_by_itself(self, event: str) -> list[EventResult]:
        """Let one of STREAM_EVENTS happen to the stream that plays."""
        if event == "failed":
            return self._run(self._player.fail())
        nearly = self._run(self._player.nearly_finish())
        return nearly if event == "nearly finished" else [*nearly, *self._run(self._player.finish())]

    def _run(self, events: Iterable[PlaybackEvent]) -> list[EventResult]:
        results: list[EventResult] = []
        pending = deque(events)
        while pending and len(results) < _MAX_EVENTS:
            result = self._send(pending.popleft())
            results.append(result)
            if result.response and not result.fault:
                pending.extend(self._events(result.response))
        return results

    def _events(self, response: SkillResponse) -> list[PlaybackEvent]:
        """Follow the directives that break no rule."""
        sound = [directive for directive in response.audio if not directive.fault]
        if any(several_plays(sound)):
            return []
        followed = [directive for directive in sound if not self._player.mismatch(directive)]
        return [event for directive in followed for event in self._player.follow(directive)]

    def _send(self, event: PlaybackEvent) -> EventResult:
        envelope = self._envelope(event.type, event.fields)
        try:
            response = self._skill.send(envelope)
        except SpeechError as error:
            if isinstance(error, ResponseError):
                self._report(envelope, str(error))
            return EventResult(envelope, fault=f"{event.type}: {error}")
        fault = next(refused_parts(event.type, response), "")
        if fault:
            fault = f"{event.type}: Alexa would refuse this answer. {fault}"
            self._report(envelope, fault)
        return EventResult(envelope, response, fault or next(iter(self.ignored(response)), ""))

    def _report(self, envelope: Mapping[str, Any], message: str) -> None:
        fields = {
            "error": {"type": "INVALID_RESPONSE", "message": message},
            "cause": {"requestId": envelope["request"]["requestId"]},
        }
        with suppress(SpeechError):
            self._skill.notify(self._envelope("System.ExceptionEncountered", fields))


def refused_parts(event: str, response: SkillResponse) -> Iterator[str]:
    """Yield a rule for each part that an answer to an event of the player must not have."""
    allowed = _ANSWERS.get(event, AUDIO_DIRECTIVES)
    parts = response.envelope.get("response") or {}
    for name in ("outputSpeech", "reprompt", "card"):
        if parts.get(name):
            yield f"An answer to {event} must not have {name}."
    if response.session == "open" and "shouldEndSession" in parts and parts["shouldEndSession"] is False:
        yield f"An answer to {event} belongs to no session: leave shouldEndSession out."
    for directive in response.directives:
        if directive not in allowed:
            only = f"only {' and '.join(allowed)}" if allowed else "no directive at all"
            yield f"An answer to {event} may have {only}, not {directive}."
    yield from (directive.fault for directive in response.audio if directive.fault)
    yield from several_plays(response.audio)
