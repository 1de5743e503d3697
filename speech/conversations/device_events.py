"""Lines of a conversation file for what happens to a device besides words.

    --- 30 seconds later         also minutes and hours; a stream that plays goes on
    --- stream nearly finished   the device is ready for the next stream
    --- stream finished          also failed
    --- button next              also previous, play and pause: the buttons of a player
    --- account linked           the person links an account in the Alexa app; also unlinked
    --- grant SCOPE              the person allows something in the Alexa app; also revoke

Below a stream and a button, lines that begin with @ are expectations. Nothing is spoken.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from speech.conversations.expectations import Expectation
from speech.simulator.permissions import is_scope
from speech.simulator.playback import BUTTONS, STREAM_EVENTS
from speech.simulator.request import Speaker

PLAYER_EVENTS: Final = (*(f"stream {event}" for event in STREAM_EVENTS), *(f"button {name}" for name in BUTTONS))
LINKED_ACCOUNT: Final = "simulated-account"
"""The token of an account that is linked in a conversation, unless an option names one."""

_SECONDS: Final[Mapping[str, int]] = {"second": 1, "minute": 60, "hour": 3_600}
_LATER: Final = re.compile(r"(\d{1,4}) (second|minute|hour)s? later")


@dataclass(frozen=True, slots=True)
class SecondsLater:
    seconds: int

    def __str__(self) -> str:
        """Use the largest unit that fits."""
        unit = next(name for name in ("hour", "minute", "second") if self.seconds % _SECONDS[name] == 0)
        count = self.seconds // _SECONDS[unit]
        return f"{count} {unit}{'' if count == 1 else 's'} later"


@dataclass(frozen=True, slots=True)
class PlayerEvent:
    """Something that happens to the audio player: its stream ends, or a person presses a button."""

    event: str
    """One of PLAYER_EVENTS."""

    answer: str = ""
    """Nothing is said; empty, or that it is not for the skill."""

    expectations: tuple[Expectation, ...] = ()
    """As in Exchange."""

    number: int = field(default=0, compare=False)
    """As in Exchange."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What a person does in the Alexa app with the account or with a permission."""

    action: Literal["account linked", "account unlinked", "grant", "revoke"]
    scope: str = ""

    def __str__(self) -> str:
        return f"{self.action} {self.scope}".rstrip()

    def change(self, speaker: Speaker) -> Speaker:
        match self.action:
            case "account linked":
                return replace(speaker, access_token=speaker.access_token or LINKED_ACCOUNT)
            case "account unlinked":
                return replace(speaker, access_token="")
            case "grant":
                return speaker.granting(self.scope)
        return speaker.revoking(self.scope)


DeviceEvent = SecondsLater | PlayerEvent | AccountChange


def parse_device_event(direction: str) -> DeviceEvent | None:
    """Parse what follows the dashes, with single spaces."""
    if later := _LATER.fullmatch(direction):
        return SecondsLater(int(later[1]) * _SECONDS[later[2]])
    return PlayerEvent(direction) if direction in PLAYER_EVENTS else _account_change(direction)


def _account_change(direction: str) -> AccountChange | None:
    action, _, scope = direction.partition(" ")
    match action, scope:
        case "account", "linked":
            return AccountChange("account linked")
        case "account", "unlinked":
            return AccountChange("account unlinked")
        case ("grant" | "revoke") as change, scope if is_scope(scope):
            return AccountChange("grant" if change == "grant" else "revoke", scope)
    return None
