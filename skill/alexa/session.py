"""The session attributes: what Alexa keeps between two turns and sends with each request."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from skill.alexa.json_access import get_str
from skill.dialogue import time_of_day
from skill.dialogue.intents import QUESTIONS
from skill.dialogue.reply import CoupleTurn, Reply
from skill.dialogue.turn import RATES, Delivery
from skill.errors import StoreError
from skill.progress import Progress
from skill.store.document import decode

_MAX_TURNS: Final = 1_000_000
_NO_PROGRESS: Final = Progress()


class SessionProgress(NamedTuple):
    """A copy of one person's progress, carried by the session."""

    document: str
    """In the store's format."""

    is_saved: bool
    """The store holds it. Otherwise the session carries it until the store can save it."""

    @property
    def progress(self) -> Progress:
        """An empty Progress if this release cannot read the document."""
        try:
            return decode(self.document)
        except StoreError:
            return Progress()


class SessionState(NamedTuple):
    turn_count: int = 0
    last_reply: Reply | None = None
    progress: Mapping[str, SessionProgress] = MappingProxyType({})
    """By the store's key of the person, so that the conversation can continue while the store is unavailable."""

    person: str = ""
    """The store's key of the person who got the last reply."""

    asked: Mapping[str, int] = MappingProxyType({})
    """How often each question was asked."""
    delivery: Delivery = Delivery()
    misses: int = 0
    """How many turns up to now, without a break, were not understood."""

    @classmethod
    def from_attributes(cls, attributes: Mapping[str, Any]) -> "SessionState":
        """Ignore values with an unknown shape: another release may have written them."""
        return cls(
            turn_count=_count(attributes.get("turns")),
            last_reply=_last_reply(attributes),
            progress=_progress(attributes.get("known")),
            person=get_str(attributes, "person") or "",
            asked=_asked(attributes.get("asked")),
            delivery=_delivery(attributes),
            misses=_count(attributes.get("misses")),
        )

    def to_attributes(self) -> dict[str, Any]:
        """Return a JSON-ready dictionary."""
        attributes: dict[str, Any] = {"turns": self.turn_count}
        if self.last_reply:
            attributes["last"] = _reply_attributes(self.last_reply)
            if self.last_reply.before:
                attributes["before"] = _reply_attributes(self.last_reply.before)
        if self.asked:
            attributes["asked"] = dict(self.asked)
        if self.person:
            attributes["person"] = self.person
        if self.delivery.slowness:
            attributes["slowness"] = self.delivery.slowness
        if self.delivery.is_short:
            attributes["short"] = True
        if self.misses:
            attributes["misses"] = self.misses
        if self.progress:
            attributes["known"] = {
                person: {"progress": copy.document, "saved": copy.is_saved} for person, copy in self.progress.items()
            }
        return attributes


def _reply_attributes(reply: Reply) -> dict[str, Any]:
    attributes: dict[str, Any] = {"speech": reply.speech, "question": reply.question, "reprompt": reply.reprompt}
    if reply.proposed_time != time_of_day.EVENING:
        attributes["proposed"] = time_of_day.to_clock(reply.proposed_time)
    if reply.couple_turn:
        attributes["couple"] = list(reply.couple_turn)
    return attributes


def _last_reply(attributes: Mapping[str, Any]) -> Reply | None:
    last = _reply(attributes.get("last"))
    return last._replace(before=_reply(attributes.get("before"))) if last else None


def _reply(data: Any) -> Reply | None:
    if not isinstance(data, dict) or not isinstance(data.get("speech"), str):
        return None
    question, reprompt = data.get("question"), data.get("reprompt")
    if not (isinstance(question, str) and question in QUESTIONS and isinstance(reprompt, str)):
        return Reply(data["speech"], _NO_PROGRESS)
    proposed = data.get("proposed")
    at = time_of_day.parse(proposed) if isinstance(proposed, str) else None
    turn = _couple_turn(data.get("couple"))
    return Reply(data["speech"], _NO_PROGRESS, question, reprompt, at or time_of_day.EVENING, couple_turn=turn)


def _couple_turn(data: Any) -> CoupleTurn | None:
    match data:
        case [str(step), int(number)]:
            return CoupleTurn(step, number)
    return None


def _asked(data: Any) -> dict[str, int]:
    counts = data.items() if isinstance(data, dict) else ()
    return {name: times for name, count in counts if (times := _count(count))}


def _count(data: Any) -> int:
    return data if isinstance(data, int) and 0 < data < _MAX_TURNS else 0


def _delivery(attributes: Mapping[str, Any]) -> Delivery:
    slowness = min(_count(attributes.get("slowness")), len(RATES) - 1)
    return Delivery(slowness, attributes.get("short") is True)


def _progress(data: Any) -> dict[str, SessionProgress]:
    copies = {}
    for person, copy in data.items() if isinstance(data, dict) else ():
        document = copy.get("progress") if isinstance(copy, dict) else None
        if isinstance(document, str):
            copies[person] = SessionProgress(document, copy.get("saved") is True)
    return copies
