"""Alexa's reminders: made, changed and deleted by the service that keeps them, with its answers as outcomes."""

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

from skill.alexa.api_client import Access, Call, answered, client
from skill.dialogue.reply import CancelReminder, Done, EffectOutcome, Failure, SetReminder
from skill.errors import ServiceError

PERMISSION: Final = "alexa::alerts:reminders:skill:readwrite"
SECONDS: Final = 1.4
"""With a time zone to be asked for, a turn waits two seconds at most."""

FAILURES: Final[Mapping[int, Failure]] = {
    HTTPStatus.UNAUTHORIZED: Failure.NOT_PERMITTED,
    HTTPStatus.FORBIDDEN: Failure.UNSUPPORTED,
    HTTPStatus.NOT_FOUND: Failure.NOT_FOUND,
    HTTPStatus.CONFLICT: Failure.NOT_PERMITTED,  # of a change, the SDK's definition of the service says so
    HTTPStatus.TOO_MANY_REQUESTS: Failure.BUSY,
}

log: Final = logging.getLogger(__name__)


class Reminders:
    """Each call is one person's; none outlasts `SECONDS`."""

    def __init__(self, call: Call) -> None:
        self._call = call

    def set(
        self, effect: SetReminder, access: Access | None, locale: str, now: datetime, zone: ZoneInfo | None
    ) -> EffectOutcome:
        """Changes the reminder that there is; one that was deleted elsewhere is made anew."""
        if access is None:
            return Failure.UNSUPPORTED
        service = client(ReminderManagementServiceClient, self._call, access, SECONDS)
        wanted = _request(effect, locale, now, zone)
        try:
            if effect.token:
                changed = _changed(service, effect.token, wanted)
                if changed:
                    return changed
            return _done(answered(lambda: service.create_reminder(wanted)), "")
        except ServiceError as error:
            return _failure("set", error)

    def cancel(self, effect: CancelReminder, access: Access | None) -> EffectOutcome:
        if access is None:
            return Failure.UNSUPPORTED
        service = client(ReminderManagementServiceClient, self._call, access, SECONDS)
        try:
            answered(lambda: service.delete_reminder(effect.token))
        except ServiceError as error:
            return _failure("cancelled", error)
        return Done()


def _changed(service: ReminderManagementServiceClient, token: str, wanted: ReminderRequest) -> EffectOutcome | None:
    """None where there is nothing to change any more. Raises ServiceError."""
    try:
        return _done(answered(lambda: service.update_reminder(token, wanted)), token)
    except ServiceError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise


def _done(answer: object, token: str) -> EffectOutcome:
    """Done only where the service names the reminder, or tells of the one that was known."""
    if answer is None:
        return Failure.UNKNOWN
    named = getattr(answer, "alert_token", None)
    known = named if isinstance(named, str) and named else token
    return Done(known) if known else Failure.UNKNOWN


def _failure(what: str, error: ServiceError) -> Failure:
    failure = FAILURES.get(error.status, Failure.UNKNOWN)
    log.log(
        logging.WARNING if failure is Failure.UNKNOWN else logging.INFO,
        "a reminder was not %s: %s (%s)",
        what,
        error,
        error.status,
    )
    return failure


def _request(effect: SetReminder, locale: str, now: datetime, zone: ZoneInfo | None) -> ReminderRequest:
    """Times are by the person's clock and bear no zone. Where the zone is but a guess, the device's own holds."""
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
