"""Where a device's clock stands: as Amazon knows it, else as it usually does where the language is spoken."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from ask_sdk_model.services.ups import UpsServiceClient

from skill.alexa.api_client import Access, Call, answered, client
from skill.alexa.ttl_cache import TtlCache
from skill.errors import ServiceError

USUAL: Final[Mapping[str, str]] = {
    "en-AU": "Australia/Sydney",
    "en-CA": "America/Toronto",
    "en-GB": "Europe/London",
    "en-IN": "Asia/Kolkata",
    "en-US": "America/New_York",
}
ELSEWHERE: Final = "UTC"
DEVICES: Final = 4096
KNOWN: Final = timedelta(hours=6)
UNKNOWN: Final = timedelta(minutes=15)
"""How long nobody asks again for a device about which there was no answer: a service that hangs costs one turn."""

SECONDS: Final = 0.6

log: Final = logging.getLogger(__name__)


class TimeZones:
    """Asks for a device once in some hours, and keeps no device's id."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._found = TtlCache[str](DEVICES)
        self._lock = Lock()

    def find(self, access: Access | None, now: datetime) -> ZoneInfo | None:
        """The zone that the device is set to, or None where that is not known."""
        if access is None:
            return None
        device = blake2b(access.device_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        with self._lock:
            name = self._found.get(device, now)
        if name is None:
            name = self._ask(access)
            with self._lock:
                self._found.put(device, name, now + (KNOWN if name else UNKNOWN))
        return ZoneInfo(name) if name else None

    def _ask(self, access: Access) -> str:
        """The zone's name, empty where there is none."""
        settings = client(UpsServiceClient, self._call, access, SECONDS)
        try:
            name = answered(lambda: settings.get_system_time_zone(access.device_id))
        except ServiceError as error:
            log.debug("a time zone is not known (%s)", error.status)
            return ""
        return name if isinstance(name, str) and _is_zone(name) else ""


def local(now: datetime, zone: ZoneInfo | None, locale: str) -> datetime:
    """The same moment by the person's clock.

    With a fixed offset: times of one zone compare by the clock alone, which runs twice through an hour in autumn.
    """
    here = now.astimezone(zone or ZoneInfo(USUAL.get(locale, ELSEWHERE)))
    return here.replace(tzinfo=timezone(here.utcoffset() or timedelta()), fold=0)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, KeyError, ValueError):
        return False
    return True
