"""Alexa's signing keys by the address of their certificates: downloaded, verified and cached."""

import logging
import posixpath
import re
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache, partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.alexa.deadline import DeadlinePool
from skill.alexa.ttl_cache import TtlCache
from skill.alexa.verification.chain import SigningKey, verify_chain
from skill.errors import VerificationError

MAX_KEYS = 16
KEY_FRESH_FOR = timedelta(hours=24)
"""Afterwards the key is fetched again, since Amazon may have withdrawn it. While that is not possible, because the host
is unavailable or too many fetches are running, the key is used until its certificates expire, as Amazon allows."""

MAX_REFUSALS = 256
REFUSAL_TTL = timedelta(seconds=10)
FETCHES_AT_ONCE = 4
CLOCK_SET_SECONDS = 60.0
"""A clock that moves by less against the monotonic clock was corrected, not set."""

HOST_UNAVAILABLE = frozenset({"certificate-unreachable", "certificate-late"})

log: Final = logging.getLogger(__name__)

KeyOrReason = SigningKey | str  # a verified key, or the reason why there is none

Defer = Callable[[Future[KeyOrReason]], object]


class Certificates:
    """Thread-safe. A cached key is returned at once, whatever happens at other addresses.

    The first caller for an address fetches it, and others wait for the result, at most `patience` seconds. Failures are
    cached for a short time, so that they cannot be repeated at will, and apart from the keys, so that they evict none.
    While `FETCHES_AT_ONCE` fetches are running, unknown addresses are refused at once. A key that is no longer fresh is
    fetched again by one caller; the others get the old key meanwhile, and so does that one if the host is unavailable.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes],
        roots: Store,
        now: Callable[[], datetime],
        *,
        patience: float = 3.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetch = fetch
        self._roots = roots
        self._now = now
        self._monotonic = monotonic
        self._patience = patience
        self._lock = Lock()
        self._keys = TtlCache[tuple[SigningKey, float]](MAX_KEYS, monotonic)
        self._refusals = TtlCache[tuple[str, float]](MAX_REFUSALS, monotonic)
        self._pending: dict[str, Future[KeyOrReason]] = {}
        self._fetchers = ThreadPoolExecutor(FETCHES_AT_ONCE, thread_name_prefix="certificate fetch")

    def _fetch_in_background(self, url: str) -> None:
        try:
            self._finish_fetch(url)
        except Exception:
            log.exception("a certificate could not be checked")

    def key_for(self, url: str, defer: Defer | None = None) -> RSAPublicKey:
        """Return the key that Alexa signs with; `url` is normalised. Raise VerificationError.

        With `defer`, a fetch runs in a thread of its own. `defer` gets a future, which is done when the key or a reason
        is cached. It raises an exception if the caller should ask again then.
        """
        with self._lock:
            outcome = self._cached(url)
            pending = self._pending.get(url)
            if outcome is None and pending is None:
                self._begin_fetch(url)
                if defer:
                    pending = self._pending[url]
                    self._fetchers.submit(self._fetch_in_background, url)
        if outcome is None and pending and defer:
            defer(pending)
        if outcome is None:
            outcome = self._wait(pending) if pending else self._finish_fetch(url)
        if isinstance(outcome, str):
            raise VerificationError(outcome)
        return outcome.key

    def _cached(self, url: str) -> KeyOrReason | None:
        """None if the address should be fetched."""
        valid, refusal = self._valid(url), self._refusal(url)
        if valid:
            key, fresh_until = valid
            is_fresh = self._monotonic() < fresh_until
            if is_fresh or refusal in HOST_UNAVAILABLE or url in self._pending or self._is_busy:
                return key
        return refusal

    def _valid(self, url: str) -> tuple[SigningKey, float] | None:
        """Return the cached key, and until when it is fresh. None if its certificates are not valid now.

        It stays cached meanwhile, since the clock may be wrong.
        """
        entry = self._keys.get(url)
        return entry if entry and entry[0].valid_from <= self._now() <= entry[0].valid_until else None

    def _refusal(self, url: str) -> str | None:
        """Return the cached reason, None if the clock was set since: the certificates may be valid by its new time."""
        reason, offset = self._refusals.get(url) or (None, 0.0)
        return reason if abs(self._clock_offset() - offset) < CLOCK_SET_SECONDS else None

    def _clock_offset(self) -> float:
        """Return by how much the system clock is ahead of the monotonic clock: it changes when the clock is set."""
        return self._now().timestamp() - self._monotonic()

    @property
    def _is_busy(self) -> bool:
        return len(self._pending) >= FETCHES_AT_ONCE

    def _begin_fetch(self, url: str) -> None:
        if self._is_busy:
            raise VerificationError("certificate-busy")
        self._pending[url] = Future()

    def _wait(self, pending: "Future[KeyOrReason]") -> KeyOrReason:
        try:
            return pending.result(self._patience)
        except TimeoutError:
            raise VerificationError("certificate-busy") from None

    def _finish_fetch(self, url: str) -> KeyOrReason:
        outcome: KeyOrReason = "certificate-failed"
        try:
            outcome = verify_chain(self._fetch(url), self._roots, self._now())
        except VerificationError as refusal:
            outcome = refusal.reason
        finally:
            with self._lock:
                outcome = self._cache(url, outcome)
                self._pending.pop(url).set_result(outcome)
        return outcome

    def _cache(self, url: str, outcome: KeyOrReason) -> KeyOrReason:
        """Return the outcome, or the old key if the host is unavailable."""
        if not isinstance(outcome, str):
            entry = outcome, self._monotonic() + KEY_FRESH_FOR.total_seconds()
            self._keys.put(url, entry, outcome.valid_until - self._now())
            return outcome
        self._refusals.put(url, (outcome, self._clock_offset()), REFUSAL_TTL)
        valid = self._valid(url)
        if valid and outcome in HOST_UNAVAILABLE:
            return valid[0]
        if valid:
            self._keys.drop(url)
        return outcome


class Downloader:
    """Downloads files from one host, without redirects or proxies.

    `seconds` limits the whole download, including name look-up.
    """

    def __init__(
        self,
        tls: ssl.SSLContext,
        *,
        host: str = "s3.amazonaws.com",
        port: int = 443,
        seconds: float = 2.0,
        max_bytes: int = 64 * 1024,
    ) -> None:
        self._tls = tls
        self._address = host, port
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._workers = DeadlinePool(FETCHES_AT_ONCE, "certificate")

    def __call__(self, url: str) -> bytes:
        """Download the path of `url` from this host. Raise VerificationError."""
        host, port = self._address
        connection = HTTPSConnection(host, port, timeout=2 * self._seconds, context=self._tls)
        exchange = partial(_download, urlsplit(url).path, self._max_bytes)
        try:
            return self._workers.run(connection, exchange, self._seconds)
        except TimeoutError:
            raise VerificationError("certificate-late") from None
        except (OSError, HTTPException) as error:
            raise VerificationError("certificate-unreachable") from error


def _download(path: str, max_bytes: int, connection: HTTPConnection) -> bytes:
    connection.request("GET", path)
    with connection.getresponse() as response:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:  # says nothing about the certificate
            raise VerificationError("certificate-unreachable")
        if response.status != HTTPStatus.OK:
            raise VerificationError("certificate-status")
        content = response.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise VerificationError("certificate-too-large")
    return content


ORIGIN = "https://s3.amazonaws.com"
FOLDER = "/echo.api/"
MAX_LENGTH = 1_024

_SAFE_URL = re.compile(
    r"(?i:https://s3\.amazonaws\.com)(?::443)?(?P<path>/[A-Za-z0-9!_.*'()/-]*)",
    re.ASCII,  # otherwise a long s matches an s
)


@lru_cache(maxsize=16)
def normalise(url: str) -> str:
    """Return the address in its canonical form, the only form that is ever fetched. Raise VerificationError.

    Amazon's rule ("Host a Custom Skill as a Web Service"): with dot segments resolved, the protocol is HTTPS, the host
    is s3.amazonaws.com, the port is 443 if there is one, and the path begins with /echo.api/, in this case. Beyond the
    rule, the path may contain only what the S3 guide calls safe characters, which every parser reads the same way. So
    user names, queries, fragments, percent escapes, backslashes, spaces and control characters are refused.
    """
    match = _SAFE_URL.fullmatch(url) if len(url) <= MAX_LENGTH else None
    path = posixpath.normpath(match["path"]) if match else ""
    if not path.startswith(FOLDER):
        raise VerificationError("certificate-url")
    return ORIGIN + path
