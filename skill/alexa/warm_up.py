"""A few turns at start, so that no person waits for modules and data that are loaded on first use."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from cryptography.hazmat.backends import default_backend

from skill.alexa.conversation import Conversation
from skill.alexa.events import Events
from skill.alexa.handlers import SkillHandler
from skill.apl.render import INTERFACE
from skill.store.interface import EMPTY, CachedReply, StoredProgress, SwapResult

DEVICES: Final[tuple[Mapping[str, Any], ...]] = ({}, {INTERFACE: {}})
REQUESTS: Final[tuple[Mapping[str, Any], ...]] = (
    {"type": "LaunchRequest"},
    *({"type": "IntentRequest", "intent": {"name": name}} for name in ("StartGuideIntent", "DailyReflectionIntent")),
)


class NullStore:
    """A store that stores nothing."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> StoredProgress:
        return EMPTY

    def swap(self, key: str, old: str | None, new: str, reply: CachedReply | None = None) -> SwapResult:
        return SwapResult(swapped=True)

    def delete(self, key: str) -> None: ...

    def delete_household(self, household: str) -> None: ...

    def check(self) -> None: ...


def warm_up(conversation: Conversation) -> None:
    """Answer requests of a made-up user. The store is not called, nor is Amazon: the requests grant no access to it."""
    default_backend()
    store = NullStore()
    events = Events(store, conversation.secrets, conversation.now)
    skill = SkillHandler(replace(conversation, store=store), events)
    for device in DEVICES:
        for request in REQUESTS:
            skill.answer(_envelope(device, request))


def _envelope(interfaces: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    system = {"user": {"userId": "nobody"}, "device": {"deviceId": "nowhere", "supportedInterfaces": interfaces}}
    return {"session": {"new": True}, "context": {"System": system}, "request": {"locale": "en-US", **request}}
