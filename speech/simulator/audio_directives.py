"""The AudioPlayer directives of a skill's response, and Amazon's rules for them.

https://developer.amazon.com/docs/alexa/custom-skills/audioplayer-interface-reference.html
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlsplit

from speech.json_reader import JsonNode

T = TypeVar("T")

PLAY: Final = "AudioPlayer.Play"
STOP: Final = "AudioPlayer.Stop"
CLEAR_QUEUE: Final = "AudioPlayer.ClearQueue"
AUDIO_DIRECTIVES: Final = (PLAY, STOP, CLEAR_QUEUE)

REPLACE_ALL: Final = "REPLACE_ALL"
ENQUEUE: Final = "ENQUEUE"
REPLACE_ENQUEUED: Final = "REPLACE_ENQUEUED"
CLEAR_ALL: Final = "CLEAR_ALL"
CLEAR_ENQUEUED: Final = "CLEAR_ENQUEUED"

_PLAY_BEHAVIORS: Final = (REPLACE_ALL, ENQUEUE, REPLACE_ENQUEUED)
_MAX_URL: Final = 8_000
_MAX_TOKEN: Final = 1_024
_HTTPS_PORT: Final = 443


@dataclass(frozen=True, slots=True)
class Stream:
    url: str
    token: str
    offset: int = 0
    """Where it starts, in milliseconds."""

    title: str = ""

    def __str__(self) -> str:
        return self.title or self.url


@dataclass(frozen=True, slots=True)
class AudioDirective:
    type: str
    """One of AUDIO_DIRECTIVES."""

    behavior: str = ""
    """The `playBehavior` or `clearBehavior`."""

    stream: Stream | None = None
    """None except for PLAY."""

    previous: str = ""
    """The `expectedPreviousToken`; empty if there is none."""

    fault: str = ""
    """The rule that it breaks; a device does not follow it then."""


def audio_directives(directives: JsonNode) -> tuple[AudioDirective, ...]:
    """Read the AudioPlayer directives, in their order."""
    return tuple(_read(node) for node in directives.items if node.get("type").value in AUDIO_DIRECTIVES)


def several_plays(directives: Sequence[AudioDirective]) -> Iterator[str]:
    """Yield the rule that more than one Play directive breaks."""
    count = sum(directive.type == PLAY for directive in directives)
    if count > 1:
        yield f"A response can have one {PLAY}, not {count}; enqueue the next after AudioPlayer.PlaybackNearlyFinished."


def _read(node: JsonNode) -> AudioDirective:
    kind = node["type"].text
    try:
        match kind:
            case "AudioPlayer.Play":
                return _play(node)
            case "AudioPlayer.ClearQueue":
                return AudioDirective(kind, _one_of(node["clearBehavior"], (CLEAR_ENQUEUED, CLEAR_ALL)))
    except ValueError as fault:
        return AudioDirective(kind, fault=f"{kind}: {fault}")
    return AudioDirective(kind)


def _play(node: JsonNode) -> AudioDirective:
    """Name every broken rule, not only the first."""
    item = node["audioItem"]
    stream, faults = item["stream"], []

    def read(reader: Callable[[JsonNode], T], at: JsonNode, key: str, default: T) -> T:
        try:
            return reader(at.get(key) if reader is _offset else at[key])
        except ValueError as fault:
            faults.append(str(fault))
            return default

    behavior = read(partial(_one_of, allowed=_PLAY_BEHAVIORS), node, "playBehavior", "")
    found = Stream(
        read(_url, stream, "url", ""),
        read(_token, stream, "token", ""),
        read(_offset, stream, "offsetInMilliseconds", 0),
        _text(item.get("metadata").get("title").value),
    )
    previous = read(partial(_previous, behavior=behavior), item, "stream", "")
    return AudioDirective(PLAY, behavior, found, previous, f"{PLAY}: {'; '.join(faults)}" if faults else "")


def _previous(stream: JsonNode, behavior: str) -> str:
    """Return the `expectedPreviousToken`. Raises ValueError if it does not fit the behavior."""
    node = stream.get("expectedPreviousToken")
    if behavior == ENQUEUE and node.is_absent:
        raise ValueError(f"{node.path} is missing; {ENQUEUE} needs the token of the stream before it")
    if behavior not in {"", ENQUEUE} and not node.is_absent:
        raise ValueError(f"{node.path} is only for {ENQUEUE}; leave it out with {behavior}")
    return "" if node.is_absent else _token(node)


def _url(node: JsonNode) -> str:
    url = node.text
    try:
        parts = urlsplit(url)
        is_https = parts.scheme == "https" and bool(parts.hostname) and parts.port in {None, _HTTPS_PORT}
    except ValueError:
        is_https = False
    if not is_https:
        raise ValueError(f"{node.path} must be an https address on port 443, not {url!r:.60}")
    if len(url) > _MAX_URL:
        raise ValueError(f"{node.path} has {len(url):,} characters; the limit is {_MAX_URL:,}")
    return url


def _token(node: JsonNode) -> str:
    if len(node.text) > _MAX_TOKEN:
        raise ValueError(f"{node.path} has {len(node.text):,} characters; the limit is {_MAX_TOKEN:,}")
    return node.text


def _offset(node: JsonNode) -> int:
    """A missing offset counts as the beginning, as a float such as 0.0 does."""
    value = 0 if node.is_absent else node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        raise ValueError(f"{node.path} must be a number of milliseconds, from 0 on, not {value!r:.60}")
    return int(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _one_of(node: JsonNode, allowed: tuple[str, ...]) -> str:
    if node.value not in allowed:
        raise ValueError(f"{node.path} must be one of {', '.join(allowed)}, not {node.value!r:.60}")
    return str(node.value)
