from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import FETCHES_AT_ONCE, KEY_FRESH_FOR, Certificates
from skill.errors import VerificationError
from tests.support.invalid_requests.stand_ins import FakeDownload, ManualClock
from tests.support.invalid_requests.world import World

URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.fixture
def threads(download: FakeDownload) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(32) as threads:
        yield threads
        download.slow_may_finish.set()


def test_requests_at_the_same_moment_share_one_fetch(
    certificates: Certificates, download: FakeDownload, world: World, threads: ThreadPoolExecutor
) -> None:
    together = Barrier(17, timeout=10)
    download.slow.add(URL)

    def ask() -> object:
        together.wait()
        return certificates.key_for(URL)

    answers = [threads.submit(ask) for _ in range(16)]
    together.wait()
    download.slow_started.acquire(timeout=10)
    download.slow_may_finish.set()

    assert [answer.result(10) for answer in answers] == [world.pki.alexas_key.public_key()] * 16
    assert download.fetches == {URL: 1}


def test_requests_at_the_same_moment_share_one_refusal(
    certificates: Certificates, download: FakeDownload, threads: ThreadPoolExecutor
) -> None:
    download.slow.add(URL)
    download.errors[URL] = VerificationError("certificate-status")

    answers = [threads.submit(certificates.key_for, URL) for _ in range(16)]
    download.slow_started.acquire(timeout=10)
    download.slow_may_finish.set()

    assert {str(answer.exception(10)) for answer in answers} == {"certificate-status"}
    assert download.fetches == {URL: 1}


def test_waiting_for_the_fetch_of_another_request_has_a_limit(
    download: FakeDownload, world: World, clock: ManualClock, threads: ThreadPoolExecutor
) -> None:
    impatient = Certificates(download, Store([world.pki.root.certificate]), clock, patience=0.01)
    download.slow.add(URL)
    first = threads.submit(impatient.key_for, URL)
    download.slow_started.acquire(timeout=10)

    with pytest.raises(VerificationError, match="certificate-busy"):
        impatient.key_for(URL)

    download.slow_may_finish.set()
    assert first.result(10) == world.pki.alexas_key.public_key()


def test_a_cached_key_is_returned_while_other_fetches_hang(
    certificates: Certificates, download: FakeDownload, world: World, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    _hang(certificates, download, threads)

    key = certificates.key_for(URL)

    assert key == world.pki.alexas_key.public_key()


def test_the_old_key_is_used_while_it_is_fetched_again(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    clock.now += KEY_FRESH_FOR
    download.slow.add(URL)
    refetch = threads.submit(certificates.key_for, URL)
    download.slow_started.acquire(timeout=10)

    keys = [certificates.key_for(URL) for _ in range(16)]

    download.slow_may_finish.set()
    assert [*keys, refetch.result(10)] == [world.pki.alexas_key.public_key()] * 17
    assert download.fetches[URL] == 2


def test_a_stale_key_is_used_while_too_many_fetches_hang_and_is_fetched_again_afterwards(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    clock.now += KEY_FRESH_FOR
    hanging = _hang(certificates, download, threads)

    meanwhile = [answer.result(10) for answer in [threads.submit(certificates.key_for, URL) for _ in range(16)]]
    fetched_meanwhile = download.fetches[URL]
    download.slow_may_finish.set()
    for answer in hanging:
        answer.result(10)
    later = certificates.key_for(URL)

    assert [*meanwhile, later] == [world.pki.alexas_key.public_key()] * 17
    assert (fetched_meanwhile, download.fetches[URL]) == (1, 2)


def test_a_key_whose_certificates_expire_while_too_many_fetches_hang_is_refused(
    certificates: Certificates, download: FakeDownload, world: World, clock: ManualClock, threads: ThreadPoolExecutor
) -> None:
    certificates.key_for(URL)
    _hang(certificates, download, threads)

    clock.now = world.pki.spec.end + KEY_FRESH_FOR

    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)


def test_another_address_is_refused_at_once_while_too_many_fetches_hang(
    certificates: Certificates, download: FakeDownload, threads: ThreadPoolExecutor
) -> None:
    _hang(certificates, download, threads)

    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)

    assert download.fetches[URL] == 0


def test_an_address_refused_while_too_many_fetches_hang_is_fetched_afterwards(
    certificates: Certificates, download: FakeDownload, world: World, threads: ThreadPoolExecutor
) -> None:
    hanging = _hang(certificates, download, threads)
    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL)
    download.slow_may_finish.set()
    for answer in hanging:
        answer.result(10)

    key = certificates.key_for(URL)

    assert key == world.pki.alexas_key.public_key()


def _hang(
    certificates: Certificates, download: FakeDownload, threads: ThreadPoolExecutor
) -> list[Future[RSAPublicKey]]:
    """Start as many slow fetches as are allowed at a time."""
    urls = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(FETCHES_AT_ONCE)]
    download.slow.update(urls)
    answers = [threads.submit(certificates.key_for, url) for url in urls]
    for _ in urls:
        download.slow_started.acquire(timeout=10)
    return answers


def test_a_caller_that_defers_does_not_wait_and_finds_the_key_afterwards(
    certificates: Certificates, download: FakeDownload, world: World
) -> None:
    """Otherwise made-up addresses would hold the threads that answer people whose key is known."""
    download.slow.add(URL)
    futures: list[Future[Any]] = []

    for _ in range(2):
        with pytest.raises(InterruptedError):
            certificates.key_for(URL, lambda future: _interrupt(futures, future))
    unfinished = [future.done() for future in futures]
    download.slow_may_finish.set()
    for future in futures:
        future.result(10)

    assert unfinished == [False, False]
    assert certificates.key_for(URL, _fail) == world.pki.alexas_key.public_key()
    assert download.fetches == {URL: 1}


def test_a_caller_that_defers_is_refused_while_too_many_fetches_hang(
    certificates: Certificates, download: FakeDownload, threads: ThreadPoolExecutor
) -> None:
    hanging = _hang(certificates, download, threads)

    with pytest.raises(VerificationError, match="certificate-busy"):
        certificates.key_for(URL, _fail)

    download.slow_may_finish.set()
    for answer in hanging:
        answer.result(10)


def test_an_unexpected_error_in_a_deferred_fetch_does_not_block_its_address(
    certificates: Certificates, download: FakeDownload
) -> None:
    download.errors[URL] = ZeroDivisionError()
    futures: list[Future[Any]] = []
    with pytest.raises(InterruptedError):
        certificates.key_for(URL, lambda future: _interrupt(futures, future))
    futures[0].result(10)

    with pytest.raises(VerificationError, match="certificate-failed"):
        certificates.key_for(URL, _fail)


def _interrupt(futures: list[Future[Any]], future: Future[Any]) -> None:
    futures.append(future)
    raise InterruptedError


def _fail(future: Future[Any]) -> None:
    raise AssertionError
