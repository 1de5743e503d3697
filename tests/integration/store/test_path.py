"""The path in the stored document: one short key, which the release before this one reads and keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from skill.alexa.identity import key
from skill.progress import PATHS, Progress, merge
from skill.store.document import VERSION, decode, encode, to_data
from skill.store.redis import RedisStore
from skill.store.redis_client import connector
from tests.support.redis_server import RedisServer

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
FIELDS_BEFORE = {
    "v",
    "since",
    "welcomed",
    "restarted",
    "refused_reminders",
    "place",
    "done",
    "reminder",
    "days",
    "ratings",
    "round",
    "spent",
    "given",
}
"""The release before refuses a document with any other field."""


def month_of_use() -> Progress:
    """Return what a person has stored who came on thirty days, each time with a prompt and a rating."""
    progress = Progress().welcome(NOW).begin(NOW).choose_path("happened", NOW)
    for day in range(30):
        at = NOW + timedelta(days=day)
        progress = progress.record_visit(at.date()).rate(1 + day % 10, at.date()).record_prompt(f"{day:06x}", at.date())
    for number, step in enumerate(("root-cause", "communicate", "boundaries", "forgiveness")):
        progress = progress.go_to(step, NOW + timedelta(days=number)).complete(step, NOW + timedelta(days=number))
    return progress.set_reminder("8d6f5a2e-5b0c-4d4e-9d7f-3b1c2a4e5f60", "20:30", NOW)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_uses_no_field_that_the_release_before_does_not_know(path: str) -> None:
    data = to_data(Progress().choose_path(path, NOW))

    assert data.keys() <= FIELDS_BEFORE
    assert data == {"v": VERSION, "done": [[data["done"][0][0], f"path:{path}"]]}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_read_again(path: str) -> None:
    assert decode(encode(Progress().choose_path(path, NOW))).path == path


def test_a_path_is_no_step_that_is_done() -> None:
    assert Progress().choose_path("worry", NOW).done == {}


def test_the_later_choice_wins_wherever_copies_meet() -> None:
    first = Progress().choose_path("worry", NOW)
    second = first.choose_path("talks", NOW)

    assert merge(first, second).path == merge(second, first).path == "talks"
    assert second.choose_path("worry", NOW).path == "worry"


def test_starting_over_keeps_what_brought_the_person_also_after_a_merge() -> None:
    before = Progress().choose_path("worry", NOW).go_to("root-cause", NOW).complete("root-cause", NOW)
    after = before.start_over("root-cause", NOW)

    assert (merge(before, after).path, merge(before, after).done) == ("worry", {})


def test_a_month_of_use_with_a_path_and_a_voice_takes_at_most_one_kibibyte_in_redis(redis_server: RedisServer) -> None:
    person = key("a secret of a service", "amzn1.ask.account.ANA", "amzn1.ask.person.ANA")
    client = Redis.from_url(redis_server.url)
    store = RedisStore(connector(redis_server.url), keep=timedelta(days=400))

    store.swap(person, None, encode(month_of_use()))

    (document,) = client.keys(f"*{person.rpartition(':')[2]}")
    used = client.memory_usage(document)
    assert isinstance(used, int)
    assert used <= 1024
