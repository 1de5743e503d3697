"""What a conversation remembers between its turns: the session attributes, which Alexa sends back with each request."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from skill.alexa.json_access import text
from skill.dialogue import time_of_day
from skill.dialogue.intents import QUESTIONS
from skill.dialogue.reply import Reply
from skill.errors import StoreError
from skill.progress import Progress
from skill.store.document import decode

_MOST_TURNS: Final = 1_000_000
_NO_PROGRESS: Final = Progress()


class SessionProgress(NamedTuple):
    """The progress of one person as this conversation last knew it."""

    document: str
    """As the store writes it, and read only where the store has another: mostly it has the same."""

    is_saved: bool
    """The store holds it, and from now on knows better; otherwise it rides here until the store can take it."""

    @property
    def progress(self) -> Progress:
        """What another release left, and this one cannot read, is as good as nothing."""
        try:
            return decode(self.document)
        except StoreError:
            return Progress()


class SessionState(NamedTuple):
    """A conversation so far. DeletedMeanwhileError when the session closes."""

    turns: int = 0
    last: Reply | None = None
    known: Mapping[str, SessionProgress] = MappingProxyType({})
    """By person, so that the conversation can go on while the store is away."""

    person: str = ""
    """To whom the last reply was given."""


def recall(attributes: Mapping[str, Any]) -> SessionState:
    """Reads what an earlier turn left, perhaps by another release: what does not fit is forgotten, never an error."""
    turns = attributes.get("turns")
    return SessionState(
        turns=turns if isinstance(turns, int) and 0 < turns < _MOST_TURNS else 0,
        last=_reply(attributes.get("last")),
        known=_known(attributes.get("known")),
        person=text(attributes, "person") or "",
    )


def remember(memory: SessionState) -> dict[str, Any]:
    """The session attributes, JSON-ready."""
    attributes: dict[str, Any] = {"turns": memory.turns}
    if memory.last:
        last = memory.last
        attributes["last"] = {"speech": last.speech, "question": last.question, "reprompt": last.reprompt}
        if last.proposed_time != time_of_day.EVENING:
            attributes["last"]["proposed"] = time_of_day.to_clock(last.proposed_time)
    if memory.person:
        attributes["person"] = memory.person
    if memory.known:
        attributes["known"] = {
            person: {"progress": known.document, "saved": known.is_saved} for person, known in memory.known.items()
        }
    return attributes


def _reply(data: Any) -> Reply | None:
    if not isinstance(data, dict) or not isinstance(data.get("speech"), str):
        return None
    question, reprompt = data.get("question"), data.get("reprompt")
    if not (isinstance(question, str) and question in QUESTIONS and isinstance(reprompt, str)):
        return Reply(data["speech"], _NO_PROGRESS)
    proposed = data.get("proposed")
    at = time_of_day.parse(proposed) if isinstance(proposed, str) else None
    return Reply(data["speech"], _NO_PROGRESS, question, reprompt, at or time_of_day.EVENING)


def _known(data: Any) -> dict[str, SessionProgress]:
    found = {}
    for person, known in data.items() if isinstance(data, dict) else ():
        document = known.get("progress") if isinstance(known, dict) else None
        if isinstance(document, str):
            found[person] = SessionProgress(document, known.get("saved") is True)
    return found
