from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.dialogue import reflections
from skill.dialogue.turn import Turn
from skill.progress import Progress
from skill.store.document import decode, encode
from tests.support.progress_states import ENGLISH, LIBRARY, TODAY, DialogueSession, guide_of, progress_of

ZONES = (
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "America/New_York",
    "Europe/London",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
)

VISITS = st.tuples(
    st.integers(1, 4),
    st.lists(st.integers(0, 23), min_size=1, max_size=3).map(sorted),
    st.sampled_from(ZONES),
    st.sampled_from(sorted(LIBRARY.guides)),
)
"""How many days later, at which hours, in which zone and language."""


def prompt_of(speech: str) -> str:
    """The prompt that was given, however it was introduced."""
    (found,) = [prompt.text for step in ENGLISH.steps for prompt in step.reflections if prompt.text in speech]
    return found


def given_at(now: datetime, progress: Progress, *, locale: str = "en") -> tuple[str, Progress]:
    turn = Turn(LIBRARY.guide(locale), progress, now)
    reply = reflections.todays_prompt(turn)
    given = reply.progress.history.prompt_of(turn.today)
    assert given is not None
    return given.prompt, reply.progress


def test_the_prompt_of_the_day_is_told_and_no_answer_is_wanted() -> None:
    reply = DialogueSession(ENGLISH).handle("DailyReflectionIntent", one_shot=True)

    assert prompt_of(reply.speech)
    assert not reply.speech.endswith("?")
    assert reply.question is None


def test_within_a_conversation_another_one_is_offered() -> None:
    reply = DialogueSession(ENGLISH).handle("DailyReflectionIntent")

    assert reply.speech.endswith("Would you like a different one?")


def test_the_prompt_is_the_same_all_day_however_often_it_is_asked_for() -> None:
    session = DialogueSession(ENGLISH)

    prompts = {prompt_of(session.handle("DailyReflectionIntent").speech) for _ in range(5)}

    assert len(prompts) == 1


def test_another_one_is_another_and_then_the_one_of_the_day() -> None:
    session = DialogueSession(ENGLISH)
    first = prompt_of(session.handle("DailyReflectionIntent").speech)

    other = prompt_of(session.handle("AMAZON.YesIntent").speech)

    assert other != first
    assert prompt_of(session.handle("DailyReflectionIntent").speech) == other


def test_whoever_asks_what_is_kept_hears_of_the_prompts_once_there_are_some() -> None:
    session = DialogueSession(ENGLISH)

    told = [session.handle(name).speech for name in ("WhatYouKnowIntent", "DailyReflectionIntent", "WhatYouKnowIntent")]

    assert ["reflections" in speech for speech in told] == [False, False, True]


@pytest.mark.parametrize("on", [1, 2, 3, 4, 5])
def test_the_prompt_belongs_to_the_step_that_the_person_is_on(on: int) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, on))

    prompt = prompt_of(session.handle("DailyReflectionIntent").speech)

    assert prompt in [own.text for own in ENGLISH.steps[on - 1].reflections]


def test_a_guide_whose_only_prompt_was_given_today_has_no_other() -> None:
    session = DialogueSession(guide_of(1))
    session.handle("DailyReflectionIntent")

    assert "That's all I have for today." in session.handle("AnotherReflectionIntent").speech


def test_when_all_are_spent_they_begin_anew_but_for_those_of_today() -> None:
    guide = guide_of(3)
    session = DialogueSession(guide, progress_of(guide, 1))
    yesterday = TODAY.date() - timedelta(days=1)
    for key, day in (("prompt-1", TODAY.date()), ("prompt-2", yesterday), ("prompt-3", yesterday)):
        session.progress = session.progress.record_prompt(key, day)

    reply = session.handle("AnotherReflectionIntent")

    assert "Reflection 2?" in reply.speech
    assert reply.progress.history.round == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_lasts_from_midnight_to_midnight_where_the_person_is(zone: str) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=ZoneInfo(zone))
    evening, progress = given_at(midnight - timedelta(minutes=1), Progress())

    same, progress = given_at(midnight - timedelta(seconds=1), progress)
    morning, _ = given_at(midnight, progress)

    assert same == evening
    assert morning != evening


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_a_day_on_which_the_clock_changes_is_one_day(day: date) -> None:
    zone = ZoneInfo("America/New_York")
    progress, prompts = Progress(), set()

    for hour in range(24):
        prompt, progress = given_at(datetime(day.year, day.month, day.day, hour, tzinfo=zone), progress)
        prompts.add(prompt)

    assert len(prompts) == 1


@settings(max_examples=25)  # each lives through a hundred days
@given(
    start=st.dates(date(2026, 1, 1), date(2046, 1, 1)),
    days=st.lists(VISITS, min_size=100, max_size=100),
    on=st.integers(1, 5),
)
def test_a_hundred_days_bring_a_hundred_prompts_wherever_and_in_whatever_words_they_are_asked_for(
    start: date, days: list[tuple[int, list[int], str, str]], on: int
) -> None:
    progress, day = progress_of(ENGLISH, on), start
    prompts: list[set[str]] = []

    for later, hours, zone, locale in days:
        day += timedelta(days=later)
        prompts.append(set())
        for hour in hours:
            now = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
            prompt, progress = given_at(now, decode(encode(progress)), locale=locale)
            prompts[-1].add(prompt)

    assert [len(of_a_day) for of_a_day in prompts] == [1] * 100
    assert len(set().union(*prompts)) == 100
