"""A simulated Alexa Reminders API: a skill can set, change and delete reminders, which never ring.

The access token decides what a request may do. Reminders are stored in memory only.
https://developer.amazon.com/docs/alexa/smapi/alexa-reminders-api-reference.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import count
from typing import Any, Final

from speech.json_reader import JsonNode
from speech.simulator.permissions import REMINDERS, read_token

PATH: Final = "/v1/alerts/reminders"
ApiResponse = tuple[HTTPStatus, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SimulatedReminder:
    account: str
    body: Mapping[str, Any]
    """As the skill sent it."""

    def __str__(self) -> str:
        """Return the reminder's text and its time. Raises ValueError if a part has another type than it should."""
        root = JsonNode(self.body)
        trigger, info = root.get("trigger"), root.get("alertInfo").get("spokenInfo")
        given = (trigger.get(key) for key in ("scheduledTime", "offsetInSeconds"))
        times = [node.text for node in trigger.get("recurrence").get("recurrenceRules").items]
        times = times or [str(node.value) for node in given if not node.is_absent]
        texts = [text.text for content in info.get("content").items if not (text := content.get("text")).is_absent]
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
            return _error(HTTPStatus.UNAUTHORIZED, "INVALID_BEARER_TOKEN", "The authentication token is not valid.")
        if REMINDERS not in granted:
            return _error(HTTPStatus.UNAUTHORIZED, "UNAUTHORIZED", f"The person has not granted {REMINDERS}.")
        alert_token = path.removeprefix(PATH).strip("/")
        return self._one(method, alert_token, account, body) if alert_token else self._all(method, account, body)

    def _all(self, method: str, account: str, body: Any) -> ApiResponse:
        if method == "GET":
            alerts = [_alert(name, each) for name, each in self._stored.items() if each.account == account]
            return HTTPStatus.OK, {"totalCount": str(len(alerts)), "alerts": alerts, "links": None}
        if method != "POST":
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", f"{method} is not allowed here.")
        return self._write(f"simulated-reminder-{next(self._numbers)}", account, body)

    def _write(self, alert_token: str, account: str, body: Any) -> ApiResponse:
        """Store the reminder, if its parts have the right types."""
        if not isinstance(body, dict):
            return _error(HTTPStatus.BAD_REQUEST, "INVALID_REQUEST", "The body must be a JSON object.")
        reminder = SimulatedReminder(account, body)
        try:
            str(reminder)
        except ValueError as error:
            return _error(HTTPStatus.BAD_REQUEST, "INVALID_REQUEST", str(error))
        self._stored[alert_token] = reminder
        return HTTPStatus.OK, {"alertToken": alert_token, "status": "ON"}

    def _one(self, method: str, alert_token: str, account: str, body: Any) -> ApiResponse:
        stored = self._stored.get(alert_token)
        if stored is None or stored.account != account:
            return _error(HTTPStatus.NOT_FOUND, "ALERT_NOT_FOUND", f"There is no reminder {alert_token:.100}.")
        match method:
            case "GET":
                return HTTPStatus.OK, _alert(alert_token, stored)
            case "PUT":
                return self._write(alert_token, account, body)
            case "DELETE":
                del self._stored[alert_token]
                return HTTPStatus.OK, {"alertToken": alert_token, "status": "ON"}
        return _error(HTTPStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", f"{method} is not allowed here.")


def _alert(alert_token: str, reminder: SimulatedReminder) -> dict[str, Any]:
    return {**reminder.body, "alertToken": alert_token, "status": "ON"}


def _error(status: HTTPStatus, code: str, message: str) -> ApiResponse:
    return status, {"code": code, "message": message}
