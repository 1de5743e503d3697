"""A simulated Alexa Reminders API: a skill can set, change and delete reminders, which never ring.

The access token decides what a request may do. Reminders are stored in memory only.
https://developer.amazon.com/docs/alexa/smapi/alexa-reminders-api-reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any, Final

from speech.simulator.permissions import REMINDERS, read_token

PATH: Final = "/v1/alerts/reminders"
ApiResponse = tuple[HTTPStatus, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SimulatedReminder:
    account: str
    body: Mapping[str, Any]
    """As the skill sent it."""

    def __str__(self) -> str:
        """Return the reminder's text and its time."""
        trigger, info = self.body.get("trigger", {}), self.body.get("alertInfo", {})
        rules = trigger.get("recurrence", {}).get("recurrenceRules", [])
        times = rules or [str(trigger.get(key)) for key in ("scheduledTime", "offsetInSeconds") if key in trigger]
        texts = [content.get("text", "") for content in info.get("spokenInfo", {}).get("content", [])]
        return f"{' '.join(texts)} ({' '.join(times)})"


class RemindersApi:
    def __init__(self) -> None:
        self.is_unavailable = False
        """True to simulate an outage."""

        self._stored: dict[str, SimulatedReminder] = {}
        self._numbers = count(1)

    def of(self, account: str) -> list[SimulatedReminder]:
        return [reminder for reminder in self._stored.values() if reminder.account == account]

    def delete(self, account: str) -> None:
        """Delete all reminders of an account, as a person can in the Alexa app without the skill's knowledge."""
        self._stored = {token: stored for token, stored in self._stored.items() if stored.account != account}

    def handle(self, method: str, path: str, token: str, body: Any) -> ApiResponse:
        """Answer a skill's API request. Raises ConnectionError while the service is unavailable."""
        if self.is_unavailable:
            raise ConnectionError("the simulator plays an outage of Alexa's services")
        if not path.startswith(PATH):
            return HTTPStatus.FORBIDDEN, {}
        try:
            account, granted = read_token(token)
        except ValueError:
            return HTTPStatus.UNAUTHORIZED, {}
        if REMINDERS not in granted:
            return HTTPStatus.UNAUTHORIZED, {}
        alert_token = path.removeprefix(PATH).strip("/")
        if alert_token:
            return self._change(method, alert_token, SimulatedReminder(account, body or {}))
        return self._create(method, account, body)

    def _create(self, method: str, account: str, body: Any) -> ApiResponse:
        if method != "POST" or not isinstance(body, dict):
            return HTTPStatus.BAD_REQUEST, {}
        alert_token = f"simulated-reminder-{next(self._numbers)}"
        self._stored[alert_token] = SimulatedReminder(account, body)
        return HTTPStatus.OK, {"alertToken": alert_token, "status": "ON"}

    def _change(self, method: str, alert_token: str, changed: SimulatedReminder) -> ApiResponse:
        stored = self._stored.get(alert_token)
        if stored is None or stored.account != changed.account:
            return HTTPStatus.NOT_FOUND, {}
        if method == "DELETE":
            del self._stored[alert_token]
        elif method == "PUT":
            self._stored[alert_token] = changed
        return HTTPStatus.OK, {"alertToken": alert_token, "status": "ON"}
