"""The local time of a device: from its settings at Amazon, or else from the usual time zone of its locale."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from hashlib import blake2b
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from ask_sdk_model.services.ups import UpsServiceClient

from skill import locales
from skill.alexa.api_client import Access, Call, call_service, service_client
from skill.alexa.ttl_cache import TtlCache
from skill.errors import ServiceError

MAX_DEVICES: Final = 4096
KNOWN_TTL: Final = timedelta(hours=6)
UNKNOWN_TTL: Final = timedelta(minutes=15)
"""For a device whose time zone was not returned, so that a service that hangs delays only one turn."""

TIMEOUT_SECONDS: Final = 0.6

log: Final = logging.getLogger(__name__)


class TimeZones:
    """Asks for a device's time zone once in some hours. Device ids are kept only as hashes."""

    def __init__(
        self, call: Call, monotonic: Callable[[], float] = time.monotonic, *, private_call: Call | None = None
    ) -> None:
        """Take the call to use where nothing may show that a person used the skill, if it is another one."""
        self._call = call
        self._private_call = private_call or call
        self._cache = TtlCache[str](MAX_DEVICES, monotonic)
        self._lock = Lock()

    def find(self, access: Access | None, *, is_private: bool = False) -> ZoneInfo | None:
        """Return the time zone that the device is set to, None if it is unknown."""
        if access is None:
            return None
        device = blake2b(access.device_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        with self._lock:
            name = self._cache.get(device)
        if name is None:
            name = self._fetch(access, is_private=is_private)
            with self._lock:
                self._cache.put(device, name, KNOWN_TTL if name else UNKNOWN_TTL)
        return ZoneInfo(name) if name else None

    def _fetch(self, access: Access, *, is_private: bool) -> str:
        """Return the zone's name, empty if it is unknown."""
        call = self._private_call if is_private else self._call
        settings = service_client(UpsServiceClient, call, access, TIMEOUT_SECONDS)
        try:
            name = call_service(lambda: settings.get_system_time_zone(access.device_id))
        except ServiceError as error:
            if not is_private:
                log.debug("a time zone is not known (%s)", error.status)
            return ""
        return name if isinstance(name, str) and locales.is_zone(name) else ""


def local_time(now: datetime, zone: ZoneInfo | None, locale: str) -> datetime:
    """Return the same moment in the zone, or in the usual zone of the locale.

    The result has a fixed offset: Python compares two times in the same ZoneInfo by the clock alone, which repeats an
    hour in autumn.
    """
    local = now.astimezone(zone or ZoneInfo(locales.time_zone(locale)))
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)
