"""What brought a person: asked once, changed on request, reported, and followed by the first step."""

from typing import Any

import pytest

from skill import locales
from skill.content.library import Library
from skill.errors import ContentError
from skill.progress import PATHS, Progress
from tests.support.progress_states import ENGLISH, TODAY, DialogueSession, progress_of

ANSWERS = [
    ("SomethingHappenedIntent", "happened"),
    ("CheatedOnIntent", "happened"),
    ("WorryIntent", "worry"),
    ("JealousIntent", "worry"),
    ("TalkBadlyIntent", "talks"),
    ("JustLookingIntent", "looking"),
]


def welcomed() -> DialogueSession:
    session = DialogueSession(ENGLISH)
    session.handle("LaunchRequest")
    return session


@pytest.mark.parametrize(("intent", "path"), ANSWERS)
def test_an_answer_to_the_question_is_stored_as_one_key(intent: str, path: str) -> None:
    session = welcomed()

    session.handle(intent)

    assert session.progress.path == path


@pytest.mark.parametrize("slots", [{"step": "boundaries"}, {"number": "3"}])
def test_a_step_that_is_named_instead_is_presented(slots: dict[str, Any]) -> None:
    """The four paths have no numbers, and "step three" fills the same slot as "three"."""
    session = welcomed()

    session.handle("GoToStepIntent", **slots)

    assert (session.progress.path, session.current_step) == (None, 3)


@pytest.mark.parametrize("name", ["AMAZON.YesIntent", "AMAZON.NoIntent", "NotSureIntent", "AMAZON.NextIntent"])
def test_whatever_names_no_path_stores_none_and_leads_on(name: str) -> None:
    session = welcomed()

    reply = session.handle(name)

    assert session.progress.path is None
    assert reply.question in {"begin", "more"}


@pytest.mark.parametrize(("intent", "path"), ANSWERS)
def test_what_is_said_later_does_not_change_the_path(intent: str, path: str) -> None:
    """Otherwise a sentence in passing would be stored without a question."""
    other = next(each for each in PATHS if each != path)
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 1).choose_path(other, TODAY))

    session.handle(intent)

    assert session.progress.path == other


@pytest.mark.parametrize("one_shot", [False, True])
def test_the_path_can_be_changed_by_saying_so(*, one_shot: bool) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, 2).choose_path("worry", TODAY))

    reply = session.handle("ChangePathIntent", one_shot=one_shot)
    session.handle("TalkBadlyIntent")

    assert reply.question == "path"
    assert session.progress.path == "talks"


@pytest.mark.parametrize("path", PATHS)
def test_the_path_is_reported_with_what_is_known(path: str) -> None:
    session = DialogueSession(ENGLISH, Progress().choose_path(path, TODAY))

    assert ENGLISH.phrase(f"path_{path}") in session.handle("WhatYouKnowIntent").speech


def test_a_betrayed_person_is_not_sent_inward_by_the_first_step() -> None:
    session = welcomed()
    session.handle("CheatedOnIntent")

    reply = session.handle("StartGuideIntent")

    assert "mistrust is no flaw in you" in reply.speech
    assert "older than us" not in session.handle("ExampleIntent").speech


@pytest.mark.parametrize(
    ("path", "offers"),
    [
        (None, ["more", "more", "practice", "done"]),
        ("happened", ["more", "more", "practice", "done"]),
        ("worry", ["practice", "more", "more", "done"]),
        ("talks", ["example", "practice", "more", "more", "done"]),
    ],
)
def test_the_offers_of_a_step_follow_the_path(path: str | None, offers: list[str]) -> None:
    progress = Progress().welcome(TODAY)
    session = DialogueSession(ENGLISH, progress.choose_path(path, TODAY) if path else progress)
    questions = [session.handle("StartGuideIntent").question]

    while questions[-1] != "done":
        questions.append(session.handle("AMAZON.YesIntent").question)

    assert questions == offers


@pytest.mark.parametrize(
    ("path", "before", "then"),
    [
        (None, [], "practice"),
        ("happened", [], "more"),
        ("happened", ["AMAZON.YesIntent"] * 2, "practice"),
        ("worry", [], "practice"),
        ("worry", ["AMAZON.YesIntent"], "more"),
        ("talks", [], "practice"),
    ],
)
def test_an_example_asked_for_early_skips_neither_the_exercise_nor_the_detail(
    path: str | None, before: list[str], then: str
) -> None:
    progress = Progress().welcome(TODAY)
    session = DialogueSession(ENGLISH, progress.choose_path(path, TODAY) if path else progress)
    for name in ("StartGuideIntent", *before):
        session.handle(name)

    assert session.handle("ExampleIntent").question == then


@pytest.mark.parametrize("path", [None, *PATHS])
def test_only_no_leads_from_a_step_to_its_end(path: str | None) -> None:
    progress = Progress().welcome(TODAY)
    session = DialogueSession(ENGLISH, progress.choose_path(path, TODAY) if path else progress)
    questions = [session.handle("StartGuideIntent").question]

    while questions[-1] not in {"done", None}:
        questions.append(session.handle("AMAZON.NoIntent").question)

    assert questions[-1] == "done"
    assert len(questions) <= 4


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ('[steps.paths.moon]\nguidance = "A."\n', "paths.moon: unknown; use happened"),
        ('[steps.paths.worry]\npractice = "A."\n', "paths.worry.practice: unknown"),
        ('[steps.paths.worry]\nguidance = ""\n', "paths.worry.guidance: must be a text"),
    ],
)
def test_an_error_in_the_words_of_a_path_names_its_key(line: str, error: str) -> None:
    english = locales.read("en/phrases.toml")

    with pytest.raises(ContentError, match=error):
        Library({"en": english + "\n" + line}, {})
