"""All that it takes to send a genuine request, and so to send one that is wrong in a single thing."""

import base64
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import DNSName
from cryptography.x509.verification import Store

from skill.alexa.verification import trust_store
from skill.alexa.verification.certificates import Certificates, Downloader
from skill.alexa.verification.verifier import Verifier
from tests.support.invalid_requests.certificate_host import Answer, CertificateHost, open_host, sends
from tests.support.invalid_requests.pki import Key, Pki

SKILL = "amzn1.ask.skill.11111111-1111-1111-1111-111111111111"
SECOND_SKILL = "amzn1.ask.skill.22222222-2222-2222-2222-222222222222"
OTHER_SKILL = "amzn1.ask.skill.99999999-9999-9999-9999-999999999999"
HOST = "localhost"
FOLDER = "https://s3.amazonaws.com/echo.api/"

Request = tuple[dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Forgery:
    """A request that is refused for `reason`, and would be accepted but for what `name` says."""

    name: str
    reason: str
    make: "Make"


class World:
    """A time, a trusted chain, and the host that it lies on; a genuine request is `request()`."""

    def __init__(self, pki: Pki, host: CertificateHost, lines: dict[str, Downloader], now: datetime) -> None:
        self.pki = pki
        self.host = host
        self.now = now
        self._lines = lines
        self._numbers = count()
        self._line_of: dict[str, Downloader] = {}
        self.chain = pki.alexa.pem + pki.intermediate.pem
        self.url = self.publish(sends(self.chain))

    def publish(self, answer: Answer, line: str = "good") -> str:
        """Put `answer` at an address of its own, so that no other request has asked there before."""
        file = f"{next(self._numbers)}.pem"
        self.host.answers[f"/echo.api/{file}"] = answer
        self._line_of[FOLDER + file] = self._lines[line]
        return FOLDER + file

    def fetch(self, url: str) -> bytes:
        return self._line_of[url](url)

    def visits(self, url: str) -> int:
        return self.host.visits[urlsplit(url).path]

    def certificates(self) -> Certificates:
        return Certificates(self.fetch, Store([self.pki.root.certificate]), lambda: self.now)

    def verifier(self) -> Verifier:
        return Verifier(self.certificates(), {SKILL, SECOND_SKILL}.__contains__, lambda: self.now)

    def envelope(self) -> dict[str, Any]:
        return {
            "version": "1.0",
            "session": {"new": True, "sessionId": "session", "application": {"applicationId": SKILL}},
            "context": {"System": {"application": {"applicationId": SKILL}, "user": {"userId": "user"}}},
            "request": {
                "type": "LaunchRequest",
                "requestId": "request",
                "timestamp": self.now.isoformat(),
                "locale": "en-US",
            },
        }

    def request(self, body: bytes | None = None, *, url: str | None = None, key: Key | None = None) -> Request:
        body = json.dumps(self.envelope()).encode() if body is None else body
        headers = {
            "Content-Type": "application/json;charset=utf-8",
            "SignatureCertChainUrl": url or self.url,
            "Signature-256": base64.b64encode(signature(key or self.pki.alexas_key, body)).decode(),
        }
        return headers, body

    def serving(self, file: bytes, key: Key | None = None) -> Request:
        """Sign a request whose certificate url leads to `file`."""
        return self.request(url=self.publish(sends(file)), key=key)


Make = Callable[[World], Request]


def refused(reason: str, makes: dict[str, Make]) -> tuple[Forgery, ...]:
    return tuple(Forgery(name, reason, make) for name, make in makes.items())


def signature(key: Key, body: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(body, ec.ECDSA(SHA256()))
    return key.sign(body, PKCS1v15(), SHA256())


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    now = datetime.now(UTC).replace(microsecond=0)
    pki = Pki(now)
    holder = pki.intermediate.certify(pki.elliptic_key, replace(pki.wish, names=(DNSName(HOST),)))
    with open_host(holder, folder) as host, socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        yield World(pki, host, _lines(pki, host.server_port, deaf.getsockname()[1]), now)


def _lines(pki: Pki, port: int, deaf_port: int) -> dict[str, Downloader]:
    tls = ssl.create_default_context(cadata=pki.root.pem.decode() + pki.intermediate.pem.decode())
    return {
        "good": Downloader(tls, host=HOST, port=port, seconds=10),
        "brisk": Downloader(tls, host=HOST, port=port, seconds=1),
        "impatient": Downloader(tls, host=HOST, port=port, seconds=0.2),
        "distrusting": Downloader(trust_store.tls(), host=HOST, port=port),
        "misnamed": Downloader(tls, host="127.0.0.1", port=port),
        "dead": Downloader(tls, host=HOST, port=deaf_port),
    }
