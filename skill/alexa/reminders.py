"""Creates, updates and deletes reminders through Alexa's Reminders API."""

import logging
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo

from ask_sdk_model.services.reminder_management import (
    AlertInfo,
    PushNotification,
    PushNotificationStatus,
    Recurrence,
    ReminderManagementServiceClient,
    ReminderRequest,
    SpokenInfo,
    SpokenText,
    Trigger,
    TriggerType,
)

from skill.alexa.api_client import Access, Call, call_service, service_client
from skill.alexa.time_zone import TimeZones
from skill.dialogue.reply import CancelReminder, Done, EffectOutcome, Failure, SetReminder
from skill.errors import ServiceError

PERMISSION: Final = "alexa::alerts:reminders:skill:readwrite"
TIMEOUT_SECONDS: Final = 1.4
"""A turn waits at most two seconds for this and the time zone together."""

FAILURES: Final[Mapping[int, Failure]] = {
    HTTPStatus.UNAUTHORIZED: Failure.NOT_PERMITTED,
    HTTPStatus.FORBIDDEN: Failure.UNSUPPORTED,
    HTTPStatus.NOT_FOUND: Failure.NOT_FOUND,
    HTTPStatus.CONFLICT: Failure.NOT_PERMITTED,  # by the SDK's definition of an update
    HTTPStatus.TOO_MANY_REQUESTS: Failure.BUSY,
}

log: Final = logging.getLogger(__name__)


class ReminderService:
    """Runs the effects that concern reminders. No call takes longer than `TIMEOUT_SECONDS`."""

    def __init__(self, call: Call, time_zones: TimeZones) -> None:
        self._call = call
        self._time_zones = time_zones

    def run(
        self, effect: SetReminder | CancelReminder, access: Access | None, locale: str, now: datetime
    ) -> EffectOutcome:
        if access is None:
            return Failure.UNSUPPORTED
        if isinstance(effect, CancelReminder):
            return self._cancel(effect, access)
        return self._set(effect, access, _request(effect, locale, now, self._time_zones.find(access)))

    def _set(self, effect: SetReminder, access: Access, request: ReminderRequest) -> EffectOutcome:
        """Update the existing reminder. Create one if there is none, or if it was deleted in the app."""
        service = service_client(ReminderManagementServiceClient, self._call, access, TIMEOUT_SECONDS)
        try:
            if effect.token and (outcome := _update(service, effect.token, request)):
                return outcome
            return _outcome(call_service(lambda: service.create_reminder(request)), "")
        except ServiceError as error:
            return _failure("set", error)

    def _cancel(self, effect: CancelReminder, access: Access) -> EffectOutcome:
        service = service_client(ReminderManagementServiceClient, self._call, access, TIMEOUT_SECONDS)
        try:
            call_service(lambda: service.delete_reminder(effect.token))
        except ServiceError as error:
            return _failure("cancelled", error)
        return Done()


def _update(service: ReminderManagementServiceClient, token: str, request: ReminderRequest) -> EffectOutcome | None:
    """Return None if the reminder no longer exists. Raise ServiceError."""
    try:
        return _outcome(call_service(lambda: service.update_reminder(token, request)), token)
    except ServiceError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise


def _outcome(answer: object, token: str) -> EffectOutcome:
    """Return Done only if there is an answer and a token: the answer's, or else the one that was updated."""
    if answer is None:
        return Failure.UNKNOWN
    alert_token = getattr(answer, "alert_token", None)
    token = alert_token if isinstance(alert_token, str) and alert_token else token
    return Done(token) if token else Failure.UNKNOWN


def _failure(action: str, error: ServiceError) -> Failure:
    failure = FAILURES.get(error.status, Failure.UNKNOWN)
    log.log(
        logging.WARNING if failure is Failure.UNKNOWN else logging.INFO,
        "a reminder was not %s: %s (%s)",
        action,
        error,
        error.status,
    )
    return failure


def _request(effect: SetReminder, locale: str, now: datetime, zone: ZoneInfo | None) -> ReminderRequest:
    """Times are local and carry no zone. Without a zone, Alexa uses the one that the device is set to."""
    at = effect.time
    rule = f"FREQ=DAILY;BYHOUR={at.hour};BYMINUTE={at.minute};BYSECOND=0;INTERVAL=1;"
    return ReminderRequest(
        request_time=now.replace(tzinfo=None, microsecond=0),
        trigger=Trigger(
            object_type=TriggerType.SCHEDULED_ABSOLUTE,
            time_zone_id=zone.key if zone else None,
            recurrence=Recurrence(recurrence_rules=[rule]),
        ),
        alert_info=AlertInfo(SpokenInfo([SpokenText(locale=locale, text=effect.text)])),
        push_notification=PushNotification(PushNotificationStatus.DISABLED),
    )
