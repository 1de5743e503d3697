import json
from pathlib import Path

from skill.alexa.person import key
from skill.alexa.shown import shown
from skill.store.port import NOTHING
from tests.people import ENGLISH, progress_of
from tests.service import Clock, sqlite

SECRET = "a secret of this test"
ANA = {"user": {"userId": "the account"}, "person": {"personId": "Ana"}}


def test_what_is_stored_is_shown_with_its_times_written_out(tmp_path: Path) -> None:
    store = sqlite(tmp_path, Clock())
    store.write(key(SECRET, "the account", "Ana"), NOTHING, progress_of(ENGLISH, 3))

    told = shown(store, SECRET, ANA)

    assert told["key"] == key(SECRET, "the account", "Ana")
    assert told["document"]["place"] == ["2026-03-04T20:30:00+00:00", "boundaries", 0]
    assert "Ana" not in json.dumps(told)


def test_of_somebody_else_nothing_is_shown(tmp_path: Path) -> None:
    store = sqlite(tmp_path, Clock())
    store.write(key(SECRET, "the account", "Ana"), NOTHING, progress_of(ENGLISH, 3))

    assert shown(store, SECRET, {"user": {"userId": "the account"}}) == {}
