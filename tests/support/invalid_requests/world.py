"""What a genuine request needs, so that an invalid one can differ from it in a single way."""

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

from skill.alexa.verification.certificates import Certificates, Downloader
from skill.alexa.verification.chain import tls_context
from skill.alexa.verification.verifier import Verifier
from tests.support.invalid_requests.certificate_host import CertificateHost, CertificateResponse, open_host, sends
from tests.support.invalid_requests.pki import Key, Pki

SKILL = "amzn1.ask.skill.11111111-1111-1111-1111-111111111111"
SECOND_SKILL = "amzn1.ask.skill.22222222-2222-2222-2222-222222222222"
OTHER_SKILL = "amzn1.ask.skill.99999999-9999-9999-9999-999999999999"
HOST = "localhost"
FOLDER = "https://s3.amazonaws.com/echo.api/"

Request = tuple[dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class InvalidRequest:
    """A request that is refused for `reason`. It is genuine except for what `name` describes."""

    name: str
    reason: str
    make: "Make"


class World:
    """A time, a trusted chain, and its certificate host. `request()` is a genuine request."""

    def __init__(self, pki: Pki, host: CertificateHost, downloaders: dict[str, Downloader], now: datetime) -> None:
        self.pki = pki
        self.host = host
        self.now = now
        self._downloaders = downloaders
        self._numbers = count()
        self._downloader_by_url: dict[str, Downloader] = {}
        self.chain = pki.alexa.pem + pki.intermediate.pem
        self.url = self.publish(sends(self.chain))

    def publish(self, response: CertificateResponse, client: str = "good") -> str:
        """Return a new address with this response, which no other request has fetched."""
        file = f"{next(self._numbers)}.pem"
        self.host.responses[f"/echo.api/{file}"] = response
        self._downloader_by_url[FOLDER + file] = self._downloaders[client]
        return FOLDER + file

    def fetch(self, url: str) -> bytes:
        return self._downloader_by_url[url](url)

    def request_count(self, url: str) -> int:
        return self.host.request_counts[urlsplit(url).path]

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
        """Return a signed request whose certificate URL returns `file`."""
        return self.request(url=self.publish(sends(file)), key=key)


Make = Callable[[World], Request]


def refused(reason: str, makes: dict[str, Make]) -> tuple[InvalidRequest, ...]:
    return tuple(InvalidRequest(name, reason, make) for name, make in makes.items())


def signature(key: Key, body: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(body, ec.ECDSA(SHA256()))
    return key.sign(body, PKCS1v15(), SHA256())


@contextmanager
def open_world(folder: Path) -> Iterator[World]:
    now = datetime.now(UTC).replace(microsecond=0)
    pki = Pki(now)
    certified = pki.intermediate.issue(pki.elliptic_key, replace(pki.spec, names=(DNSName(HOST),)))
    with open_host(certified, folder) as host, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        yield World(pki, host, _downloaders(pki, host.server_port, closed.getsockname()[1]), now)


def _downloaders(pki: Pki, port: int, closed_port: int) -> dict[str, Downloader]:
    tls = ssl.create_default_context(cadata=pki.root.pem.decode() + pki.intermediate.pem.decode())
    return {
        "good": Downloader(tls, host=HOST, port=port, seconds=10),
        "brisk": Downloader(tls, host=HOST, port=port, seconds=1),
        "impatient": Downloader(tls, host=HOST, port=port, seconds=0.2),
        "distrusting": Downloader(tls_context(), host=HOST, port=port),
        "misnamed": Downloader(tls, host="127.0.0.1", port=port),
        "dead": Downloader(tls, host=HOST, port=closed_port),
    }
