from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import FETCHES_AT_ONCE, KEY_FRESH_FOR, Certificates
from skill.errors import VerificationError
from tests.support.invalid_requests.stand_ins import Clock, Files
from tests.support.invalid_requests.world import World

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.fixture
def threads(files: Files) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as threads:
        yield threads
        files.may_go_on.set()


def test_requests_at_the_same_moment_share_one_fetch(
    certificates: Certificates, files: Files, world: World, threads: ThreadPoolExecutor
) -> None:
    together = Barrier(17, timeout=10)
    files.slow.add(URL)

    def ask() -> object:
        together.wait()
        return certificates.key_for(URL)

    answers = [threads.submit(ask) for _ in range(16)]
    together.wait()
    files.asked.acquire(timeout=10)
    files.may_go_on.set()

    assert [answer.result(10) for answer in answers] == [world.pki.alexas_key.public_key()] * 16
    assert files.fetches == {URL: 1}


def test_requests_at_the_same_moment_share_one_refusal(
    certificates: Certificates, files: Files, threads: ThreadPoolExecutor
) -> None:
    files.slow.add(URL)
    files.errors[URL] = VerificationError("certificate-status")

    answers = [threads.submit(certificates.key_for, URL) for _ in range(16)]
    files.asked.acquire(timeout=10)
    files.may_go_on.set()

    assert {str(answer.exception(10)) for answer in answers} == {"certificate-status"}
    assert files.fetches == {URL: 1}


def test_nobody_waits_for_another_without_end(
    files: Files, world: World, clock: Clock, threads: ThreadPoolExecutor
) -> None:
    hasty = Certificates(files, Store([world.pki.root.certificate]), clock, patience=0.01)
    files.slow.add(URL)
    first = threads.submit(hasty.key_for, URL)
    files.asked.acquire(timeout=10)

    with pytest.raises(VerificationError, match="certificate-busy"):
        hasty.key_for(URL)

    files.may_go_on.set()
    assert first.result(10) == world.pki.alexas_key.public_key()


def test_a_known_address_answers_while_others_hang(
    certificates: Certificates, files: Files, world: World, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    _hang(certificates, files, threads)

    key = certificates.key_for(URL)

    assert key == world.pki.alexas_key.public_key()


def test_a_key_that_is_looked_for_again_serves_everybody_meanwhile(
    certificates: Certificates, files: Files, world: World, clock: Clock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    clock.now += KEY_FRESH_FOR
    files.slow.add(URL)
    looking = threads.submit(certificates.key_for, URL)
    files.asked.acquire(timeout=10)

    keys = [certificates.key_for(URL) for _ in range(16)]

    files.may_go_on.set()
    assert [*keys, looking.result(10)] == [world.pki.alexas_key.public_key()] * 17
    assert files.fetches[URL] == 2


def test_a_key_that_is_due_serves_while_others_hang_and_is_looked_for_once_they_are_done(
    certificates: Certificates, files: Files, world: World, clock: Clock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    clock.now += KEY_FRESH_FOR
    hanging = _hang(certificates, files, threads)

    meanwhile = [answer.result(10) for answer in [threads.submit(certificates.key_for, URL) for _ in range(16)]]
    fetched_meanwhile = files.fetches[URL]
    files.may_go_on.set()
    for answer in hanging:
        answer.result(10)
    later = certificates.key_for(URL)

    assert [*meanwhile, later] == [world.pki.alexas_key.public_key()] * 17
    assert (fetched_meanwhile, files.fetches[URL]) == (1, 2)


def test_a_key_whose_certificates_end_while_others_hang_is_refused(
    certificates: Certificates, files: Files, world: World, clock: Clock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    _hang(certificates, files, threads)

    clock.now = world.pki.wish.end + KEY_FRESH_FOR

    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)


def test_one_more_address_is_refused_at_once_while_too_many_hang(
    certificates: Certificates, files: Files, threads: ThreadPoolExecutor
) -> None:
    _hang(certificates, files, threads)

    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)

    assert files.fetches[URL] == 0


def test_an_address_refused_because_too_many_hang_is_fetched_once_they_are_done(
    certificates: Certificates, files: Files, world: World, threads: ThreadPoolExecutor
) -> None:
    hanging = _hang(certificates, files, threads)
    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)
    files.may_go_on.set()
    for answer in hanging:
        answer.result(10)

    key = certificates.key_for(URL)

    assert key == world.pki.alexas_key.public_key()


def _hang(certificates: Certificates, files: Files, threads: ThreadPoolExecutor) -> list[Future[RSAPublicKey]]:
    """Let as many addresses hang as may be fetched at a time."""
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(FETCHES_AT_ONCE)]
    files.slow.update(urls)
    answers = [threads.submit(certificates.key_for, url) for url in urls]
    for _ in urls:
        files.asked.acquire(timeout=10)
    return answers
