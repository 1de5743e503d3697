from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skill.dialogue import reflections
from skill.dialogue.turn import Turn
from skill.guide import Step
from skill.progress import Progress
from skill.store.document import decode, encode
from tests.support.progress_states import ENGLISH, LIBRARY, TODAY, DialogueSession, guide_of, progress_of
from tests.support.wordings import is_said

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
"""Days since the last visit, hours, zone and locale."""


def prompt_of(speech: str) -> str:
    """Return the prompt in a speech."""
    (prompt_text,) = [prompt.text for step in ENGLISH.steps for prompt in step.reflections if prompt.text in speech]
    return prompt_text


def prompt_at(now: datetime, progress: Progress, *, locale: str = "en") -> tuple[str, Progress]:
    turn = Turn(LIBRARY.guide(locale), progress, now)
    reply = reflections.todays_prompt(turn)
    given = reply.progress.history.prompt_of(turn.today)
    assert given is not None
    return given.prompt, reply.progress


def test_a_one_shot_gives_the_prompt_and_expects_no_answer() -> None:
    reply = DialogueSession(ENGLISH).handle("DailyReflectionIntent", one_shot=True)

    assert prompt_of(reply.speech)
    assert not reply.speech.endswith("?")
    assert reply.question is None


def test_within_a_session_another_prompt_is_offered() -> None:
    reply = DialogueSession(ENGLISH).handle("DailyReflectionIntent")

    assert reply.speech.endswith("Would you like a different one?")


def test_the_prompt_is_the_same_all_day() -> None:
    session = DialogueSession(ENGLISH)

    prompts = {prompt_of(session.handle("DailyReflectionIntent").speech) for _ in range(5)}

    assert len(prompts) == 1


def test_another_prompt_differs_and_becomes_the_prompt_of_the_day() -> None:
    session = DialogueSession(ENGLISH)
    first = prompt_of(session.handle("DailyReflectionIntent").speech)

    other = prompt_of(session.handle("AMAZON.YesIntent").speech)

    assert other != first
    assert prompt_of(session.handle("DailyReflectionIntent").speech) == other


def test_the_list_of_stored_data_mentions_prompts_once_one_is_given() -> None:
    session = DialogueSession(ENGLISH)

    speeches = [
        session.handle(name).speech for name in ("WhatYouKnowIntent", "DailyReflectionIntent", "WhatYouKnowIntent")
    ]

    assert ["reflections" in speech for speech in speeches] == [False, False, True]


@pytest.mark.parametrize("on", [1, 2, 3, 4, 5])
def test_the_prompt_belongs_to_the_current_step(on: int) -> None:
    session = DialogueSession(ENGLISH, progress_of(ENGLISH, on))

    prompt = prompt_of(session.handle("DailyReflectionIntent").speech)

    assert prompt in [reflection.text for reflection in ENGLISH.steps[on - 1].reflections]


def test_there_is_no_other_prompt_after_the_only_one() -> None:
    session = DialogueSession(guide_of(1))
    session.handle("DailyReflectionIntent")

    assert "That's all I have for today." in session.handle("AnotherReflectionIntent").speech


def test_a_new_round_leaves_out_the_prompts_of_today() -> None:
    guide = guide_of(3)
    session = DialogueSession(guide, progress_of(guide, 1))
    yesterday = TODAY.date() - timedelta(days=1)
    for key, day in (("prompt-1", TODAY.date()), ("prompt-2", yesterday), ("prompt-3", yesterday)):
        session.progress = session.progress.record_prompt(key, day)

    reply = session.handle("AnotherReflectionIntent")

    assert "Reflection 2?" in reply.speech
    assert reply.progress.history.round == 1


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_lasts_from_midnight_to_midnight_in_the_persons_time_zone(zone: str) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=ZoneInfo(zone))
    evening, progress = prompt_at(midnight - timedelta(minutes=1), Progress())

    late_evening, progress = prompt_at(midnight - timedelta(seconds=1), progress)
    morning, _ = prompt_at(midnight, progress)

    assert late_evening == evening
    assert morning != evening


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_a_day_with_a_clock_change_is_one_day(day: date) -> None:
    zone = ZoneInfo("America/New_York")
    progress, prompts = Progress(), set()

    for hour in range(24):
        prompt, progress = prompt_at(datetime(day.year, day.month, day.day, hour, tzinfo=zone), progress)
        prompts.add(prompt)

    assert len(prompts) == 1


@settings(max_examples=25)  # each simulates a hundred days
@given(
    start=st.dates(date(2026, 1, 1), date(2046, 1, 1)),
    days=st.lists(VISITS, min_size=100, max_size=100),
    on=st.integers(1, 5),
)
def test_a_hundred_days_give_a_hundred_prompts_in_any_zone_and_locale(
    start: date, days: list[tuple[int, list[int], str, str]], on: int
) -> None:
    progress, day = progress_of(ENGLISH, on), start
    prompts: list[set[str]] = []

    for later, hours, zone, locale in days:
        day += timedelta(days=later)
        prompts.append(set())
        for hour in hours:
            now = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
            prompt, progress = prompt_at(now, decode(encode(progress)), locale=locale)
            prompts[-1].add(prompt)

    assert [len(of_a_day) for of_a_day in prompts] == [1] * 100
    assert len(set().union(*prompts)) == 100


@pytest.mark.parametrize("day", range(10))
def test_no_answer_is_expected_of_a_question_and_a_small_act_ends_in_other_words(day: int) -> None:
    session = DialogueSession(ENGLISH, first_turn_count=day)
    replies = [session.handle("AnotherReflectionIntent").speech for _ in range(100)]

    wrong = [
        speech
        for speech in replies
        if is_said(speech, "reflection_end") != ("?" in prompt_of(speech))
        or is_said(speech, "reflection_end_act") == ("?" in prompt_of(speech))
    ]

    assert wrong == []


def test_a_prompt_for_two_is_given_only_to_two_people() -> None:
    used: set[str] = set()
    for_two: set[str] = set()

    while prompt := ENGLISH.prompt(ENGLISH.first, TODAY.date(), used):
        used.add(prompt.key)
    while prompt := ENGLISH.prompt(ENGLISH.first, TODAY.date(), for_two, is_for_two=True):
        for_two.add(prompt.key)

    prompts = [prompt for step in ENGLISH.steps for prompt in step.reflections]
    assert used == {prompt.key for prompt in prompts if not prompt.is_for_two}
    assert for_two == {prompt.key for prompt in prompts if prompt.is_for_two}


@pytest.mark.parametrize("path", ["happened", "worry", "talks"])
@pytest.mark.parametrize("step", ENGLISH.steps, ids=lambda step: step.key)
def test_on_a_path_the_prompts_that_suit_it_come_first(path: str, step: Step) -> None:
    suited = [prompt for prompt in step.reflections if path in prompt.paths]
    used: set[str] = set()

    given = []
    for _ in suited:
        prompt = ENGLISH.prompt(step, TODAY.date(), used, path=path)
        assert prompt is not None
        used.add(prompt.key)
        given.append(prompt)

    assert {prompt.key for prompt in given} == {prompt.key for prompt in suited}
