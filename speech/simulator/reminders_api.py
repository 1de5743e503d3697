"""Alexa's reminders as a desk needs them: a skill can set, change and delete them, and they can be looked at.

They are kept for as long as the desk runs, and never ring. What a skill may do is what its token says.
https://developer.amazon.com/docs/alexa/smapi/alexa-reminders-api-reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any, Final

from speech.simulator.permissions import REMINDERS, read_token

PATH: Final = "/v1/alerts/reminders"
Answer = tuple[HTTPStatus, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reminder:
    account: str
    body: Mapping[str, Any]
    """As the skill sent it."""

    def __str__(self) -> str:
        """What it will say, and when."""
        trigger, info = self.body.get("trigger", {}), self.body.get("alertInfo", {})
        rules = trigger.get("recurrence", {}).get("recurrenceRules", [])
        when = rules or [str(trigger.get(key)) for key in ("scheduledTime", "offsetInSeconds") if key in trigger]
        texts = [content.get("text", "") for content in info.get("spokenInfo", {}).get("content", [])]
        return f"{' '.join(texts)} ({' '.join(when)})"


class Reminders:
    def __init__(self) -> None:
        self.is_away = False
        """Nobody answers."""

        self._kept: dict[str, Reminder] = {}
        self._numbers = count(1)

    def of(self, account: str) -> list[Reminder]:
        return [reminder for reminder in self._kept.values() if reminder.account == account]

    def delete(self, account: str) -> None:
        """As a person does in the Alexa app; no skill is asked."""
        self._kept = {token: kept for token, kept in self._kept.items() if kept.account != account}

    def answer(self, method: str, path: str, token: str, body: Any) -> Answer:
        """To a request of a skill. Raises ConnectionError while the service is away."""
        if self.is_away:
            raise ConnectionError("the desk plays that Alexa's services are away")
        if not path.startswith(PATH):
            return HTTPStatus.FORBIDDEN, {}
        try:
            account, granted = read_token(token)
        except ValueError:
            return HTTPStatus.UNAUTHORIZED, {}
        if REMINDERS not in granted:
            return HTTPStatus.UNAUTHORIZED, {}
        named = path.removeprefix(PATH).strip("/")
        return (
            self._changed(method, named, Reminder(account, body or {})) if named else self._made(method, account, body)
        )

    def _made(self, method: str, account: str, body: Any) -> Answer:
        if method != "POST" or not isinstance(body, dict):
            return HTTPStatus.BAD_REQUEST, {}
        token = f"desk-reminder-{next(self._numbers)}"
        self._kept[token] = Reminder(account, body)
        return HTTPStatus.OK, {"alertToken": token, "status": "ON"}

    def _changed(self, method: str, token: str, wanted: Reminder) -> Answer:
        known = self._kept.get(token)
        if known is None or known.account != wanted.account:
            return HTTPStatus.NOT_FOUND, {}
        if method == "DELETE":
            del self._kept[token]
        elif method == "PUT":
            self._kept[token] = wanted
        return HTTPStatus.OK, {"alertToken": token, "status": "ON"}
