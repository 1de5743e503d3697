from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

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
    open_amazon,
    redirects,
    refuses,
    says,
)

NO_ZONE: dict[str, Respond] = {
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
    "no JSON": says(b"Europe/Berlin"),
    "an object": says(b"{}"),
    "a number": says(b"5"),
    "null": says(b"null"),
    "a list": says(b'["Europe/Berlin"]'),
    "no text": says(b'"\xff"'),
    "no such zone": says(b'"Mars/Olympus"'),
    "a path": says(b'"../../etc/passwd"'),
    "a folder of zones": says(b'"Europe"'),
    "a zero": says(b'"\\u0000"'),
    "half a pair": says(b'"\\ud800"'),
    "an empty text": says(b'""'),
    "a long text": says(b'"' + b"x" * 5000 + b'"'),
}
KITCHEN = Access(HOST, "a-token", "kitchen/../é")


@pytest.fixture
def amazon() -> Iterator[FakeAmazon]:
    with open_amazon() as amazon:
        yield amazon


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def zones(amazon: FakeAmazon) -> TimeZones:
    return TimeZones(amazon.network())


def test_the_devices_zone_is_asked_for_once_in_some_hours(
    zones: TimeZones, amazon: FakeAmazon, clock: TickingClock
) -> None:
    amazon.zone = "Pacific/Auckland"

    found = [zones.find(KITCHEN, clock()) for _ in range(3)]
    amazon.zone = "Pacific/Honolulu"
    clock.now += KNOWN_TTL

    assert found == [ZoneInfo("Pacific/Auckland")] * 3
    assert zones.find(KITCHEN, clock()) == ZoneInfo("Pacific/Honolulu")
    assert amazon.requests == ["GET /v2/devices/kitchen%2F..%2F%C3%A9/settings/System.timeZone"] * 2


def test_each_device_has_its_own(zones: TimeZones, amazon: FakeAmazon, clock: TickingClock) -> None:
    zones.find(KITCHEN, clock())
    amazon.zone = "Europe/London"

    assert zones.find(Access(HOST, "a-token", "bedroom"), clock()) == ZoneInfo("Europe/London")


@pytest.mark.parametrize("answer", NO_ZONE.values(), ids=NO_ZONE)
def test_what_is_no_zone_costs_one_turn_in_a_while(
    answer: Respond, zones: TimeZones, amazon: FakeAmazon, clock: TickingClock
) -> None:
    amazon.responses["GET"] = answer

    found = [zones.find(KITCHEN, clock()) for _ in range(3)]
    del amazon.responses["GET"]
    clock.now += UNKNOWN_TTL

    assert found == [None] * 3
    assert zones.find(KITCHEN, clock()) == ZoneInfo("America/New_York")
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
def test_nobody_but_amazon_is_asked(endpoint: str, zones: TimeZones, amazon: FakeAmazon, clock: TickingClock) -> None:
    assert zones.find(Access(endpoint, "a-token", "kitchen"), clock()) is None
    assert amazon.requests == []


def test_no_device_no_zone(zones: TimeZones, clock: TickingClock) -> None:
    assert zones.find(None, clock()) is None


@pytest.mark.parametrize(
    ("locale", "hour"), [("en-US", 20), ("en-GB", 1), ("en-IN", 6), ("en-AU", 12), ("en-CA", 20), ("xx", 1), ("", 1)]
)
def test_without_a_zone_it_is_as_late_as_it_usually_is_there(locale: str, hour: int) -> None:
    assert local_time(datetime(2026, 1, 1, 1, tzinfo=UTC), None, locale).hour == hour


def test_moments_of_the_hour_that_comes_twice_keep_their_order() -> None:
    zone = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 5, 50, tzinfo=UTC)
    second = first + timedelta(minutes=20)

    told = [local_time(moment, zone, "en-US") for moment in (first, second)]

    assert [moment.strftime("%H:%M") for moment in told] == ["01:50", "01:10"]
    assert told[0] < told[1]
    assert told == [first, second]
