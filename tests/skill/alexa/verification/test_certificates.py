from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from skill.alexa.verification.certificates import (
    KEY_FRESH_FOR,
    MAX_KEYS,
    MAX_REFUSALS,
    REFUSAL_TTL,
    Certificates,
)
from skill.errors import VerificationError
from tests.support.invalid_requests.stand_ins import FakeDownload, ManualClock
from tests.support.invalid_requests.world import World

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
SECOND = timedelta(seconds=1)


def test_an_address_is_fetched_once_for_many_requests(
    certificates: Certificates, download: FakeDownload, world: World
) -> None:
    keys = [certificates.key_for(URL) for _ in range(100)]

    assert keys == [world.pki.alexas_key.public_key()] * 100
    assert download.fetches == {URL: 1}


def test_a_key_is_cached_for_a_day(certificates: Certificates, download: FakeDownload, clock: ManualClock) -> None:
    certificates.key_for(URL)

    clock.now += KEY_FRESH_FOR - SECOND
    certificates.key_for(URL)

    assert download.fetches[URL] == 1


def test_a_key_is_fetched_again_after_a_day(
    certificates: Certificates, download: FakeDownload, clock: ManualClock
) -> None:
    certificates.key_for(URL)

    clock.now += KEY_FRESH_FOR
    certificates.key_for(URL)

    assert download.fetches[URL] == 2


@pytest.mark.parametrize("reason", ["certificate-unreachable", "certificate-late"])
def test_a_key_stays_valid_while_its_host_is_unavailable_and_is_fetched_again_rarely(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock, reason: str
) -> None:
    certificates.key_for(URL)
    download.errors[URL] = VerificationError(reason)

    clock.now += KEY_FRESH_FOR
    keys = [certificates.key_for(URL) for _ in range(10)]

    assert keys == [world.pki.alexas_key.public_key()] * 10
    assert download.fetches[URL] == 2


def test_a_key_whose_host_is_unavailable_expires_with_its_certificates(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    download.file = _chain(world, end=world.now + 2 * KEY_FRESH_FOR)
    certificates.key_for(URL)
    download.errors[URL] = VerificationError("certificate-unreachable")

    clock.now += 2 * KEY_FRESH_FOR + SECOND

    with pytest.raises(VerificationError, match="certificate-unreachable"):
        certificates.key_for(URL)


def test_a_key_that_its_host_no_longer_has_is_dropped(
    certificates: Certificates, download: FakeDownload, clock: ManualClock
) -> None:
    certificates.key_for(URL)
    download.errors[URL] = VerificationError("certificate-status")

    clock.now += KEY_FRESH_FOR

    for _ in range(2):
        with pytest.raises(VerificationError, match="certificate-status"):
            certificates.key_for(URL)
        clock.now += REFUSAL_TTL


def test_a_key_is_not_used_after_its_certificate_expires_within_the_day(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    download.file = _chain(world, end=world.now + SECOND)
    certificates.key_for(URL)

    clock.now += 2 * SECOND

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)


def test_a_key_is_not_used_when_the_clock_is_set_back_before_its_validity(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    download.file = _chain(world, start=world.now - SECOND)
    certificates.key_for(URL)

    clock.now -= 2 * SECOND

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)


def test_a_failed_fetch_is_not_repeated_at_once(
    certificates: Certificates, download: FakeDownload, clock: ManualClock
) -> None:
    download.errors[URL] = VerificationError("certificate-unreachable")

    for _ in range(3):
        with pytest.raises(VerificationError, match="certificate-unreachable"):
            certificates.key_for(URL)
        clock.now += REFUSAL_TTL / 4

    assert download.fetches[URL] == 1


def test_a_failed_fetch_is_repeated_later_and_succeeds_when_the_host_is_back(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    download.errors[URL] = VerificationError("certificate-unreachable")
    with pytest.raises(VerificationError):
        certificates.key_for(URL)
    download.errors.clear()

    clock.now += REFUSAL_TTL

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


def test_an_unreadable_file_is_not_fetched_again_at_once(certificates: Certificates, download: FakeDownload) -> None:
    download.file = b"<html>"

    for _ in range(3):
        with pytest.raises(VerificationError, match="certificate-unreadable"):
            certificates.key_for(URL)

    assert download.fetches[URL] == 1


def test_an_unexpected_error_does_not_block_its_address(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    download.errors[URL] = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        certificates.key_for(URL)
    with pytest.raises(VerificationError, match="certificate-failed"):
        certificates.key_for(URL)
    download.errors.clear()

    clock.now += REFUSAL_TTL

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


def test_the_number_of_cached_keys_is_limited(certificates: Certificates, download: FakeDownload) -> None:
    for number in range(MAX_KEYS + 1):
        certificates.key_for(_url(number))

    certificates.key_for(_url(MAX_KEYS))
    certificates.key_for(_url(0))

    assert download.fetches[_url(MAX_KEYS)] == 1
    assert download.fetches[_url(0)] == 2


def test_the_number_of_cached_refusals_is_limited(certificates: Certificates, download: FakeDownload) -> None:
    download.file = b"<html>"

    for number in [*range(MAX_REFUSALS + 1), MAX_REFUSALS, 0]:
        with pytest.raises(VerificationError, match="certificate-unreadable"):
            certificates.key_for(_url(number))

    assert download.fetches[_url(MAX_REFUSALS)] == 1
    assert download.fetches[_url(0)] == 2


def test_a_flood_of_wrong_addresses_evicts_no_key(certificates: Certificates, download: FakeDownload) -> None:
    certificates.key_for(URL)
    download.file = b"<html>"

    for number in range(2 * MAX_REFUSALS):
        with pytest.raises(VerificationError):
            certificates.key_for(_url(number))
    certificates.key_for(URL)

    assert download.fetches[URL] == 1


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400), timedelta(days=20_000)], ids=str)
def test_a_clock_that_was_wrong_refuses_nothing_once_it_is_set_right(
    certificates: Certificates, world: World, clock: ManualClock, jump: timedelta
) -> None:
    """Every request was refused for 400 days, if the clock was so far ahead when the first one came."""
    clock.set_by(jump)
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)

    clock.set_by(-jump)

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


def test_a_known_key_outlives_a_wrong_clock(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock
) -> None:
    """The certificate host may be unavailable just then."""
    certificates.key_for(URL)
    clock.set_by(timedelta(days=400))
    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)

    clock.set_by(timedelta(days=-400))
    download.errors[URL] = VerificationError("certificate-unreachable")

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


@pytest.mark.parametrize("jump", [timedelta(days=400), timedelta(days=-400)], ids=str)
def test_a_wrong_clock_does_not_change_for_how_long_a_failure_is_remembered(
    certificates: Certificates, download: FakeDownload, clock: ManualClock, jump: timedelta
) -> None:
    """Otherwise each request would fetch, or none would for 400 days."""
    clock.set_by(jump)
    for _ in range(10):
        with pytest.raises(VerificationError):
            certificates.key_for(URL)
    fetches = download.fetches[URL]

    clock.now += REFUSAL_TTL
    with pytest.raises(VerificationError):
        certificates.key_for(URL)

    assert (fetches, download.fetches[URL]) == (1, 2)


def _url(number: int) -> str:
    return f"https://s3.amazonaws.com/echo.api/{number}.pem"


def _chain(world: World, **changes: Any) -> bytes:
    leaf = world.pki.intermediate.issue(world.pki.alexas_key, replace(world.pki.spec, **changes))
    return leaf.pem + world.pki.intermediate.pem
