"""Whose progress it is: the recognised person's, else the account's, and never under a raw id."""

import hmac
from base64 import urlsafe_b64encode


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
    digest = hmac.digest(secret.encode(), text.encode("utf-8", "surrogatepass"), "sha256")
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")
