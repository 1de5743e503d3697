"""Whose progress it is: the recognised person's, else the account's, and never under a raw id."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import blake2b


def key(secret: str, user_id: str, person_id: str | None) -> str:
    """The store's key. The account comes first, in the braces that keep all of a household on one Cluster slot.

    Ids are hashed with a secret, so that a copy of the store names nobody.
    """
    who = _hash(secret, f"person:{person_id}") if person_id else "account"
    return f"{household(secret, user_id)}:{who}"


def household(secret: str, user_id: str) -> str:
    """What the keys of all who share an account begin with."""
    return f"trust-steps:{{{_hash(secret, f'account:{user_id}')}}}"


def _hash(secret: str, text: str) -> str:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), key=_hash_key(secret), digest_size=16).digest()
    return urlsafe_b64encode(digest)[:22].decode()


@lru_cache(maxsize=1)
def _hash_key(secret: str) -> bytes:
    """BLAKE2 (RFC 7693) is a hash with a key by itself; the key has at most 64 bytes, a secret may have more."""
    return blake2b(secret.encode()).digest()
