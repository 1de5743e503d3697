"""The people in the bench: what is stored about them, and the requests that Alexa sends for them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final, cast

import redis
from flask.testing import FlaskClient

from skill.alexa.identity import key
from skill.progress import Progress
from skill.store.interface import EMPTY, write
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from speech.simulator.signer import RequestSigner
from tools.bench.stacks import service
from tools.bench.stacks.constant import DOCUMENT, SECRET

HOUSEHOLDS: Final = 64
RECORDED: Final = Path(__file__).parents[2] / "tests" / "requests" / "next-recognised-person.json"
_requests: Final = count()


@dataclass(frozen=True, slots=True)
class Requests:
    """One request for each of many people, and what was stored before: once restored, the same requests fit again."""

    envelopes: tuple[dict[str, Any], ...]
    stored: Mapping[str, bytes]

    def restore(self, client: "redis.Redis") -> None:
        client.flushdb()
        client.mset({**self.stored, **{person_id(envelope): DOCUMENT for envelope in self.envelopes}})

    def signed(self, authority: RequestSigner) -> list[bytes]:
        now = datetime.now(UTC).isoformat()
        return [http_request(with_timestamp(envelope, now), authority) for envelope in self.envelopes]


def with_timestamp(envelope: dict[str, Any], now: str) -> bytes:
    return json.dumps({**envelope, "request": {**envelope["request"], "timestamp": now}}).encode()


def http_request(body: bytes, authority: RequestSigner) -> bytes:
    headers = {"Host": "localhost", "Accept": "application/json", "Accept-Charset": "utf-8", **authority.sign(body)}
    lines = ["POST /alexa HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def envelope(person: int, intent: str, attributes: Mapping[str, Any], **slots: str) -> dict[str, Any]:
    """Return what a device without a screen sends. There are 64 households, each with many recognised people."""
    filled: dict[str, Any] = json.loads(RECORDED.read_text())
    user, system = {"userId": f"amzn1.ask.account.{person % HOUSEHOLDS:0>160}"}, filled["context"]["System"]
    filled["session"] |= {"attributes": attributes, "user": user}
    system |= {"user": user, "device": system["device"] | {"deviceId": f"amzn1.ask.device.{person % HOUSEHOLDS:0>150}"}}
    system["person"]["personId"] = f"amzn1.ask.person.{person:0>150}"
    system["apiAccessToken"] = "e" * 800
    filled["request"]["requestId"] = f"amzn1.echo-api.request.{next(_requests):036}"
    filled["request"]["intent"] = {
        "name": intent,
        "slots": {name: {"name": name, "value": slots[name]} for name in slots},
    }
    return filled


def launch(envelope: dict[str, Any]) -> dict[str, Any]:
    """Return a launch of the skill by the same person, in a new session."""
    request = {name: value for name, value in envelope["request"].items() if name != "intent"}
    return {
        **envelope,
        "session": {**envelope["session"], "new": True},
        "request": {**request, "type": "LaunchRequest"},
    }


class Population:
    """Prepares people with the real skill in this process, in a Redis that the bench may empty."""

    def __init__(self, url: str, authority: RequestSigner) -> None:
        self.client = redis.Redis.from_url(url)
        self.store = RedisStore(connector(url), keep=timedelta(days=400))
        self._authority = authority
        self._app = service.composed(self.store, authority.root, authority.chain_pem).test_client()

    def in_conversation(self, people: int, progress: Progress | None = None) -> Requests:
        """Each person has just heard a step, and says "next"."""
        self.client.flushdb()
        envelopes = tuple(self._after_a_step(person, progress) for person in range(people))
        return Requests(envelopes, self._documents())

    def opening(self, people: int) -> Requests:
        """Each person was here before, and opens the skill."""
        requests = self.in_conversation(people)
        return Requests(tuple(launch(envelope(person, "", {})) for person in range(people)), requests.stored)

    def _after_a_step(self, person: int, progress: Progress | None) -> dict[str, Any]:
        first = envelope(person, "GoToStepIntent", {}, number="2")
        if progress:
            write(self.store, person_key(first), EMPTY, progress)
        return envelope(person, "AMAZON.NextIntent", answer(self._app, self._authority, first)["sessionAttributes"])

    def _documents(self) -> dict[str, bytes]:
        """Return all documents, without the cached replies beside them."""
        names: list[bytes] = [*self.client.scan_iter(count=1000, _type="string")]
        return {name.decode(): cast("bytes", self.client.get(name)) for name in names}


def person_id(envelope: Mapping[str, Any]) -> str:
    """Return the key under which the comparison stacks store their documents."""
    return str(envelope["context"]["System"]["person"]["personId"])


def person_key(envelope: Mapping[str, Any]) -> str:
    return key(SECRET, envelope["context"]["System"]["user"]["userId"], person_id(envelope))


def answer(app: FlaskClient, authority: RequestSigner, envelope: dict[str, Any]) -> dict[str, Any]:
    body = with_timestamp(envelope, datetime.now(UTC).isoformat())
    response = app.post("/alexa", data=body, headers=authority.sign(body))
    if response.status_code != 200:
        raise RuntimeError(f"the skill answered {response.status_code}")
    reply: dict[str, Any] = response.get_json()
    return reply
