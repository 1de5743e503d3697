"""What the release before the redesign stored is read, and is written again byte for byte."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from skill.store.document import decode, encode
from skill.store.sqlite import SqliteStore

FOLDER = Path(__file__).with_name("earlier_release")
DOCUMENTS: dict[str, str] = json.loads((FOLDER / "documents.json").read_text())
WRITTEN = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """A copy of the earlier release's file, at the time when that release wrote it."""
    file = shutil.copy(FOLDER / "progress.sqlite3", tmp_path)
    return SqliteStore(Path(file), keep=timedelta(days=400), now=lambda: WRITTEN)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_stored_document_is_read_and_written_unchanged(name: str) -> None:
    """Otherwise people would lose their place at an update, or at a rollback."""
    document = DOCUMENTS[name]

    assert encode(decode(document)) == document


def test_the_places_and_completions_of_people_outlive_the_update(store: SqliteStore) -> None:
    """A person who had finished two steps must not be asked to begin again."""
    stored = store.read("trust-steps:{household}:account")

    assert stored.document == DOCUMENTS["whole"]
    assert stored.progress.place is not None
    assert stored.progress.place.step == "communicate"
    assert set(stored.progress.done) == {"root-cause", "boundaries"}
    assert stored.progress.reminder is not None
    assert stored.progress.reminder.clock == "20:30"


def test_the_days_ratings_and_prompts_of_people_outlive_the_update(store: SqliteStore) -> None:
    """Their history would otherwise start at zero, and prompts would come again."""
    history = store.read("trust-steps:{household}:account").progress.history

    assert history.visit_count == 40
    assert len(history.past_ratings) == 14
    assert history.past_ratings[0] == (date(2026, 10, 1), 1)
    assert len(history.used_prompts.split()) == 40


def test_a_request_repeated_across_the_update_is_answered_from_the_cache(store: SqliteStore) -> None:
    """A retried "next" would otherwise move the person twice."""
    stored = store.read("trust-steps:{household}:account", "request")

    assert stored.answer is not None
    assert stored.answer.speech == "Step 2."
    assert stored.answer.proposed == "20:00"
