from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from skill.alexa.verification.certificates import (
    KEY_FRESH_FOR,
    MAX_KEYS,
    REFUSAL_TTL,
    MAX_REFUSALS,
    Certificates,
)
from skill.errors import VerificationError
from tests.support.invalid_requests.stand_ins import Clock, Files
from tests.support.invalid_requests.world import World

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
SECOND = timedelta(seconds=1)


def test_an_address_is_fetched_once_for_many_requests(certificates: Certificates, files: Files, world: World) -> None:
    keys = [certificates.key_for(URL) for _ in range(100)]

    assert keys == [world.pki.alexas_key.public_key()] * 100
    assert files.fetches == {URL: 1}


def test_a_key_is_kept_for_a_day(certificates: Certificates, files: Files, clock: Clock) -> None:
    certificates.key_for(URL)

    clock.now += KEY_FRESH_FOR - SECOND
    certificates.key_for(URL)

    assert files.fetches[URL] == 1


def test_a_key_is_fetched_again_after_a_day(certificates: Certificates, files: Files, clock: Clock) -> None:
    certificates.key_for(URL)

    clock.now += KEY_FRESH_FOR
    certificates.key_for(URL)

    assert files.fetches[URL] == 2


@pytest.mark.parametrize("reason", ["certificate-unreachable", "certificate-late"])
def test_a_key_goes_on_while_its_host_is_away_and_is_looked_for_seldom(
    certificates: Certificates, files: Files, world: World, clock: Clock, reason: str
) -> None:
    certificates.key_for(URL)
    files.errors[URL] = VerificationError(reason)

    clock.now += KEY_FRESH_FOR
    keys = [certificates.key_for(URL) for _ in range(10)]

    assert keys == [world.pki.alexas_key.public_key()] * 10
    assert files.fetches[URL] == 2


def test_a_key_whose_host_is_away_ends_with_its_certificates(
    certificates: Certificates, files: Files, world: World, clock: Clock
) -> None:
    files.file = _chain(world, end=world.now + 2 * KEY_FRESH_FOR)
    certificates.key_for(URL)
    files.errors[URL] = VerificationError("certificate-unreachable")

    clock.now += 2 * KEY_FRESH_FOR + SECOND

    with pytest.raises(VerificationError, match="certificate-unreachable"):
        certificates.key_for(URL)


def test_a_key_that_its_host_has_no_more_ends_then(certificates: Certificates, files: Files, clock: Clock) -> None:
    certificates.key_for(URL)
    files.errors[URL] = VerificationError("certificate-status")

    clock.now += KEY_FRESH_FOR

    for _ in range(2):
        with pytest.raises(VerificationError, match="certificate-status"):
            certificates.key_for(URL)
        clock.now += REFUSAL_TTL


def test_a_key_is_not_used_when_its_certificate_ends_within_the_day(
    certificates: Certificates, files: Files, world: World, clock: Clock
) -> None:
    files.file = _chain(world, end=world.now + SECOND)
    certificates.key_for(URL)

    clock.now += 2 * SECOND

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)


def test_a_key_is_not_used_when_the_clock_is_set_back_before_its_beginning(
    certificates: Certificates, files: Files, world: World, clock: Clock
) -> None:
    files.file = _chain(world, start=world.now - SECOND)
    certificates.key_for(URL)

    clock.now -= 2 * SECOND

    with pytest.raises(VerificationError, match="certificate-untrusted"):
        certificates.key_for(URL)


def test_a_key_that_failed_is_not_fetched_again_at_once(certificates: Certificates, files: Files, clock: Clock) -> None:
    files.errors[URL] = VerificationError("certificate-unreachable")

    for _ in range(3):
        with pytest.raises(VerificationError, match="certificate-unreachable"):
            certificates.key_for(URL)
        clock.now += REFUSAL_TTL / 4

    assert files.fetches[URL] == 1


def test_a_key_that_failed_is_found_when_the_host_is_back(
    certificates: Certificates, files: Files, world: World, clock: Clock
) -> None:
    files.errors[URL] = VerificationError("certificate-unreachable")
    with pytest.raises(VerificationError):
        certificates.key_for(URL)
    files.errors.clear()

    clock.now += REFUSAL_TTL

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


def test_a_file_that_proves_nothing_is_not_fetched_again_at_once(certificates: Certificates, files: Files) -> None:
    files.file = b"<html>"

    for _ in range(3):
        with pytest.raises(VerificationError, match="certificate-unreadable"):
            certificates.key_for(URL)

    assert files.fetches[URL] == 1


def test_an_error_nobody_thought_of_does_not_block_its_address(
    certificates: Certificates, files: Files, world: World, clock: Clock
) -> None:
    files.errors[URL] = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        certificates.key_for(URL)
    with pytest.raises(VerificationError, match="certificate-failed"):
        certificates.key_for(URL)
    files.errors.clear()

    clock.now += REFUSAL_TTL

    assert certificates.key_for(URL) == world.pki.alexas_key.public_key()


def test_only_so_many_keys_are_kept(certificates: Certificates, files: Files) -> None:
    for number in range(MAX_KEYS + 1):
        certificates.key_for(_url(number))

    certificates.key_for(_url(MAX_KEYS))
    certificates.key_for(_url(0))

    assert files.fetches[_url(MAX_KEYS)] == 1
    assert files.fetches[_url(0)] == 2


def test_only_so_many_refusals_are_kept(certificates: Certificates, files: Files) -> None:
    files.file = b"<html>"

    for number in [*range(MAX_REFUSALS + 1), MAX_REFUSALS, 0]:
        with pytest.raises(VerificationError, match="certificate-unreadable"):
            certificates.key_for(_url(number))

    assert files.fetches[_url(MAX_REFUSALS)] == 1
    assert files.fetches[_url(0)] == 2


def test_a_flood_of_wrong_addresses_pushes_no_key_out(certificates: Certificates, files: Files) -> None:
    certificates.key_for(URL)
    files.file = b"<html>"

    for number in range(2 * MAX_REFUSALS):
        with pytest.raises(VerificationError):
            certificates.key_for(_url(number))
    certificates.key_for(URL)

    assert files.fetches[URL] == 1


def _url(number: int) -> str:
    return f"https://s3.amazonaws.com/echo.api/{number}.pem"


def _chain(world: World, **wishes: Any) -> bytes:
    leaf = world.pki.intermediate.certify(world.pki.alexas_key, replace(world.pki.wish, **wishes))
    return leaf.pem + world.pki.intermediate.pem
