import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from skill.alexa.verification.verifier import LATE_EVENTS, Verifier
from skill.errors import VerificationError
from tests.support.invalid_requests.table import BEFORE_PARSING, INVALID_REQUESTS
from tests.support.invalid_requests.world import SECOND_SKILL, InvalidRequest, World


class ObservedBody(bytes):
    """A body that records whether it was decoded."""

    is_decoded = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        self.is_decoded = True
        return super().decode(encoding, errors)


@pytest.fixture(scope="module")
def verifier(world: World) -> Verifier:
    return world.verifier()


@pytest.mark.parametrize("invalid", INVALID_REQUESTS, ids=lambda invalid: invalid.name)
def test_an_invalid_request_is_refused_with_its_reason(
    invalid: InvalidRequest, world: World, verifier: Verifier
) -> None:
    headers, body = invalid.make(world)

    with pytest.raises(VerificationError) as refusal:
        verifier.verify(headers, body)

    assert refusal.value.reason == invalid.reason


def test_the_names_of_the_invalid_requests_are_unique() -> None:
    names = {invalid.name for invalid in INVALID_REQUESTS}

    assert len(names) == len(INVALID_REQUESTS)


def test_a_genuine_request_is_accepted(world: World, verifier: Verifier) -> None:
    headers, body = world.request()

    envelope = verifier.verify(headers, body)

    assert envelope == world.envelope()


@pytest.mark.parametrize("invalid", BEFORE_PARSING, ids=lambda invalid: invalid.name)
def test_the_body_is_not_decoded_before_the_signature_is_verified(
    invalid: InvalidRequest, world: World, verifier: Verifier
) -> None:
    headers, body = invalid.make(world)
    observed = ObservedBody(body)

    with pytest.raises(VerificationError):
        verifier.verify(headers, observed)

    assert not observed.is_decoded


def test_the_body_of_a_genuine_request_is_decoded(world: World, verifier: Verifier) -> None:
    headers, body = world.request()
    observed = ObservedBody(body)

    verifier.verify(headers, observed)

    assert observed.is_decoded


@pytest.mark.parametrize("body", [b"not JSON", b"\xff", b"[" * 100_000, b"9" * 5_000], ids=len)
def test_a_malformed_body_with_a_bad_signature_is_refused_for_its_signature(
    body: bytes, world: World, verifier: Verifier
) -> None:
    headers, _ = world.request(body, key=world.pki.attackers_key)

    with pytest.raises(VerificationError, match="bad-signature"):
        verifier.verify(headers, body)


@pytest.mark.parametrize("write", [str.lower, str.upper, str.title])
def test_header_names_may_be_in_any_case(write: Callable[[str], str], world: World, verifier: Verifier) -> None:
    headers, body = world.request()

    assert verifier.verify(Headers({write(name): value for name, value in headers.items()}), body)


@pytest.mark.parametrize("seconds", [-150, -1, 0, 1, 150])
def test_a_timestamp_within_the_tolerance_is_accepted(seconds: int, world: World, verifier: Verifier) -> None:
    body = _body(world, timestamp=(world.now + timedelta(seconds=seconds)).isoformat())

    assert verifier.verify(*world.request(body))


@pytest.mark.parametrize("kind", sorted(LATE_EVENTS))
@pytest.mark.parametrize("seconds", [-3600, 150])
def test_an_event_of_the_skill_may_be_an_hour_old(kind: str, seconds: int, world: World, verifier: Verifier) -> None:
    body = _body(world, type=kind, timestamp=(world.now + timedelta(seconds=seconds)).isoformat())

    assert verifier.verify(*world.request(body))


@pytest.mark.parametrize(
    "write",
    [
        lambda now: now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        lambda now: now.strftime("%Y-%m-%dT%H:%M:%S.123Z"),
        lambda now: now.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        lambda now: now.astimezone(timezone(timedelta(hours=9))).isoformat(),
        lambda now: now.astimezone(timezone(-timedelta(hours=3, minutes=30))).isoformat(),
    ],
    ids=["Z", "fraction", "offset zero", "offset ahead", "offset behind"],
)
def test_a_timestamp_may_have_any_common_format(
    write: Callable[[datetime], str], world: World, verifier: Verifier
) -> None:
    body = _body(world, timestamp=write(world.now))

    assert verifier.verify(*world.request(body))


@pytest.mark.parametrize("session", [{}, {"session": None}], ids=["absent", "null"])
def test_a_request_may_come_without_a_session(session: dict[str, Any], world: World, verifier: Verifier) -> None:
    envelope = world.envelope()
    del envelope["session"]
    body = json.dumps(envelope | session).encode()

    assert verifier.verify(*world.request(body))


def test_each_of_our_skills_is_accepted(world: World, verifier: Verifier) -> None:
    envelope = world.envelope()
    envelope["session"]["application"]["applicationId"] = SECOND_SKILL
    envelope["context"]["System"]["application"]["applicationId"] = SECOND_SKILL

    assert verifier.verify(*world.request(json.dumps(envelope).encode()))


def test_a_service_without_a_skill_id_refuses_every_request(world: World, verifier: Verifier) -> None:
    closed = replace(verifier, accepts=lambda skill: False)

    with pytest.raises(VerificationError, match="other-skill"):
        closed.verify(*world.request())


def test_a_service_that_accepts_every_skill_still_requires_a_skill_id(world: World, verifier: Verifier) -> None:
    envelope = world.envelope()
    del envelope["session"], envelope["context"]
    unnamed = world.request(json.dumps(envelope).encode())
    accepting = replace(verifier, accepts=lambda skill: True)

    assert accepting.verify(*world.request())
    with pytest.raises(VerificationError, match="other-skill"):
        accepting.verify(*unnamed)


def _body(world: World, **changes: Any) -> bytes:
    envelope = world.envelope()
    envelope["request"] |= changes
    return json.dumps(envelope).encode()
