from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from skill.alexa import time_zone
from skill.alexa.api_client import Access
from skill.alexa.time_zone import KNOWN_TTL, UNKNOWN_TTL, TimeZones, local_time
from tests.support.alexa_client import TickingClock
from tests.support.fake_amazon import (
    HOST,
    FakeAmazon,
    Respond,
    drips,
    hangs,
    hangs_up,
    redirects,
    refuses,
    says,
)

INVALID_ZONES: dict[str, Respond] = {
    "204": refuses(204, b""),
    "401": refuses(401),
    "403": refuses(403),
    "429": refuses(429),
    "500": refuses(500),
    "hangs": hangs,
    "hangs up": hangs_up,
    "drips": drips,
    "redirects": redirects(f"{HOST}/"),
    "nothing": says(b""),
    "not JSON": says(b"Europe/Berlin"),
    "an object": says(b"{}"),
    "a number": says(b"5"),
    "null": says(b"null"),
    "a list": says(b'["Europe/Berlin"]'),
    "not text": says(b'"\xff"'),
    "no such zone": says(b'"Mars/Olympus"'),
    "a path": says(b'"../../etc/passwd"'),
    "a folder of zones": says(b'"Europe"'),
    "a null character": says(b'"\\u0000"'),
    "half a pair": says(b'"\\ud800"'),
    "an empty text": says(b'""'),
    "a long text": says(b'"' + b"x" * 5000 + b'"'),
}
KITCHEN = Access(HOST, "a-token", "kitchen/../é")


@pytest.fixture
def short_timeout(answer: Respond, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only briefly for an answer that never ends."""
    if answer in {hangs, drips}:
        monkeypatch.setattr(time_zone, "TIMEOUT_SECONDS", 0.3)


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def zones(amazon: FakeAmazon, clock: TickingClock) -> TimeZones:
    return TimeZones(amazon.network(), clock.monotonic)


def test_the_zone_of_a_device_is_cached_for_some_hours(
    zones: TimeZones, amazon: FakeAmazon, clock: TickingClock
) -> None:
    amazon.zone = "Pacific/Auckland"

    zones_found = [zones.find(KITCHEN) for _ in range(3)]
    amazon.zone = "Pacific/Honolulu"
    clock.now += KNOWN_TTL

    assert zones_found == [ZoneInfo("Pacific/Auckland")] * 3
    assert zones.find(KITCHEN) == ZoneInfo("Pacific/Honolulu")
    assert amazon.requests == ["GET /v2/devices/kitchen%2F..%2F%C3%A9/settings/System.timeZone"] * 2


def test_each_device_has_its_own_zone(zones: TimeZones, amazon: FakeAmazon, clock: TickingClock) -> None:
    zones.find(KITCHEN)
    amazon.zone = "Europe/London"

    assert zones.find(Access(HOST, "a-token", "bedroom")) == ZoneInfo("Europe/London")


@pytest.mark.parametrize("answer", INVALID_ZONES.values(), ids=INVALID_ZONES)
@pytest.mark.usefixtures("short_timeout")
def test_an_invalid_answer_is_cached_for_a_while(
    answer: Respond, zones: TimeZones, amazon: FakeAmazon, clock: TickingClock
) -> None:
    amazon.responses["GET"] = answer

    zones_found = [zones.find(KITCHEN) for _ in range(3)]
    del amazon.responses["GET"]
    clock.now += UNKNOWN_TTL

    assert zones_found == [None] * 3
    assert zones.find(KITCHEN) == ZoneInfo("America/New_York")
    assert len(amazon.requests) == 2


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://api.amazonalexa.com",
        "https://api.amazonalexa.com.example.com",
        "https://api.amazonalexa.com@example.com",
        "https://api.amazonalexa.com:444",
        "https://127.0.0.1",
        "nonsense",
    ],
)
def test_only_amazons_hosts_are_called(
    endpoint: str, zones: TimeZones, amazon: FakeAmazon, clock: TickingClock
) -> None:
    assert zones.find(Access(endpoint, "a-token", "kitchen")) is None
    assert amazon.requests == []


def test_without_access_the_zone_is_unknown(zones: TimeZones, clock: TickingClock) -> None:
    assert zones.find(None) is None


@pytest.mark.parametrize(
    ("locale", "hour"), [("en-US", 20), ("en-GB", 1), ("en-IN", 6), ("en-AU", 12), ("en-CA", 20), ("xx", 1), ("", 1)]
)
def test_an_unknown_zone_is_replaced_by_the_usual_zone_of_the_locale(locale: str, hour: int) -> None:
    assert local_time(datetime(2026, 1, 1, 1, tzinfo=UTC), None, locale).hour == hour


def test_times_in_the_repeated_hour_keep_their_order() -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)
    second = first + timedelta(minutes=20)

    times = [local_time(moment, zone, "en-US") for moment in (first, second)]

    assert [moment.strftime("%H:%M") for moment in times] == ["01:50", "01:10"]
    assert times[0] < times[1]
    assert times == [first, second]
