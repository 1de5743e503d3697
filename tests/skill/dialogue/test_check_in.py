import pytest

from tests.support.progress_states import TODAY, DialogueSession, guide_of, progress_of, rated

GUIDE = guide_of(3)


def on_the_second() -> DialogueSession:
    return DialogueSession(GUIDE, progress_of(GUIDE, 2))


def test_a_one_shot_rating_is_recorded() -> None:
    session = on_the_second()

    reply = session.handle("CheckInIntent", one_shot=True, rating="6")

    assert reply.speech == "6 out of 10. Thank you."
    assert [(rating.day, rating.value) for rating in session.progress.history.past_ratings] == [(TODAY.date(), 6)]


def test_a_missing_rating_is_asked_for_and_answered_by_a_bare_number() -> None:
    session = on_the_second()

    question = session.handle("CheckInIntent", one_shot=True)
    reply = session.handle("GoToStepIntent", number="3")

    assert question.question == "rate"
    assert reply.speech.startswith("3 out of 10.")


@pytest.mark.parametrize("value", ["0", "11", "-1", "?", "seven", "1000000", "²", "7.5"])
def test_a_rating_outside_one_to_ten_is_asked_for_again(value: str) -> None:
    session = on_the_second()

    reply = session.handle("CheckInIntent", rating=value)

    assert reply.speech.startswith("That number is not on the scale.")
    assert reply.question == "rate"
    assert session.progress.history.past_ratings == []


def test_a_step_named_instead_of_a_rating_is_presented() -> None:
    session = on_the_second()
    session.handle("CheckInIntent")

    assert "Guidance 3." in session.handle("GoToStepIntent", step="step-3").speech


def test_the_later_rating_of_a_day_replaces_the_earlier() -> None:
    session = on_the_second()
    session.handle("CheckInIntent", rating="6")

    session.handle("CheckInIntent", rating="4")

    assert [rating.value for rating in session.progress.history.past_ratings] == [4]


@pytest.mark.parametrize(
    ("days_ago", "value", "change"),
    [
        ((0,), "6", "Your rating went from 4 to 6 since the day before."),
        ((0,), "4", "Your rating has stayed at 4 since the day before."),
        ((4,), "3", "Your rating went from 4 to 3 over 5 days."),
        ((12,), "3", "Your rating went from 4 to 3 over 13 days."),
        ((13,), "3", "Your rating went from 4 to 3 over 2 weeks."),
        ((20, 6, 0), "6", "Your rating went from 4 to 6 over 3 weeks."),
        ((58,), "9", "Your rating went from 4 to 9 over 8 weeks."),
        ((59,), "9", "Your rating went from 4 to 9 over 2 months."),
        ((364,), "9", "Your rating went from 4 to 9 over 12 months."),
    ],
)
def test_the_change_of_the_ratings_is_described_in_words(days_ago: tuple[int, ...], value: str, change: str) -> None:
    session = DialogueSession(GUIDE, rated(progress_of(GUIDE, 2), *days_ago))

    reply = session.handle("CheckInIntent", one_shot=True, rating=value)

    assert reply.speech == f"{value} out of 10. Thank you. {change}"


def test_the_progress_report_includes_days_and_ratings() -> None:
    session = DialogueSession(GUIDE, rated(progress_of(GUIDE, 2), 20, 6, 0))

    reply = session.handle("ProgressIntent", one_shot=True)

    assert reply.speech.endswith("You've come back on 4 days. Your rating went from 4 to 6 over 3 weeks.")


def test_the_progress_report_of_the_first_day_does_not_mention_days() -> None:
    reply = on_the_second().handle("ProgressIntent")

    assert "days" not in reply.speech


def test_a_launch_mentions_no_ratings_because_others_may_listen() -> None:
    session = DialogueSession(GUIDE, rated(progress_of(GUIDE, 2), 20, 6, 0))

    reply = session.handle("LaunchRequest")

    assert "rat" not in reply.speech
    assert "days" not in reply.speech


def test_the_list_of_stored_data_includes_everything() -> None:
    session = DialogueSession(GUIDE, rated(progress_of(GUIDE, 2, done=(1,)), 20, 6, 0))

    reply = session.handle("WhatYouKnowIntent", one_shot=True)

    assert reply.speech == (
        "Here's what I keep. You're on step 2 of 3: short 2. Marked as done so far: 1 of 3. "
        "You've come back on 4 days. Your rating went from 4 to 6 over 3 weeks. "
        "I keep no words, and can forget everything."
    )
