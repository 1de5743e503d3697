"""Correctly signed envelopes that are malformed, old, or for another skill."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.support.invalid_requests.world import OTHER_SKILL, SECOND_SKILL, SKILL, Make, Request, World, refused

REMOVED = object()
EVENT = "AlexaSkillEvent.SkillDisabled"


def _raw(body: bytes) -> Make:
    return lambda world: world.request(body)


def _holding(value: str) -> Make:
    """Use this JSON text as the session attributes of a valid envelope."""

    def make(world: World) -> Request:
        body = json.dumps(world.envelope()).replace('"new": true', f'"attributes": {value}')
        return world.request(body.encode())

    return make


def _encoded(encoding: str) -> Make:
    def make(world: World) -> Request:
        return world.request(json.dumps(world.envelope()).encode(encoding))

    return make


def _changed(*changes: Any) -> Make:
    """Change values of the envelope. `changes` are path, value, path, value."""

    def make(world: World) -> Request:
        envelope = world.envelope()
        for path, value in zip(changes[::2], changes[1::2], strict=True):
            _change(envelope, path, value)
        return world.request(json.dumps(envelope).encode())

    return make


def _change(envelope: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        envelope = envelope[parent]
    envelope[last] = value
    if value is REMOVED:
        del envelope[last]


def _sent(seconds: float, kind: object = "LaunchRequest") -> Make:
    """Set the timestamp to so many seconds from now."""

    def make(world: World) -> Request:
        envelope = world.envelope()
        envelope["request"]["timestamp"] = (world.now + timedelta(seconds=seconds)).isoformat()
        envelope["request"]["type"] = kind
        return world.request(json.dumps(envelope).encode())

    return make


def _stamped(write: Callable[[datetime], Any]) -> Make:
    return lambda world: _changed("request.timestamp", write(world.now))(world)


MALFORMED = refused(
    "malformed",
    {
        "an empty body": _raw(b""),
        "a body that is not JSON": _raw(b"hello"),
        "a form": _raw(b"request=launch"),
        "JSON cut short": _raw(b'{"version": "1.0", "request": {'),
        "a list": _raw(b"[]"),
        "a string": _raw(b'"request"'),
        "a number": _raw(b"1"),
        "null": _raw(b"null"),
        "two objects": _raw(b"{}{}"),
        "not UTF-8": _encoded("utf-16"),
        "bytes that are not text": _raw(b'{"version": "\xff"}'),
        "a byte order mark": _encoded("utf-8-sig"),
        "not a number": _holding("NaN"),
        "infinity": _holding("-Infinity"),
        "a fraction that overflows": _holding("1e999"),
        "a number of 5,000 digits": _holding("9" * 5_000),
        "half a surrogate pair": _holding('"\\ud83d"'),
        "half a surrogate pair as a key": _holding('{"\\udc00": 1}'),
        "nested too deeply": _holding("[" * 1_100 + "]" * 1_100),
        "nested beyond Python's stack": _holding("[" * 100_000 + "]" * 100_000),
    },
)

TIMES = (
    *refused(
        "bad-timestamp",
        {
            "no timestamp": _changed("request.timestamp", REMOVED),
            "no request": _changed("request", REMOVED),
            "a request that is a list": _changed("request", []),
            "an empty envelope": _raw(b"{}"),
            "timestamp null": _changed("request.timestamp", None),
            "timestamp empty": _changed("request.timestamp", ""),
            "timestamp in words": _changed("request.timestamp", "just now"),
            "timestamp in a thirteenth month": _changed("request.timestamp", "2026-13-01T00:00:00Z"),
            "timestamp a list": _stamped(lambda now: [now.isoformat()]),
            "timestamp in seconds": _stamped(lambda now: int(now.timestamp())),
            "timestamp in seconds as text": _stamped(lambda now: str(now.timestamp())),
            "timestamp without a zone": _stamped(lambda now: now.replace(tzinfo=None).isoformat()),
            "timestamp without a time": _stamped(lambda now: now.date().isoformat()),
        },
    ),
    *refused(
        "stale",
        {
            "151 seconds old": _sent(-151),
            "151 seconds old, its type a list": _sent(-151, [EVENT]),
            "a reminder's event, 151 seconds old": _sent(-151, "Reminders.ReminderStarted"),
            "an event of the skill that is not listed, 151 seconds old": _sent(
                -151, "AlexaSkillEvent.ProactiveSubscriptionChanged"
            ),
            "an event of the skill, over an hour old": _sent(-3601, EVENT),
            "from the beginning of time": _changed("request.timestamp", "0001-01-01T00:00:00+23:59"),
        },
    ),
    *refused(
        "future",
        {
            "151 seconds early": _sent(151),
            "an event of the skill, 151 seconds early": _sent(151, EVENT),
            "from the end of time": _changed("request.timestamp", "9999-12-31T23:59:59-23:59"),
        },
    ),
)

CONTEXT = "context.System.application.applicationId"
SESSION = "session.application.applicationId"

RECIPIENTS = refused(
    "other-skill",
    {
        "another skill": _changed(CONTEXT, OTHER_SKILL, SESSION, OTHER_SKILL),
        "another skill without a session": _changed(CONTEXT, OTHER_SKILL, "session", REMOVED),
        "another skill in the context": _changed(CONTEXT, OTHER_SKILL),
        "another skill in the session": _changed(SESSION, OTHER_SKILL),
        "two skills, both ours": _changed(SESSION, SECOND_SKILL),
        "ours in capitals": _changed(CONTEXT, SKILL.upper(), SESSION, SKILL.upper()),
        "no skill in the context": _changed(CONTEXT, REMOVED),
        "no skill in the session": _changed(SESSION, REMOVED),
        "no skill at all": _changed(CONTEXT, REMOVED, SESSION, REMOVED),
        "skill null": _changed(CONTEXT, None, SESSION, None),
        "skill empty": _changed(CONTEXT, "", SESSION, ""),
        "skill a list": _changed(CONTEXT, [SKILL], SESSION, [SKILL]),
        "no context": _changed("context", REMOVED),
        "a context that is a text": _changed("context", SKILL),
        "an empty session": _changed("session", {}),
        "a session that is a list": _changed("session", []),
    },
)
