import json
from datetime import date
from pathlib import Path

from skill.alexa.identity import key
from skill.diagnostics import stored_data
from skill.store.interface import EMPTY, write
from tests.support.alexa_client import TickingClock, sqlite
from tests.support.progress_states import ENGLISH, progress_of

SECRET = "a secret of this test"
ANA = {"user": {"userId": "the account"}, "person": {"personId": "Ana"}}


def test_stored_data_is_shown_as_a_document_and_in_words_and_dates(tmp_path: Path) -> None:
    store, day = sqlite(tmp_path, TickingClock()), date(2026, 3, 5)
    progress = progress_of(ENGLISH, 3).record_visit(day).rate(7, day).record_prompt("root-cause-1", day)
    written = write(store, key(SECRET, "the account", "Ana"), EMPTY, progress)

    stored = stored_data(store, SECRET, ANA)

    assert stored["key"] == key(SECRET, "the account", "Ana")
    assert json.dumps(stored["document"], separators=(",", ":")) == written.document
    assert stored["meaning"]["place"] == {"step": "boundaries", "parts heard": 0, "since": "2026-03-04T20:30:00+00:00"}
    assert stored["meaning"]["days visited"] == ["2026-03-05"]
    assert stored["meaning"]["ratings"] == {"2026-03-05": 7}
    assert stored["meaning"]["prompts given"] == ["root-cause-1"]
    assert "Ana" not in json.dumps(stored)


def test_another_persons_data_is_not_shown(tmp_path: Path) -> None:
    store = sqlite(tmp_path, TickingClock())
    write(store, key(SECRET, "the account", "Ana"), EMPTY, progress_of(ENGLISH, 3))

    assert stored_data(store, SECRET, {"user": {"userId": "the account"}}) == {}
