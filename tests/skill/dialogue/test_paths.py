"""What brought a person: asked once, changed on request, read out, and followed by the first step."""

import pytest

from skill.content.library import Library
from skill.dialogue.intents import INTENT_HANDLERS
from skill.dialogue.turn import Slot
from skill.errors import ContentError
from skill.locales import phrase_files
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


@pytest.mark.parametrize(("number", "path"), [*enumerate(PATHS, start=1)])
@pytest.mark.parametrize("slot", ["number", "rating"])
def test_the_number_of_a_path_chooses_it(number: int, path: str, slot: str) -> None:
    session = welcomed()

    if slot == "number":
        session.handle("GoToStepIntent", number=str(number))
    else:
        session.handle("CheckInIntent", rating=str(number))

    assert session.progress.path == path


def test_the_second_one_is_the_second_of_the_four_and_not_the_second_step() -> None:
    session = welcomed()
    turn = session.turn()._replace(slots={"step": Slot("second", "communicate")})

    assert INTENT_HANDLERS["GoToStepIntent"](turn).progress.path == PATHS[1]


def test_the_name_of_a_step_leads_to_that_step() -> None:
    session = welcomed()

    session.handle("GoToStepIntent", step="boundaries")

    assert (session.progress.path, session.current_step) == (None, 3)


@pytest.mark.parametrize("number", ["0", "5", "?"])
def test_a_number_without_a_path_asks_again(number: str) -> None:
    reply = (session := welcomed()).handle("GoToStepIntent", number=number)

    assert (reply.question, session.progress.path) == ("path", None)


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
def test_the_path_is_read_out_with_what_is_known(path: str) -> None:
    session = DialogueSession(ENGLISH, Progress().choose_path(path, TODAY))

    assert ENGLISH.phrase(f"path_{path}") in session.handle("WhatYouKnowIntent").speech


def test_a_betrayed_person_is_not_sent_inward_by_the_first_step() -> None:
    session = welcomed()
    session.handle("CheatedOnIntent")

    reply = session.handle("StartGuideIntent")

    assert "your mistrust isn't a flaw in you" in reply.speech
    assert "older than us" not in session.handle("ExampleIntent").speech


@pytest.mark.parametrize(
    ("path", "offers"),
    [
        (None, ["more", "more", "more", "example", "practice", "done"]),
        ("happened", ["more", "more", "more", "practice", "example", "done"]),
        ("worry", ["practice", "more", "more", "more", "example", "done"]),
        ("talks", ["example", "practice", "more", "more", "more", "done"]),
    ],
)
def test_the_offers_of_a_step_follow_the_path(path: str | None, offers: list[str]) -> None:
    progress = Progress().welcome(TODAY)
    session = DialogueSession(ENGLISH, progress.choose_path(path, TODAY) if path else progress)
    questions = [session.handle("StartGuideIntent").question]

    while questions[-1] != "done":
        questions.append(session.handle("AMAZON.YesIntent").question)

    assert questions == offers


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
        ('[steps.paths.moon]\nguidance = "A."\n', "paths.moon: unknown path; use one of happened"),
        ('[steps.paths.worry]\npractice = "A."\n', "paths.worry.practice: unknown"),
        ('[steps.paths.worry]\nguidance = ""\n', "paths.worry.guidance: must be a text"),
    ],
)
def test_an_error_in_the_words_of_a_path_names_its_key(line: str, error: str) -> None:
    files = dict(phrase_files())

    with pytest.raises(ContentError, match=error):
        Library({**files, "en": files["en"] + "\n" + line}, {})
