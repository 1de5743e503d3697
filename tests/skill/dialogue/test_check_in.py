import pytest

from tests.support.progress_states import TODAY, YESTERDAY, DialogueSession, guide_of, progress_of, rated

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
        ((4,), "5", "Your rating went from 4 to 5 over 5 days."),
        ((12,), "5", "Your rating went from 4 to 5 over 13 days."),
        ((13,), "5", "Your rating went from 4 to 5 over 2 weeks."),
        ((20, 6, 0), "6", "Your rating went from 4 to 6 over 3 weeks."),
        ((58,), "9", "Your rating went from 4 to 9 over 8 weeks."),
        ((59,), "9", "Your rating went from 4 to 9 over 2 months."),
        ((364,), "9", "Your rating went from 4 to 9 over 12 months."),
    ],
)
def test_the_change_of_the_ratings_is_described_in_words(days_ago: tuple[int, ...], value: str, change: str) -> None:
    session = DialogueSession(GUIDE, rated(progress_of(GUIDE, 2), *days_ago))

    reply = session.handle("CheckInIntent", one_shot=True, rating=value)

    assert f"{value} out of 10." in reply.speech
    assert reply.speech.endswith(f" {change}")


@pytest.mark.parametrize(
    ("value", "key"), [("1", "rated_low"), ("3", "rated_low"), ("4", "rated"), ("7", "rated"), ("8", "rated_high")]
)
def test_a_three_and_a_nine_are_not_thanked_in_the_same_words(value: str, key: str) -> None:
    earlier = progress_of(GUIDE, 2).rate(int(value), YESTERDAY.date())
    first = on_the_second().handle("CheckInIntent", one_shot=True, rating=value)
    second = DialogueSession(GUIDE, earlier).handle("CheckInIntent", one_shot=True, rating=value)

    assert first.speech == GUIDE.phrase(key, rating=value)
    assert second.speech.removeprefix(first.speech) == (
        "" if key == "rated_low" else f" Your rating has stayed at {value} since the day before."
    )


@pytest.mark.parametrize(("value", "question"), [("3", "steady"), ("4", "go_on")])
def test_a_low_rating_is_offered_a_breath_and_not_the_next_step(value: str, question: str) -> None:
    assert on_the_second().handle("CheckInIntent", rating=value).question == question


@pytest.mark.parametrize("one_shot", [False, True])
@pytest.mark.parametrize(("before", "value"), [(9, "7"), (7, "2"), (3, "1")])
def test_a_drop_of_two_or_more_is_met_with_care(before: int, value: str, *, one_shot: bool) -> None:
    """The answer to a person's worst day was a thank you and a statistic."""
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).rate(before, YESTERDAY.date()))

    reply = session.handle("CheckInIntent", one_shot=one_shot, rating=value)

    assert reply.speech.startswith(f"{value} out of 10. ")
    assert "sorry" in reply.speech
    assert "I need help now" in reply.speech
    assert "went from" not in reply.speech
    assert reply.question == "slow_minute"
    assert session.progress.history.past_ratings[-1].value == int(value)


def test_a_drop_within_a_day_is_a_drop_too() -> None:
    session = on_the_second()
    session.handle("CheckInIntent", rating="8")

    assert session.handle("CheckInIntent", rating="3").question == "slow_minute"


@pytest.mark.parametrize(("before", "value"), [(7, "6"), (2, "2"), (2, "9")])
def test_a_smaller_drop_is_thanked_as_usual(before: int, value: str) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).rate(before, YESTERDAY.date()))

    assert session.handle("CheckInIntent", rating=value).question != "slow_minute"


@pytest.mark.parametrize(
    ("name", "words", "question"),
    [
        ("AMAZON.YesIntent", "Let your shoulders drop.", "steady_more"),
        ("AMAZON.NoIntent", "how to find a therapist", None),
    ],
)
def test_after_a_drop_there_is_a_slow_minute_or_help_and_nothing_is_pushed(
    name: str, words: str, question: str | None
) -> None:
    session = DialogueSession(GUIDE, progress_of(GUIDE, 2).rate(8, YESTERDAY.date()))
    session.handle("CheckInIntent", rating="2")

    reply = session.handle(name)

    assert words in reply.speech
    assert reply.question == question


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
        "Here's what I keep. You're on step 2 of 3: short 2. Marked as done: 1 of 3. "
        "You've come back on 4 days. Your rating went from 4 to 6 over 3 weeks. "
        "I keep none of your words, and can forget everything."
    )
