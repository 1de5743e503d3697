"""Alexa's signing keys by address: fetched seldom, remembered only once they are proven."""

import posixpath
import re
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import lru_cache, partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Lock
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.alexa.deadline import DeadlinePool
from skill.alexa.ttl_cache import TtlCache
from skill.alexa.verification.chain import SigningKey, verify_chain
from skill.errors import VerificationError

KEYS_KEPT = 16
KEY_FRESH_FOR = timedelta(hours=24)
"""Then it is looked for again: a key that Amazon took away must go. While that cannot be known, for its host is away or
too many others are asked for, it goes on as long as its certificates are valid, which is all that Amazon asks for."""

REFUSALS_KEPT = 256
REFUSAL_KEPT_FOR = timedelta(seconds=10)
FETCHES_AT_ONCE = 4
HOST_IS_AWAY = frozenset({"certificate-unreachable", "certificate-late"})

KeyOrReason = SigningKey | str  # a proven key, or the reason why there is none


class Certificates:
    """Answers for a known address at once, whatever happens at other addresses.

    Whoever asks first for an address fetches it; others wait for that answer, at most `patience` seconds.
    Failures are remembered for a short time, apart from the keys: they cannot be repeated at will, and push no key
    out. While `FETCHES_AT_ONCE` addresses are under way, unknown ones are refused at once and hold up nobody.
    A key that is due to be looked for again serves everybody but who looks, and that one too where the host is away;
    it is looked for by whoever asks first once an address may be fetched.
    """

    def __init__(
        self,
        fetch: Callable[[str], bytes],
        roots: Store,
        now: Callable[[], datetime],
        *,
        patience: float = 3.0,
    ) -> None:
        self._fetch = fetch
        self._roots = roots
        self._now = now
        self._patience = patience
        self._lock = Lock()
        self._keys = TtlCache[tuple[SigningKey, datetime]](KEYS_KEPT)
        self._refusals = TtlCache[str](REFUSALS_KEPT)
        self._under_way: dict[str, Future[KeyOrReason]] = {}

    def key_for(self, url: str) -> RSAPublicKey:
        """Find the key that Alexa signs with; `url` is normalised. Raises VerificationError."""
        with self._lock:
            outcome = self._remembered(url)
            pending = self._under_way.get(url)
            if outcome is None and pending is None:
                self._begin(url)
        if outcome is None:
            outcome = self._wait(pending) if pending else self._finish(url)
        if isinstance(outcome, str):
            raise VerificationError(outcome)
        return outcome.key

    def _remembered(self, url: str) -> KeyOrReason | None:
        """None where it is time to look."""
        now = self._now()
        key, refusal = self._valid(url, now), self._refusals.get(url, now)
        if key and (now < key[1] or refusal in HOST_IS_AWAY or url in self._under_way or self._is_busy):
            return key[0]
        return refusal

    def _valid(self, url: str, now: datetime) -> tuple[SigningKey, datetime] | None:
        """The key that is known, and until when it need not be looked for."""
        known = self._keys.get(url, now)
        return known if known and known[0].is_valid(now) else None

    @property
    def _is_busy(self) -> bool:
        return len(self._under_way) >= FETCHES_AT_ONCE

    def _begin(self, url: str) -> None:
        if self._is_busy:
            raise VerificationError("certificate-busy")
        self._under_way[url] = Future()

    def _wait(self, pending: "Future[KeyOrReason]") -> KeyOrReason:
        try:
            return pending.result(self._patience)
        except TimeoutError:
            raise VerificationError("certificate-busy") from None

    def _finish(self, url: str) -> KeyOrReason:
        outcome: KeyOrReason = "certificate-failed"
        try:
            outcome = verify_chain(self._fetch(url), self._roots, self._now())
        except VerificationError as refusal:
            outcome = refusal.reason
        finally:
            with self._lock:
                outcome = self._remember(url, outcome)
                self._under_way.pop(url).set_result(outcome)
        return outcome

    def _remember(self, url: str, outcome: KeyOrReason) -> KeyOrReason:
        """What now holds: the outcome, or what was known before where the host is away."""
        now = self._now()
        if not isinstance(outcome, str):
            self._keys.put(url, (outcome, now + KEY_FRESH_FOR), outcome.valid_until)
            return outcome
        self._refusals.put(url, outcome, now + REFUSAL_KEPT_FOR)
        known = self._valid(url, now)
        if known and outcome in HOST_IS_AWAY:
            return known[0]
        self._keys.drop(url)
        return outcome


ORIGIN = "https://s3.amazonaws.com"
FOLDER = "/echo.api/"
LONGEST = 1_024

_PLAIN = re.compile(
    r"(?i:https://s3\.amazonaws\.com)(?::443)?(?P<path>/[A-Za-z0-9!_.*'()/-]*)",
    re.ASCII,  # else a long s would pass for an s
)


@lru_cache(maxsize=16)
def normalise(url: str) -> str:
    """Write the address as we would write it ourselves, the only form that is ever fetched.

    Amazon's rule ("Host a Custom Skill as a Web Service"): with dot segments resolved it is HTTPS, on
    s3.amazonaws.com, on port 443 if any is given, and its path begins with /echo.api/ in just that case. Beyond
    the rule, a path may hold only what the S3 guide calls safe characters, which no two readers take differently.
    So user names, queries, fragments, percent escapes, backslashes, blanks and control characters have no way in.
    Raises VerificationError.
    """
    written = _PLAIN.fullmatch(url) if len(url) <= LONGEST else None
    path = posixpath.normpath(written["path"]) if written else ""
    if not path.startswith(FOLDER):
        raise VerificationError("certificate-url")
    return ORIGIN + path


WORKERS = 4


class Downloader:
    """Fetches what lies at a path of one host, without redirects or proxies.

    `seconds` bounds the whole download, name look-up included.
    """

    def __init__(
        self,
        tls: ssl.SSLContext,
        *,
        host: str = "s3.amazonaws.com",
        port: int = 443,
        seconds: float = 2.0,
        most_bytes: int = 64 * 1024,
    ) -> None:
        self._tls = tls
        self._address = host, port
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._workers = DeadlinePool(WORKERS, "certificate")

    def __call__(self, url: str) -> bytes:
        """Read the path of `url` from this host. Raises VerificationError."""
        host, port = self._address
        connection = HTTPSConnection(host, port, timeout=2 * self._seconds, context=self._tls)
        content = partial(_content, urlsplit(url).path, self._most_bytes)
        try:
            return self._workers.ask(connection, content, self._seconds)
        except TimeoutError:
            raise VerificationError("certificate-late") from None
        except (OSError, HTTPException) as error:
            raise VerificationError("certificate-unreachable") from error


def _content(path: str, most_bytes: int, connection: HTTPConnection) -> bytes:
    connection.request("GET", path)
    with connection.getresponse() as response:
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise VerificationError(
                "certificate-unreachable"
            )  # the host is not well, which says nothing of the certificate
        if response.status != HTTPStatus.OK:
            raise VerificationError("certificate-status")
        content = response.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise VerificationError("certificate-too-large")
    return content
