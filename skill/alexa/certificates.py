"""Alexa's signing keys by address: fetched seldom, remembered only once they are proven."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from threading import Lock

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509.verification import Store

from skill.alexa.shelf import Shelf
from skill.alexa.signing_key import SigningKey, examine
from skill.errors import NotAlexa

KEYS_KEPT = 16
KEY_KEPT_FOR = timedelta(hours=24)
REFUSALS_KEPT = 256
REFUSAL_KEPT_FOR = timedelta(seconds=10)
FETCHES_AT_ONCE = 4

Outcome = SigningKey | str  # a proven key, or the reason why there is none


class Certificates:
    """Answers for a known address at once, whatever happens at other addresses.

    Whoever asks first for an address fetches it; others wait for that answer, at most `patience` seconds.
    Failures are remembered for a short time, apart from the keys: they cannot be repeated at will, and push no key
    out. While `FETCHES_AT_ONCE` addresses are under way, further ones are refused at once and hold up nobody.
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
        self._keys = Shelf[SigningKey](KEYS_KEPT)
        self._refusals = Shelf[str](REFUSALS_KEPT)
        self._under_way: dict[str, Future[Outcome]] = {}

    def key_for(self, url: str) -> RSAPublicKey:
        """Find the key that Alexa signs with; `url` is normalised. Raises NotAlexa."""
        with self._lock:
            outcome = self._remembered(url)
            pending = self._under_way.get(url)
            if outcome is None and pending is None:
                self._begin(url)
        if outcome is None:
            outcome = self._wait(pending) if pending else self._finish(url)
        if isinstance(outcome, str):
            raise NotAlexa(outcome)
        return outcome.key

    def _remembered(self, url: str) -> Outcome | None:
        now = self._now()
        known = self._keys.get(url, now)
        return known if known and known.is_valid(now) else self._refusals.get(url, now)

    def _begin(self, url: str) -> None:
        if len(self._under_way) >= FETCHES_AT_ONCE:
            raise NotAlexa("certificate-busy")
        self._under_way[url] = Future()

    def _wait(self, pending: "Future[Outcome]") -> Outcome:
        try:
            return pending.result(self._patience)
        except TimeoutError:
            raise NotAlexa("certificate-busy") from None

    def _finish(self, url: str) -> Outcome:
        outcome: Outcome = "certificate-failed"
        try:
            outcome = examine(self._fetch(url), self._roots, self._now())
        except NotAlexa as refusal:
            outcome = refusal.reason
        finally:
            with self._lock:
                self._remember(url, outcome)
                self._under_way.pop(url).set_result(outcome)
        return outcome

    def _remember(self, url: str, outcome: Outcome) -> None:
        now = self._now()
        if isinstance(outcome, str):
            self._refusals.put(url, outcome, now + REFUSAL_KEPT_FOR)
        else:
            self._keys.put(url, outcome, now + KEY_KEPT_FOR)
