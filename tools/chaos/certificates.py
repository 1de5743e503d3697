"""Floods of forged requests, and a certificate host that is slow or unavailable."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Final

from cryptography.x509.verification import Store

from skill.alexa.verification.certificates import FETCHES_AT_ONCE, KEY_FRESH_FOR, Certificates
from skill.errors import VerificationError
from speech.simulator.signer import RequestSigner
from tests.support.invalid_requests.stand_ins import ManualClock
from tests.support.process import resident_kilobytes
from tools.chaos import certificate_flood
from tools.chaos.report import Result, Scale, at_most, none

GOOD: Final = "https://s3.amazonaws.com/echo.api/good.pem"
CACHED_MILLISECONDS: Final = 50.0
GROWTH_KILOBYTES: Final = 2_000


class SlowHost:
    """Has one good file. Any other request is answered slowly, and with an error."""

    def __init__(self, authority: RequestSigner) -> None:
        self._authority = authority
        self.fetches = 0
        self.concurrent = 0
        self.most_concurrent = 0
        self.is_unavailable = False
        self.may_answer = Event()

    def __call__(self, url: str) -> bytes:
        self.fetches += 1
        if self.is_unavailable:
            raise VerificationError("certificate-unreachable")
        if url == GOOD:
            return self._authority.chain_pem
        self.concurrent += 1
        self.most_concurrent = max(self.most_concurrent, self.concurrent)
        self.may_answer.wait(10)
        self.concurrent -= 1
        raise VerificationError("certificate-status")


def run(scale: Scale, folder: Path) -> Iterator[Result]:
    now = datetime.now(UTC)
    authority, clock = RequestSigner(now), ManualClock(now)
    host = SlowHost(authority)
    certificates = Certificates(host, Store([authority.root]), clock, monotonic=clock.monotonic)
    certificates.key_for(GOOD)
    flood = [f"https://s3.amazonaws.com/echo.api/{number}.pem" for number in range(scale.of(50_000, 5_000))]
    with ThreadPoolExecutor(16) as threads:
        hanging = [threads.submit(_refusal, certificates, url) for url in flood[:FETCHES_AT_ONCE]]
        while host.concurrent < FETCHES_AT_ONCE:
            pass
        began = monotonic()
        refused = sum(_refusal(certificates, url) == "certificate-busy" for url in flood[FETCHES_AT_ONCE:1_000])
        milliseconds = 1_000 * (monotonic() - began) / len(flood[FETCHES_AT_ONCE:1_000])
        cached = _milliseconds(certificates)
        host.may_answer.set()
        for answer in hanging:
            answer.result(10)
    yield Result(
        "addresses refused immediately while four hang", str(refused), refused == len(flood[FETCHES_AT_ONCE:1_000])
    )
    yield scale.at_most("each of those takes", milliseconds, CACHED_MILLISECONDS, " ms")
    yield scale.at_most("a cached key takes meanwhile", cached, CACHED_MILLISECONDS, " ms")
    before, fetches = resident_kilobytes("self"), host.fetches
    for url in flood:
        _refusal(certificates, url)
    yield Result(f"fetches for a flood of {len(flood)} addresses, one by one", str(host.fetches - fetches))
    yield at_most("concurrent fetches", host.most_concurrent, FETCHES_AT_ONCE)
    yield scale.at_most(
        "memory that the flood leaves behind", resident_kilobytes("self") - before, GROWTH_KILOBYTES, " kB"
    )
    yield from _unavailable(certificates, host, clock)
    yield from certificate_flood.run(scale, folder / "server")


def _unavailable(certificates: Certificates, host: SlowHost, clock: ManualClock) -> Iterator[Result]:
    host.is_unavailable = True
    clock.now += KEY_FRESH_FOR + timedelta(seconds=1)
    fetches = host.fetches
    refused = sum(_refusal(certificates, GOOD) != "" for _ in range(1_000))
    yield none("of 1000 requests refused while the host is unavailable a day later", refused)
    yield at_most("fetches for them", host.fetches - fetches, 1)


def _refusal(certificates: Certificates, url: str) -> str:
    try:
        certificates.key_for(url)
    except VerificationError as error:
        return error.reason
    return ""


def _milliseconds(certificates: Certificates) -> float:
    began = monotonic()
    certificates.key_for(GOOD)
    return 1_000 * (monotonic() - began)
