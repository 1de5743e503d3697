import json
from datetime import date
from pathlib import Path

from skill.alexa.identity import key
from skill.diagnostics import stored_data
from skill.store.interface import EMPTY, write
from tests.support.alexa_client import Clock, sqlite
from tests.support.progress_states import ENGLISH, progress_of

SECRET = "a secret of this test"
ANA = {"user": {"userId": "the account"}, "person": {"personId": "Ana"}}


def test_what_is_stored_is_shown_as_it_lies_there_and_in_words_and_dates(tmp_path: Path) -> None:
    store, day = sqlite(tmp_path, Clock()), date(2026, 3, 5)
    progress = progress_of(ENGLISH, 3).record_visit(day).rate(7, day).give("root-cause-1", day)
    kept = write(store, key(SECRET, "the account", "Ana"), EMPTY, progress)

    told = stored_data(store, SECRET, ANA)

    assert told["key"] == key(SECRET, "the account", "Ana")
    assert json.dumps(told["document"], separators=(",", ":")) == kept.document
    assert told["means"]["place"] == {"step": "boundaries", "parts heard": 0, "since": "2026-03-04T20:30:00+00:00"}
    assert told["means"]["days come"] == ["2026-03-05"]
    assert told["means"]["ratings"] == {"2026-03-05": 7}
    assert told["means"]["prompts given"] == ["root-cause-1"]
    assert "Ana" not in json.dumps(told)


def test_of_somebody_else_nothing_is_shown(tmp_path: Path) -> None:
    store = sqlite(tmp_path, Clock())
    write(store, key(SECRET, "the account", "Ana"), EMPTY, progress_of(ENGLISH, 3))

    assert stored_data(store, SECRET, {"user": {"userId": "the account"}}) == {}
