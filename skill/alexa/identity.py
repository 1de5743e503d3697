"""The store's keys: the progress of a recognised person, or else of the account, never under a raw id."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret that keys the store, and former ones, under which people may still have data."""

    current: str
    former: Sequence[str] = ()

    def key(self, user_id: str, person_id: str | None) -> str:
        return key(self.current, user_id, person_id)

    def former_keys(self, user_id: str, person_id: str | None) -> list[str]:
        return [key(secret, user_id, person_id) for secret in self.former]

    def households(self, user_id: str) -> list[str]:
        """Return the current prefix first."""
        return [household(secret, user_id) for secret in (self.current, *self.former)]

    def renamed(self, user_id: str, person_id: str | None) -> dict[str, str]:
        """Return the current keys of the account and of this person by their former ones."""
        people = (None, person_id) if person_id else (None,)
        return {former: self.key(user_id, person) for person in people for former in self.former_keys(user_id, person)}

    def is_in_household(self, person: str, user_id: str) -> bool:
        """Return True if the key belongs to a person of this account."""
        return person.rpartition(":")[0] in self.households(user_id)


def key(secret: str, user_id: str, person_id: str | None) -> str:
    """Return the store's key. The account comes first, in braces that keep a household on one Redis Cluster slot.

    Ids are hashed with a secret, so that a copy of the store identifies no one.
    """
    who = _hash(secret, f"person:{person_id}") if person_id else "account"
    return f"{household(secret, user_id)}:{who}"


def household(secret: str, user_id: str) -> str:
    """Return the prefix that the keys of an account's people share."""
    return f"trust-steps:{{{_hash(secret, f'account:{user_id}')}}}"


def _hash(secret: str, text: str) -> str:
    keyed = _keyed(secret).copy()
    keyed.update(text.encode("utf-8", "surrogatepass"))
    return urlsafe_b64encode(keyed.digest()[:16]).decode().rstrip("=")


@cache
def _keyed(secret: str) -> hmac.HMAC:
    """Made once, since OpenSSL takes 1% of a turn's CPU to set it up. A copy is cheap."""
    return hmac.new(secret.encode(), digestmod="sha256")
