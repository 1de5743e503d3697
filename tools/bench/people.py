"""Those who speak in the bench: what is kept of them, and what Alexa sends for them, signed and ready for the wire."""

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
class Turns:
    """One request each of many people, and what was kept of them before: planted again, the same requests fit again."""

    envelopes: tuple[dict[str, Any], ...]
    kept: Mapping[str, bytes]

    def plant(self, client: "redis.Redis") -> None:
        client.flushdb()
        client.mset({**self.kept, **{voice(envelope): DOCUMENT for envelope in self.envelopes}})

    def signed(self, authority: RequestSigner) -> list[bytes]:
        now = datetime.now(UTC).isoformat()
        return [wire(stamped(envelope, now), authority) for envelope in self.envelopes]


def stamped(envelope: dict[str, Any], now: str) -> bytes:
    return json.dumps({**envelope, "request": {**envelope["request"], "timestamp": now}}).encode()


def wire(body: bytes, authority: RequestSigner) -> bytes:
    """The whole HTTP request."""
    headers = {"Host": "localhost", "Accept": "application/json", "Accept-Charset": "utf-8", **authority.sign(body)}
    lines = ["POST /alexa HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def envelope(person: int, intent: str, attributes: Mapping[str, Any], **slots: str) -> dict[str, Any]:
    """What a device without a screen sends: 64 households, in each of them many recognised voices."""
    sent: dict[str, Any] = json.loads(RECORDED.read_text())
    user, system = {"userId": f"amzn1.ask.account.{person % HOUSEHOLDS:0>160}"}, sent["context"]["System"]
    sent["session"] |= {"attributes": attributes, "user": user}
    system |= {"user": user, "device": system["device"] | {"deviceId": f"amzn1.ask.device.{person % HOUSEHOLDS:0>150}"}}
    system["person"]["personId"] = f"amzn1.ask.person.{person:0>150}"
    system["apiAccessToken"] = "e" * 800
    sent["request"]["requestId"] = f"amzn1.echo-api.request.{next(_requests):036}"
    sent["request"]["intent"] = {
        "name": intent,
        "slots": {name: {"name": name, "value": slots[name]} for name in slots},
    }
    return sent


def launching(envelope: dict[str, Any]) -> dict[str, Any]:
    """The same person, with a new session."""
    request = {name: value for name, value in envelope["request"].items() if name != "intent"}
    return {
        **envelope,
        "session": {**envelope["session"], "new": True},
        "request": {**request, "type": "LaunchRequest"},
    }


class Population:
    """Where people's pasts are made: the real skill in this process, over a Redis that the bench may empty."""

    def __init__(self, url: str, authority: RequestSigner) -> None:
        self.client = redis.Redis.from_url(url)
        self.store = RedisStore(connector(url), keep=timedelta(days=400))
        self._authority = authority
        self._app = service.composed(self.store, authority.root, authority.chain_pem).test_client()

    def in_conversation(self, people: int, past: Progress | None = None) -> Turns:
        """Each of them was just told a step, and says "next"."""
        self.client.flushdb()
        envelopes = tuple(self._after_a_step(person, past) for person in range(people))
        return Turns(envelopes, self._kept())

    def opening(self, people: int) -> Turns:
        """Each of them was here before, and opens the skill."""
        turns = self.in_conversation(people)
        return Turns(tuple(launching(envelope(person, "", {})) for person in range(people)), turns.kept)

    def _after_a_step(self, person: int, past: Progress | None) -> dict[str, Any]:
        arriving = envelope(person, "GoToStepIntent", {}, number="2")
        if past:
            write(self.store, person_key(arriving), EMPTY, past)
        return envelope(person, "AMAZON.NextIntent", answer(self._app, self._authority, arriving)["sessionAttributes"])

    def _kept(self) -> dict[str, bytes]:
        """All documents; not what is kept beside them for a while."""
        names: list[bytes] = [*self.client.scan_iter(count=1000, _type="string")]
        return {name.decode(): cast("bytes", self.client.get(name)) for name in names}


def voice(envelope: Mapping[str, Any]) -> str:
    """Under which the stand-ins keep what they keep."""
    return str(envelope["context"]["System"]["person"]["personId"])


def person_key(envelope: Mapping[str, Any]) -> str:
    return key(SECRET, envelope["context"]["System"]["user"]["userId"], voice(envelope))


def answer(app: FlaskClient, authority: RequestSigner, envelope: dict[str, Any]) -> dict[str, Any]:
    body = stamped(envelope, datetime.now(UTC).isoformat())
    response = app.post("/alexa", data=body, headers=authority.sign(body))
    if response.status_code != 200:
        raise RuntimeError(f"the skill answered {response.status_code}")
    found: dict[str, Any] = response.get_json()
    return found
