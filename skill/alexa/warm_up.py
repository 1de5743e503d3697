"""A turn before anybody speaks: what loads when it is first used is loaded then, and nobody waits for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from cryptography.hazmat.backends import default_backend

from skill.alexa.api_client import refuse
from skill.alexa.conversation import Conversation
from skill.alexa.events import Events
from skill.alexa.handlers import Skill
from skill.alexa.services import Services
from skill.apl.render import INTERFACE
from skill.progress import Progress
from skill.store.interface import NOTHING, Answer, Kept

DEVICES: Final[tuple[Mapping[str, Any], ...]] = ({}, {INTERFACE: {}})
REQUESTS: Final[tuple[Mapping[str, Any], ...]] = (
    {"type": "LaunchRequest"},
    *({"type": "IntentRequest", "intent": {"name": name}} for name in ("StartGuideIntent", "DailyReflectionIntent")),
)


class Forgetful:
    """A store that keeps nothing: the turn is nobody's, and leaves no trace."""

    def read(self, key: str, request: str = "", *, is_visit: bool = True) -> Kept:
        return NOTHING

    def write(self, key: str, seen: Kept, progress: Progress, answer: Answer | None = None) -> Kept:
        return NOTHING

    def replace(self, key: str, seen: str, progress: Progress, answer: Answer | None = None) -> str | None:
        return seen

    def forget(self, key: str) -> None: ...

    def forget_household(self, household: str) -> None: ...

    def check(self) -> None: ...


def warm_up(conversation: Conversation) -> None:
    """Asks neither the store nor Amazon."""
    default_backend()
    store, services = Forgetful(), Services(refuse)
    events = Events(store, conversation.secret, conversation.now)
    skill = Skill(replace(conversation, store=store, services=services), events)
    for device in DEVICES:
        for request in REQUESTS:
            skill.answer(_envelope(device, request))


def _envelope(interfaces: Mapping[str, Any], request: Mapping[str, Any]) -> dict[str, Any]:
    system = {"user": {"userId": "nobody"}, "device": {"deviceId": "nowhere", "supportedInterfaces": interfaces}}
    return {"session": {"new": True}, "context": {"System": system}, "request": {"locale": "en-US", **request}}
